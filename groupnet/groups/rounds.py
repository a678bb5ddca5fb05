"""Work that goes through every group, for jobs."""

from collections.abc import Callable
from datetime import date

from groupnet.core.clock import today_in
from groupnet.core.db import db
from groupnet.core.tenancy import group_bound
from groupnet.groups.models import Group
from groupnet.groups.queries import list_groups
from groupnet.outbox.registry import Progress


def in_each_group(work: Callable[[Group, date], int], progress: Progress) -> int:
    """Do something in every group, each in a transaction of its own.

    Args:
        work: called with the group that is bound and its day; says how many things it did.

    Returns:
        how many in all.
    """
    groups = list_groups()
    db.session.commit()
    done = 0
    for number, group in enumerate(groups, start=1):
        with group_bound(group.id):
            done += work(group, today_in(group.timezone))
            db.session.commit()
        progress(number, len(groups))
    return done
