"""What a member says after a meeting of having met another; nobody else ever reads it."""

from flask_babel import gettext
from sqlalchemy import delete

from groupnet.core.clock import utc_now
from groupnet.core.db import db, insert_unless_there
from groupnet.core.errors import RuleBroken
from groupnet.core.tenancy import bound_group
from groupnet.groups.models import Membership
from groupnet.meetings.models import Impression, Meeting
from groupnet.meetings.pairing import has_begun


def say_whom_one_met(
    *, acting: Membership, meeting: Meeting, other_id: int, met: bool | None, worth_it: bool | None = None
) -> None:
    """Say, or say otherwise, whether one met another at a meeting; the last word stands.

    Args:
        other_id: of somebody who was there.
        met: None takes back what was said.
        worth_it: whether it was worth it; None where nothing is said. Only of one whom one met.

    Raises:
        RuleBroken: the meeting has not begun, or it is oneself.
    """
    if not has_begun(meeting):
        raise RuleBroken(gettext("This meeting is still to come."))
    if other_id == acting.id:
        raise RuleBroken(gettext("Pick somebody else."))
    if met is None:
        _take_back(acting, meeting, other_id)
    else:
        _write(acting, meeting, other_id, met=met, worth_it=worth_it if met else None)


def _take_back(acting: Membership, meeting: Meeting, other_id: int) -> None:
    db.session.execute(
        delete(Impression).where(
            Impression.meeting_id == meeting.id,
            Impression.membership_id == acting.id,
            Impression.other_id == other_id,
        )
    )


def _write(acting: Membership, meeting: Meeting, other_id: int, *, met: bool, worth_it: bool | None) -> None:
    row = {
        "group_id": bound_group(),
        "meeting_id": meeting.id,
        "membership_id": acting.id,
        "other_id": other_id,
        "met": met,
        "worth_it": worth_it,
        "said_at": utc_now(),
    }
    insert = insert_unless_there(Impression)
    kept = {name: insert.excluded[name] for name in ("met", "worth_it", "said_at")}
    # not by the session: the same tap may arrive twice at once
    upsert = insert.on_conflict_do_update(
        index_elements=["group_id", "meeting_id", "membership_id", "other_id"], set_=kept
    )
    db.session.execute(upsert, row)
