"""Taking away the marks and meetings of an import, as far as nobody has touched them since."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import and_, exists, select, update

from groupnet.core.db import db
from groupnet.core.references import pointed_at
from groupnet.groups.models import Membership
from groupnet.imports.importer import Undone
from groupnet.imports.models import ImportRun
from groupnet.imports.undo import chunks, remove_members, remove_rows
from groupnet.meetings.imports.writing import tap_key
from groupnet.meetings.models import Attendance, AttendanceMark, MarkWay, Meeting, MeetingStatus


def undo_attendance(run: ImportRun, made: dict[str, Any]) -> Undone:
    """Remove the run's marks that still stand, with their history; then its meetings; then its members.

    What somebody marked anew, a meeting that somebody edited or that something else belongs to is kept and
    named. Meetings that these marks alone made held are scheduled again.
    """
    undone = Undone()
    _hold_meetings(run)
    history = and_(AttendanceMark.way == MarkWay.IMPORT, AttendanceMark.tap_key.startswith(tap_key(run.id)))
    stands = exists().where(
        Attendance.group_id == AttendanceMark.group_id,
        Attendance.meeting_id == AttendanceMark.meeting_id,
        Attendance.membership_id == AttendanceMark.membership_id,
        Attendance.import_run_id == run.id,
    )
    gone = list(db.session.execute(select(AttendanceMark.id).where(history, stands)).scalars())
    _name_changed(history, stands, undone)
    for ids in chunks(gone):
        remove_rows(AttendanceMark, AttendanceMark.id.in_(ids))
    remove_rows(Attendance, Attendance.import_run_id == run.id)
    undone.removed += len(gone)
    _let_be_scheduled(int(meeting_id) for meeting_id in made.get("held") or {})
    _remove_meetings(run, undone)
    remove_members(run, made, undone)
    return undone


def _hold_meetings(run: ImportRun) -> None:
    marked = exists().where(
        Attendance.group_id == Meeting.group_id,
        Attendance.meeting_id == Meeting.id,
        Attendance.import_run_id == run.id,
    )
    db.session.execute(select(Meeting.id).where(marked).order_by(Meeting.id).with_for_update()).all()


def _name_changed(history: Any, stands: Any, undone: Undone) -> None:
    query = (
        select(Meeting.on_day, Membership.name)
        .select_from(AttendanceMark)
        .join(
            Meeting,
            and_(Meeting.group_id == AttendanceMark.group_id, Meeting.id == AttendanceMark.meeting_id),
        )
        .join(Membership, Membership.id == AttendanceMark.membership_id)
        .where(history, ~stands)
        .order_by(Meeting.on_day, Membership.name)
    )
    undone.kept += [f"{day.isoformat()}: {name}" for day, name in db.session.execute(query)]


def _let_be_scheduled(meeting_ids: Iterable[int]) -> None:
    marked = exists().where(Attendance.group_id == Meeting.group_id, Attendance.meeting_id == Meeting.id)
    for ids in chunks(meeting_ids):
        again = update(Meeting).where(Meeting.id.in_(ids), Meeting.status == MeetingStatus.HELD, ~marked)
        values = {"status": MeetingStatus.SCHEDULED, "held_at": None, "attendance_closed_at": None}
        db.session.execute(again.values(**values), execution_options={"synchronize_session": False})


def _remove_meetings(run: ImportRun, undone: Undone) -> None:
    of_run = Meeting.import_run_id == run.id
    needed = pointed_at(Meeting, select(Meeting.id).where(of_run), besides=())
    query = select(Meeting.id, Meeting.on_day, Meeting.title, Meeting.version).where(of_run)
    gone = []
    for meeting_id, day, title, version in db.session.execute(query.order_by(Meeting.on_day)):
        if version == 1 and meeting_id not in needed:
            gone.append(meeting_id)
        else:
            undone.kept.append(f"{day.isoformat()}: {title}")
    for ids in chunks(gone):
        remove_rows(Meeting, Meeting.id.in_(ids))
    undone.removed += len(gone)
