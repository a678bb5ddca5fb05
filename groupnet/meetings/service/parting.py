"""One-to-ones of a member who leaves: what was agreed is cancelled, what was proposed is closed."""

from datetime import date

from groupnet.core.clock import A_DAY, utc_now
from groupnet.core.db import db
from groupnet.groups.models import Membership, Status
from groupnet.groups.periods import status_on
from groupnet.groups.queries import list_periods
from groupnet.meetings.models import ProposalStatus
from groupnet.meetings.queries.proposals import list_agreed_of, list_to_close
from groupnet.meetings.service.scheduling import cancel_meeting


def let_one_to_ones_go(*, membership: Membership, from_day: date) -> None:
    """End the one-to-ones of a member on days when they are in the group no more.

    Args:
        from_day: of the change of their standing, which is written already. A day of leave ends nothing.
    """
    now = utc_now()
    periods = list_periods([membership.id])[membership.id]
    # the group's day may be another than that of UTC
    if from_day <= now.date() + A_DAY and status_on(max(from_day, now.date()), periods) is Status.LEFT:
        for proposal in list_to_close(membership):
            proposal.status = (
                ProposalStatus.WITHDRAWN if proposal.proposer_id == membership.id else ProposalStatus.DECLINED
            )
            proposal.answered_at = now
        db.session.flush()
    for meeting in list_agreed_of(membership.id, now):
        if meeting.on_day >= from_day and status_on(meeting.on_day, periods) is Status.LEFT:
            cancel_meeting(acting=membership, meeting=meeting, reason="")
