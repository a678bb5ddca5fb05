"""Writing what a plan says: former members, meetings that were held, marks with their history."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select, update

from groupnet.core.clock import utc_now
from groupnet.core.db import db, insert_unless_there
from groupnet.core.tenancy import bound_group, insert_rows
from groupnet.groups.models import Group
from groupnet.groups.queries import lock_group
from groupnet.imports.models import ImportRun
from groupnet.imports.people import add_former
from groupnet.meetings.imports.meant import Meant
from groupnet.meetings.imports.reading import AttendancePlan
from groupnet.meetings.models import (
    Attendance,
    AttendanceMark,
    Expectation,
    MarkWay,
    Meeting,
    MeetingKind,
    MeetingStatus,
)
from groupnet.meetings.policy import OPEN
from groupnet.meetings.recurrence import at_wall_time, wall_time

Row = dict[str, Any]


def carry_out(plan: AttendancePlan, run: ImportRun) -> dict[str, Any]:
    """Write everything of a plan; a mark that somebody made meanwhile stays as it is.

    Returns:
        under "held" the meetings that were scheduled and are held by these marks.
    """
    now = utc_now()
    real = add_former(plan.former, [one.member for one in plan.marks], run, now)
    ids = _meetings_of([one.meeting for one in plan.marks], run, now)
    starts = _hold(set(ids.values()))
    rows: list[Row] = [
        {
            "meeting_id": ids[one.meeting],
            "membership_id": real.get(one.member, one.member),
            "mark": one.mark,
            "substitute_name": one.substitute,
            # as of the meeting itself, so that whoever corrects it afterwards has the last word
            "marked_at": min(starts[ids[one.meeting]], now),
        }
        for one in plan.marks
        if ids[one.meeting] in starts
    ]
    new = _mark(rows, run)
    insert_rows(AttendanceMark, [_history(row, run, now) for row in new])
    return {"held": _let_be_held({row["meeting_id"] for row in new}, now)}


def tap_key(run_id: int, meeting_id: int | str = "", membership_id: int | str = "") -> str:
    """The key of an imported mark, or what those of a run begin with."""
    return f"import.{run_id}." + (f"{meeting_id}.{membership_id}" if meeting_id else "")


def _meetings_of(meant: Sequence[Meant], run: ImportRun, now: datetime) -> dict[Meant, int]:
    """The id of each meeting; those to be added are added once in a run."""
    wanted = list(dict.fromkeys(meant))
    to_add = [one for one in wanted if one.id is None]
    there = _added(run) if to_add else {}
    group = lock_group()
    missing = [one for one in to_add if (one.day, one.title) not in there]
    insert_rows(Meeting, [_meeting(one, group, run, now) for one in missing])
    if missing:
        there = _added(run)
    return {one: one.id or there[one.day, one.title] for one in wanted}


def _added(run: ImportRun) -> dict[Any, int]:
    query = select(Meeting.on_day, Meeting.title, Meeting.id).where(Meeting.import_run_id == run.id)
    return {(row[0], row[1]): row[2] for row in db.session.execute(query)}


def _meeting(meant: Meant, group: Group, run: ImportRun, now: datetime) -> Row:
    ends = wall_time(meant.starts_at, group.timezone) + timedelta(minutes=meant.minutes)
    return {
        "kind": MeetingKind.GROUP,
        "status": MeetingStatus.HELD,
        "title": meant.title,
        "on_day": meant.day,
        "starts_at": meant.starts_at,
        "ends_at": at_wall_time(ends.date(), ends.time(), group.timezone),
        "closes_at": meant.starts_at,
        "place": meant.place,
        "expectation": Expectation.EVERYBODY,
        "uid": str(uuid4()),
        "held_at": now,
        "import_run_id": run.id,
        "version": 1,
        "created_at": now,
        "changed_at": now,
    }


def _hold(meeting_ids: set[int]) -> dict[int, datetime]:
    """Hold the meetings that still take marks, as whoever takes attendance does; and when each began."""
    query = (
        select(Meeting.id, Meeting.starts_at)
        .where(Meeting.id.in_(meeting_ids), Meeting.status.in_(OPEN))
        .order_by(Meeting.id)
        .with_for_update()
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def _mark(rows: Sequence[Row], run: ImportRun) -> list[Row]:
    """Write the marks; those that come back are new."""
    if not rows:
        return []
    insert = insert_unless_there(Attendance).on_conflict_do_nothing(
        index_elements=["group_id", "meeting_id", "membership_id"]
    )
    written = db.session.execute(
        insert.returning(Attendance.meeting_id, Attendance.membership_id),
        [{**row, "group_id": bound_group(), "import_run_id": run.id} for row in rows],
    )
    new = {(row[0], row[1]) for row in written}
    return [row for row in rows if (row["meeting_id"], row["membership_id"]) in new]


def _history(row: Row, run: ImportRun, now: datetime) -> Row:
    return {
        **row,
        "way": MarkWay.IMPORT,
        "tap_key": tap_key(run.id, row["meeting_id"], row["membership_id"]),
        "marked_by_id": run.imported_by_id,
        "received_at": now,
    }


def _let_be_held(meeting_ids: set[int], now: datetime) -> dict[str, int]:
    """A meeting with a mark was held; which of them were only scheduled."""
    scheduled = (Meeting.id.in_(meeting_ids), Meeting.status == MeetingStatus.SCHEDULED)
    ids = list(db.session.execute(select(Meeting.id).where(*scheduled)).scalars())
    if ids:
        held = {"status": MeetingStatus.HELD, "held_at": now}
        # not by the object: its version speaks of what people edit
        db.session.execute(update(Meeting).where(Meeting.id.in_(ids)).values(**held))
    return {str(meeting_id): 1 for meeting_id in ids}
