"""Members who mark themselves at the door."""

from flask_babel import gettext

from groupnet.core.clock import utc_now
from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Membership
from groupnet.meetings.door_keys import opens_door
from groupnet.meetings.marking import HERE, tap_means, why_door_is_shut
from groupnet.meetings.models import MarkWay, Meeting
from groupnet.meetings.queries.attendance import find_mark
from groupnet.meetings.service.attendance import mark


def check_in(*, acting: Membership, meeting: Meeting, token: str, code: str, key: str) -> None:
    """A member is here: present, or late from five minutes after the start. Once is enough.

    Args:
        meeting: held by `get_meeting(to_change=True)`.
        token: of the link at the door; or code: its six digits.
        key: of the form that was sent.

    Raises:
        RuleBroken: the code is another one, the door is shut, or an organiser has said something else.
    """
    now = utc_now()
    if sentence := why_door_is_shut(meeting, now):
        raise RuleBroken(sentence)
    if not opens_door(meeting, token=token, code=code):
        raise RuleBroken(
            gettext("This is not the code of this meeting. Look at the door again."), field="code"
        )
    found = find_mark(meeting.id, acting.id)
    if found is not None:
        if found.mark in HERE:
            return
        raise RuleBroken(
            gettext("An organiser has noted something else. Please tell them that you are here.")
        )
    mark(
        acting=acting,
        meeting=meeting,
        membership=acting,
        mark=tap_means(meeting, now),
        marked_at=now,
        tap_key=f"door.{acting.id}.{key}"[:64],
        way=MarkWay.DOOR,
    )
