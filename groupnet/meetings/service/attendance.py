"""Attendance: marks as they stand and their history. Whoever calls holds the meeting's row.

Of one person the latest mark wins by the instant of the tap, in whatever order taps arrive; of two of the
same instant the one that arrives later.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext
from sqlalchemy import delete, update

from groupnet.core.clock import utc_now
from groupnet.core.db import db, insert_unless_there
from groupnet.core.errors import NotAllowed, RuleBroken
from groupnet.core.forms import LONGEST_NAME, clean_line
from groupnet.core.tenancy import bound_group
from groupnet.groups.models import Membership
from groupnet.meetings.marking import OLDEST_TAP, has_begun, opens_at, why_no_marks
from groupnet.meetings.models import Attendance, AttendanceMark, Mark, MarkWay, Meeting, MeetingStatus
from groupnet.meetings.policy import may_run
from groupnet.meetings.queries.attendance import list_register

_KEY = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_NOT_OF_TAPS = ("import.", "door.", "closing.")
"""What the keys of other ways begin with: a tap under one of them would keep theirs from arriving."""


@dataclass(frozen=True, kw_only=True)
class Tap:
    """One tap, as it was made."""

    membership_id: int
    mark: Mark | None
    """None takes the mark back."""
    at: datetime
    key: str
    """Made where the tap was made: one that arrives twice is one."""
    substitute_name: str = ""


@dataclass(frozen=True)
class Refused:
    """A tap that was not taken, and why."""

    key: str
    sentence: str
    may_come_again: bool = False
    """Whether it will be taken once somebody reopens the attendance."""


@dataclass
class Taken:
    """What became of some taps."""

    marks: dict[int, tuple[Mark, str]] = field(default_factory=dict)
    """Every mark of the meeting as it stands now, with the name of who stood in, by membership."""
    before: dict[int, tuple[Mark, str]] = field(default_factory=dict)
    """The same before."""
    refused: list[Refused] = field(default_factory=list)

    def raise_if_refused(self) -> None:
        """For those who made one tap.

        Raises:
            RuleBroken: it was refused.
        """
        if self.refused:
            raise RuleBroken(self.refused[0].sentence)


def mark(
    *,
    acting: Membership | None,
    meeting: Meeting,
    membership: Membership,
    mark: Mark | None,
    substitute_name: str = "",
    marked_at: datetime,
    tap_key: str,
    way: MarkWay = MarkWay.TAP,
    import_run_id: int | None = None,
) -> None:
    """Mark a member, or take their mark back (None). A `tap_key` that was there before changes nothing.

    Args:
        acting: an organiser, or the member themselves at the door; none when an import does it.
        meeting: held by `get_meeting(to_change=True)`.
        marked_at: when it was tapped; one that lies ahead is now.

    Raises:
        NotAllowed: they do not run the meeting.
        RuleBroken: the meeting takes no marks, the member is not in the group on its day, or the tap is old.
    """
    tap = Tap(
        membership_id=membership.id, mark=mark, at=marked_at, key=tap_key, substitute_name=substitute_name
    )
    mark_all(
        acting=acting, meeting=meeting, taps=[tap], way=way, import_run_id=import_run_id
    ).raise_if_refused()


def mark_all(
    *,
    acting: Membership | None,
    meeting: Meeting,
    taps: Sequence[Tap],
    way: MarkWay = MarkWay.TAP,
    import_run_id: int | None = None,
) -> Taken:
    """Take many taps at once, in as many statements as one; see `mark`. What is refused is told by key.

    Raises:
        NotAllowed: they do not run the meeting.
        RuleBroken: the meeting takes no marks at all.
    """
    now = utc_now()
    check_allowed(acting=acting, meeting=meeting, taps=taps, way=way)
    if sentence := why_no_marks(meeting, now):
        raise RuleBroken(sentence)
    register = {row.id: row for row in list_register(meeting)}
    before = {row.id: (row.mark, row.substitute_name) for row in register.values() if row.mark}
    taken = Taken(marks=dict(before), before=before)
    good: list[Tap] = []
    for tap in taps:
        refused = _why_refused(tap, meeting, register, way, now)
        if refused:
            taken.refused.append(refused)
        else:
            good.append(_cleaned(tap, register, now))
    new = _keep_history(acting, meeting, good, way, now)
    _let_stand(meeting, _winners(new, register), taken.marks, import_run_id)
    _hold(meeting, bool(taken.marks), bool(before), now)
    return taken


def check_allowed(*, acting: Membership | None, meeting: Meeting, taps: Sequence[Tap], way: MarkWay) -> None:
    """Refuse whoever may not mark these.

    Raises:
        NotAllowed: they do not run the meeting, and it is not themselves at the door.
    """
    if way is MarkWay.IMPORT:
        return
    own = acting is not None and {tap.membership_id for tap in taps} == {acting.id}
    if (way is MarkWay.DOOR and own) or (acting is not None and may_run(acting, meeting)):
        return
    raise NotAllowed(gettext("Only an organiser takes the attendance."))


def _why_refused(
    tap: Tap, meeting: Meeting, register: Mapping[int, Any], way: MarkWay, now: datetime
) -> Refused | None:
    closed_at = meeting.attendance_closed_at
    is_taken = way is MarkWay.TAP and tap.key.startswith(_NOT_OF_TAPS)
    if is_taken or not _KEY.fullmatch(tap.key):
        return Refused(tap.key, gettext("This tap cannot be read. Tap again."))
    if tap.membership_id not in register:
        return Refused(tap.key, gettext("They are not in the group on that day."))
    if closed_at is not None and min(tap.at, now) > closed_at:
        sentence = gettext("The attendance is closed. Reopen it to change a mark.")
        return Refused(tap.key, sentence, may_come_again=True)
    said_at = now if way is MarkWay.CLOSING else tap.at
    if tap.mark is Mark.ABSENT and way is not MarkWay.IMPORT and not has_begun(meeting, said_at):
        return Refused(tap.key, gettext("The meeting has not begun: nobody is absent yet."))
    if way is MarkWay.TAP and (now - tap.at > OLDEST_TAP or tap.at < opens_at(meeting)):
        return Refused(tap.key, gettext("This tap is too old, or from before the meeting. Tap again."))
    return None


def _cleaned(tap: Tap, register: Mapping[int, Any], now: datetime) -> Tap:
    name = ""
    if tap.mark is Mark.SUBSTITUTE:
        name = clean_line(tap.substitute_name)[:LONGEST_NAME] or register[tap.membership_id].stands_in or ""
    return Tap(
        membership_id=tap.membership_id,
        mark=tap.mark,
        at=min(tap.at, now),
        key=tap.key,
        substitute_name=name,
    )


def _keep_history(
    acting: Membership | None, meeting: Meeting, taps: Sequence[Tap], way: MarkWay, now: datetime
) -> list[Tap]:
    """Write the taps down for good; only those that never arrived before come back, in the same order."""
    first = list({tap.key: tap for tap in reversed(taps)}.values())[::-1]
    if not first:
        return []
    rows = [
        {
            "group_id": bound_group(),
            "meeting_id": meeting.id,
            "membership_id": tap.membership_id,
            "mark": tap.mark,
            "substitute_name": tap.substitute_name,
            "way": way,
            "tap_key": tap.key,
            "marked_by_id": acting.id if acting else None,
            "marked_at": tap.at,
            "received_at": now,
        }
        for tap in first
    ]
    insert = insert_unless_there(AttendanceMark).on_conflict_do_nothing(
        index_elements=["group_id", "tap_key"]
    )
    new = set(db.session.execute(insert.returning(AttendanceMark.tap_key), rows).scalars())
    return [tap for tap in first if tap.key in new]


def _winners(taps: Sequence[Tap], register: Mapping[int, Any]) -> list[Tap]:
    """Of each person the latest tap, where it is not outweighed by what was known before."""
    latest: dict[int, Tap] = {}
    for tap in taps:
        best = latest.get(tap.membership_id)
        if best is None or tap.at >= best.at:
            latest[tap.membership_id] = tap
    return [tap for tap in latest.values() if _outweighs(tap, register[tap.membership_id])]


def _outweighs(tap: Tap, row: Any) -> bool:
    return all(tap.at >= before for before in (row.last_tap_at, row.marked_at) if before is not None)


def _let_stand(
    meeting: Meeting, taps: Sequence[Tap], marks: dict[int, tuple[Mark, str]], import_run_id: int | None
) -> None:
    gone = [tap.membership_id for tap in taps if tap.mark is None and tap.membership_id in marks]
    if gone:
        db.session.execute(
            delete(Attendance).where(Attendance.meeting_id == meeting.id, Attendance.membership_id.in_(gone))
        )
    rows = [
        {
            "group_id": bound_group(),
            "meeting_id": meeting.id,
            "membership_id": tap.membership_id,
            "mark": tap.mark,
            "substitute_name": tap.substitute_name,
            "marked_at": tap.at,
            "import_run_id": import_run_id,
        }
        for tap in taps
        if tap.mark is not None
    ]
    if rows:
        insert = insert_unless_there(Attendance)
        kept = ("mark", "substitute_name", "marked_at", "import_run_id")
        upsert = insert.on_conflict_do_update(
            index_elements=["group_id", "meeting_id", "membership_id"],
            set_={name: insert.excluded[name] for name in kept},
        )
        db.session.execute(upsert, rows)
    for tap in taps:
        if tap.mark is None:
            marks.pop(tap.membership_id, None)
        else:
            marks[tap.membership_id] = (tap.mark, tap.substitute_name)


def _hold(meeting: Meeting, has_marks: bool, had_marks: bool, now: datetime) -> None:
    """The first mark makes a meeting held; the last one taken back makes it scheduled again."""
    if has_marks and meeting.status is MeetingStatus.SCHEDULED:
        set_meeting(meeting=meeting, status=MeetingStatus.HELD, held_at=now)
    elif had_marks and not has_marks and meeting.status is MeetingStatus.HELD:
        set_meeting(meeting=meeting, status=MeetingStatus.SCHEDULED, held_at=None, attendance_closed_at=None)


def set_meeting(*, meeting: Meeting, **values: Any) -> None:
    """Note at a meeting what came of its marks."""
    # not by the object: its version speaks of what people edit, and a tap is no reason to refuse an edit
    db.session.execute(update(Meeting).where(Meeting.id == meeting.id).values(**values))
