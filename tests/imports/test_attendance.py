"""Attendance from a group's list: which meetings it makes, whom it marks, and how it is taken back."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.imports.importer import Undone, get_importer
from groupnet.imports.models import ImportRun
from groupnet.imports.queries import get_run
from groupnet.imports.service import undo_import
from groupnet.meetings.models import (
    Attendance,
    AttendanceMark,
    Mark,
    MarkWay,
    Meeting,
    MeetingSeries,
    MeetingStatus,
)
from groupnet.meetings.service.attendance import mark
from tests.factories import World
from tests.imports.conftest import Bring, csv_of, last_run, members_of, refusals, rows_of

LIST = csv_of(
    "date,member,attendance",
    "2025-03-06,Dev Patel,P",
    "2025-03-06,elena@example.org,late",
    "2025-03-13,Dev Patel,A",
    "2025-03-13,Elena Rossi,Medical",
    "2025-03-20,Dev Patel,S: Noor Rahman",
)
THURSDAY = date(2025, 3, 6)


@pytest.fixture
def group(world: World) -> Group:
    group = world.group()
    world.member(group, "Dev Patel")
    world.member(group, "Elena Rossi", email="elena@example.org")
    return group


def marks(world: World, group: Group) -> list[tuple[str, str, str]]:
    """Who was marked how, on which day."""
    names = {member.id: name for name, member in members_of(world, group).items()}
    days = {meeting.id: meeting.on_day for meeting in rows_of(world, group, Meeting)}
    return sorted(
        (days[row.meeting_id].isoformat(), names[row.membership_id], row.mark.value)
        for row in rows_of(world, group, Attendance)
    )


def undo(world: World, group: Group) -> Undone:
    run_id = last_run(world, group).id
    with world.inside(group):
        run = get_run(run_id, for_update=True)
        undone = undo_import(importer=get_importer(run.kind), run=run)
        db.session.commit()
    return undone


def series(world: World, group: Group, **fields: object) -> MeetingSeries:
    with world.inside(group):
        row = MeetingSeries(
            **{
                "group_id": group.id,
                "status": MeetingStatus.SCHEDULED,
                "title": "Breakfast",
                "rule": "FREQ=WEEKLY;BYDAY=TH",
                "first_on": date(2025, 3, 13),
                "starts_time": time(6, 45),
                "minutes": 75,
                "place": "The Mill",
                "uid": "series",
                "created_at": utc_now(),
                "changed_at": utc_now(),
                **fields,
            }
        )
        db.session.add(row)
        db.session.commit()
        return row


def test_a_list_makes_the_meetings_that_were_held_and_marks_who_came(
    world: World, bring: Bring, group: Group
) -> None:
    plan = bring(group, "attendance", LIST)
    assert plan.report.accepted == 5
    assert marks(world, group) == [
        ("2025-03-06", "Dev Patel", "present"),
        ("2025-03-06", "Elena Rossi", "late"),
        ("2025-03-13", "Dev Patel", "absent"),
        ("2025-03-13", "Elena Rossi", "excused"),
        ("2025-03-20", "Dev Patel", "substitute"),
    ]
    meetings = rows_of(world, group, Meeting)
    run = last_run(world, group)
    assert {(one.title, one.status, one.import_run_id) for one in meetings} == {
        ("Meeting", MeetingStatus.HELD, run.id)
    }
    assert rows_of(world, group, Attendance)[-1].substitute_name == "Noor Rahman"
    history = rows_of(world, group, AttendanceMark)
    assert [row.way for row in history] == [MarkWay.IMPORT] * 5
    assert [row.marked_at for row in history] == sorted(row.marked_at for row in history)


@pytest.mark.parametrize("zone", ["Europe/London", "Australia/Sydney", "America/New_York"])
def test_without_a_series_a_meeting_was_at_seven_by_the_groups_clock(
    world: World, bring: Bring, zone: str
) -> None:
    group = world.group(timezone=zone)
    world.member(group, "Dev Patel")
    bring(
        group,
        "attendance",
        csv_of("date,member,attendance", "2025-03-06,Dev Patel,P", "2025-07-03,Dev Patel,P"),
    )
    for meeting in rows_of(world, group, Meeting):
        local = meeting.starts_at.astimezone(ZoneInfo(zone))
        assert (local.date(), local.time()) == (meeting.on_day, time(7))
        assert meeting.ends_at - meeting.starts_at == timedelta(minutes=90)


def test_a_meeting_was_at_the_hour_of_the_series_of_its_day(world: World, bring: Bring, group: Group) -> None:
    series(world, group)
    bring(
        group,
        "attendance",
        csv_of(
            "date,member,attendance",
            "2025-03-06,Dev Patel,P",
            "2025-03-20,Dev Patel,P",
            "2025-03-21,Dev Patel,P",
        ),
    )
    told = [
        (one.starts_at.strftime("%a %H:%M"), one.place, one.series_id)
        for one in rows_of(world, group, Meeting)
    ]
    assert told == [("Thu 06:45", "The Mill", None), ("Thu 06:45", "The Mill", None), ("Fri 07:00", "", None)]


def test_a_meeting_that_is_there_is_used_and_was_held_then(world: World, bring: Bring, group: Group) -> None:
    there = world.meeting(
        group, title="Breakfast", starts_at=datetime(2025, 3, 6, 7, tzinfo=utc_now().tzinfo)
    )
    bring(group, "attendance", csv_of("date,member,attendance,meeting", "2025-03-06,Dev Patel,P,Weekly"))
    (meeting,) = rows_of(world, group, Meeting)
    assert (meeting.id, meeting.title, meeting.status) == (there.id, "Breakfast", MeetingStatus.HELD)
    assert undo(world, group).kept == []
    (meeting,) = rows_of(world, group, Meeting)
    assert (meeting.status, meeting.held_at) == (MeetingStatus.SCHEDULED, None)


def test_two_titles_of_a_day_are_two_meetings(world: World, bring: Bring, group: Group) -> None:
    rows = (
        "date,member,attendance,meeting",
        "2025-03-06,Dev Patel,P,Breakfast",
        "2025-03-06,Dev Patel,A,Board dinner",
        "2025-03-06,Elena Rossi,P,",
    )
    plan = bring(group, "attendance", csv_of(*rows))
    assert sorted(one.title for one in rows_of(world, group, Meeting)) == ["Board dinner", "Breakfast"]
    ((line, reason),) = refusals(plan)
    assert line == 4
    assert "Several meetings are on this day" in reason
    again = bring(group, "attendance", csv_of(*rows))
    assert (again.report.accepted, again.report.already_there) == (0, 2)


def test_a_mark_that_is_there_stays_as_it_is(world: World, bring: Bring, group: Group) -> None:
    dev = members_of(world, group)["Dev Patel"]
    meeting = world.meeting(group, starts_at=datetime(2025, 3, 6, 7, tzinfo=utc_now().tzinfo))
    world.attendance(meeting, dev, Mark.LATE)
    plan = bring(group, "attendance", LIST)
    assert (plan.report.accepted, plan.report.already_there) == (4, 1)
    assert ("2025-03-06", "Dev Patel", "late") in marks(world, group)


def test_twice_changes_nothing_and_an_undo_takes_everything_back(
    world: World, bring: Bring, group: Group
) -> None:
    content = LIST + b"\n2025-03-20,Old Timer,P"
    bring(group, "attendance", content, add_former=True)
    before = marks(world, group)
    again = bring(group, "attendance", content, add_former=True)
    assert (again.report.accepted, again.report.already_there) == (0, 6)
    assert marks(world, group) == before
    undone = undo(world, group)
    assert (undone.removed, undone.kept) == (6 + 3 + 1, [])
    for model, left in ((Attendance, 0), (AttendanceMark, 0), (Meeting, 0), (Membership, 2)):
        assert len(rows_of(world, group, model)) == left


@pytest.mark.parametrize("key", ["tap", "import.{run}.tap"])
def test_an_undo_keeps_what_somebody_marked_anew_and_names_it_once(
    world: World, bring: Bring, group: Group, key: str
) -> None:
    bring(group, "attendance", LIST)
    dev = members_of(world, group)["Dev Patel"]
    meeting = next(one for one in rows_of(world, group, Meeting) if one.on_day == THURSDAY)
    with world.inside(group):
        mark(
            acting=dev,
            meeting=db.session.merge(meeting),
            membership=dev,
            mark=Mark.EXCUSED,
            marked_at=utc_now(),
            tap_key=key.format(run=rows_of(world, group, ImportRun)[0].id),
            way=MarkWay.DOOR,
        )
        db.session.commit()
    undone = undo(world, group)
    assert undone.kept == ["2025-03-06: Dev Patel", "2025-03-06: Meeting"]
    assert marks(world, group) == [("2025-03-06", "Dev Patel", "excused")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2025-03-06,Dev Patel,X", "“X” is no mark that is known. Write one of: P, L, A, M, S."),
        ("2025-03-06,Nobody Known,P", "Nobody Known is not in this group."),
        ("2099-03-06,Dev Patel,P", "2099-03-06 lies in the future."),
        ("2025-02-30,Dev Patel,P", "is not a date that can be read"),
        ("03/04/2025,Dev Patel,P", "can be read in more than one way"),
        ("2025-03-06,,P", "Nobody is named here."),
        (",Dev Patel,P", "The date is missing."),
    ],
)
def test_T39_a_row_that_cannot_come_in_says_why(
    world: World, bring: Bring, group: Group, row: str, reason: str
) -> None:
    plan = bring(group, "attendance", csv_of("date,member,attendance", row, "2025-03-13,Dev Patel,P"))
    ((line, told),) = refusals(plan)
    assert line == 2
    assert reason in told
    assert plan.report.accepted == 1


def test_of_two_rows_that_disagree_the_second_is_refused_and_of_two_alike_one_counts(
    world: World, bring: Bring, group: Group
) -> None:
    rows = ("2025-03-06,Dev Patel,P", "2025-03-06,dev  patel,present", "2025-03-06,Dev Patel,A")
    plan = bring(group, "attendance", csv_of("date,member,attendance", *rows))
    assert (plan.report.accepted, plan.report.already_there) == (1, 1)
    assert refusals(plan) == [(4, "Line 2 says otherwise for the same meeting.")]


def test_a_meeting_that_has_not_begun_takes_no_marks(world: World, bring: Bring, group: Group) -> None:
    world.meeting(group, starts_at=utc_now() + timedelta(hours=3), on_day=world.today)
    plan = bring(group, "attendance", csv_of("date,member,attendance", f"{world.today},Dev Patel,P"))
    assert [reason for _, reason in refusals(plan)] == ["This meeting has not begun."]
    assert rows_of(world, group, Attendance) == []


def test_rows_without_a_mark_are_counted_and_nobody_is_absent_by_them(
    world: World, bring: Bring, group: Group
) -> None:
    plan = bring(
        group,
        "attendance",
        csv_of("date,member,attendance", "2025-03-06,Dev Patel,", "2025-03-06,Elena Rossi,-"),
    )
    assert [(one.kind, one.count, one.fate) for one in plan.report.set_aside] == [
        ("Rows without a mark", 2, "not recorded")
    ]
    assert rows_of(world, group, Meeting) == []


def test_the_order_of_dates_can_be_said(world: World, bring: Bring, group: Group) -> None:
    content = csv_of("date,member,attendance", "03/04/2025,Dev Patel,P")
    bring(group, "attendance", content, date_order="dmy")
    assert [one.on_day for one in rows_of(world, group, Meeting)] == [date(2025, 4, 3)]
