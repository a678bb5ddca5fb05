"""Work of groups that nobody waits for: refused sign-ins written down, and the audit log's old entries."""

from datetime import timedelta

from groupnet.audit.models import Action
from groupnet.audit.queries import was_recorded
from groupnet.audit.service import forget_acts, record_act
from groupnet.core.clock import add_months, utc_now
from groupnet.core.tenancy import every_group, group_bound
from groupnet.core.unit_of_work import only_reading
from groupnet.groups.places import list_open_places
from groupnet.groups.queries import lock_group
from groupnet.outbox.models import Job
from groupnet.outbox.registry import Handler, Progress, Scheduled
from groupnet.people.queries import list_refused_sign_ins

REFUSED = "groups.refused-sign-ins"
TIDY = "audit.tidy"
SEEN_EVERY = timedelta(minutes=10)
ONE_ENTRY_IN = timedelta(hours=1)
KEPT_MONTHS = 24


def record_refused_sign_ins(_job: Job, _progress: Progress) -> None:
    """Tell each group of the accounts that were tried, at most once an hour.

    The failures that limit further tries are looked through here, and nothing is written when somebody tries:
    known and unknown addresses cost the same (T16), and strangers write no work down.
    """
    with only_reading():
        refused = list_refused_sign_ins()
    for person_id, failed_at in refused.items():
        for place in list_open_places(person_id):
            with group_bound(place.group.id):
                lock_group()  # of two workers the second sees what the first has written
                if not was_recorded(Action.SIGN_IN_REFUSED, place.membership.id, failed_at - ONE_ENTRY_IN):
                    record_act(action=Action.SIGN_IN_REFUSED, actor_id=None, subject_id=place.membership.id)


def tidy_audit_log(_job: Job, _progress: Progress) -> None:
    """Let go of what was done more than two years ago, in every group."""
    now = utc_now()
    oldest = add_months(now.date(), -KEPT_MONTHS)
    with every_group():
        forget_acts(before=now.replace(year=oldest.year, month=oldest.month, day=oldest.day))


HANDLERS: dict[str, Handler] = {REFUSED: record_refused_sign_ins, TIDY: tidy_audit_log}
SCHEDULE = (Scheduled(REFUSED, every=SEEN_EVERY), Scheduled(TIDY, every=timedelta(days=1), tidies=True))
