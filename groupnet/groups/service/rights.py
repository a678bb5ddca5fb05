"""Dated rights."""

from datetime import date

from flask_babel import gettext

from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Membership, RightsTerm
from groupnet.groups.roles import Right


def grant_right(
    *, membership: Membership, right: Right, starts_on: date, ends_on: date | None = None
) -> RightsTerm:
    """Grant a right from one day to another, both inclusive.

    Raises:
        RuleBroken: the end lies before the start.
    """
    if ends_on is not None and ends_on < starts_on:
        raise RuleBroken(gettext("The last day lies before the first."), field="ends_on")
    term = RightsTerm(membership_id=membership.id, right=right, starts_on=starts_on, ends_on=ends_on)
    db.session.add(term)
    db.session.flush()
    return term
