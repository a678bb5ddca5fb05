"""Meetings as files to take along: what is in them, for whom, and over which days."""

from datetime import date, timedelta
from typing import Any

import pytest

from groupnet.audit.models import AuditEntry
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership, Shown
from groupnet.groups.roles import Right
from groupnet.meetings.models import (
    Answer,
    Mark,
    Meeting,
    MeetingStatus,
    OneToOne,
    Visit,
    Visitor,
    VisitorStatus,
)
from tests.browser import Browser
from tests.factories import World
from tests.imports.conftest import Bring, bring, rows_of
from tests.imports.test_exports import table

__all__ = ["bring"]
KINDS = ("attendance", "attendance-grid", "visitors", "one-to-ones", "one-to-one-counts", "meetings")


@pytest.fixture
def group(world: World) -> Group:
    return world.group()


@pytest.fixture
def admin(world: World, browser: Browser, group: Group) -> Membership:
    member = world.member(group, "Amara Okafor", email="amara@example.org", rights=(Right.ADMIN,))
    browser.sign_in(member)
    return member


def held(world: World, group: Group, days_ago: int, **fields: Any) -> Meeting:
    starts_at = (utc_now() - timedelta(days=days_ago)).replace(hour=12, minute=0, second=0, microsecond=0)
    return world.meeting(group, starts_at=starts_at, status=MeetingStatus.HELD, **fields)


def visitor(world: World, group: Group, inviter: Membership, day: date, **fields: Any) -> Visitor:
    now = utc_now()
    with world.inside(group):
        row = Visitor(
            group_id=group.id,
            status=VisitorStatus.CAME,
            invited_by_id=inviter.id,
            stepped_at=now,
            created_at=now,
            **fields,
        )
        db.session.add(row)
        db.session.flush()
        db.session.add(Visit(group_id=group.id, visitor_id=row.id, on_day=day, came=True, created_at=now))
        db.session.commit()
    return row


def one_to_one(world: World, one: Membership, other: Membership, day: date) -> None:
    first, second = sorted((one.id, other.id))
    with world.inside(one):
        db.session.add(
            OneToOne(
                group_id=one.group_id, first_id=first, second_id=second, held_on=day, created_at=utc_now()
            )
        )
        db.session.commit()


def test_attendance_as_a_list_and_as_a_grid_can_be_imported_again(
    world: World, browser: Browser, admin: Membership, group: Group, bring: Bring
) -> None:
    dev = world.member(group, "Dev Patel", email="dev@example.org", email_shown=Shown.NOBODY)
    first, second = held(world, group, 14, title="Breakfast"), held(world, group, 7, title="Breakfast")
    world.attendance(first, dev, Mark.EXCUSED)
    world.attendance(first, admin, Mark.PRESENT)
    world.attendance(second, dev, Mark.SUBSTITUTE, substitute_name="Noor Rahman")
    rows = table(browser, "attendance")
    assert [(row["member"], row["e-mail"], row["letter"], row["substitute"]) for row in rows] == [
        ("Amara Okafor", "amara@example.org", "P", ""),
        ("Dev Patel", "", "M", ""),
        ("Dev Patel", "", "S", "Noor Rahman"),
    ]
    days = [first.on_day.isoformat(), second.on_day.isoformat()]
    assert table(browser, "attendance-grid") == [
        {"member": "Amara Okafor", days[0]: "P", days[1]: ""},
        {"member": "Dev Patel", days[0]: "M", days[1]: "S"},
    ]
    for kind in ("attendance", "attendance-grid"):
        for wrapper in ("csv", "xlsx"):
            content = browser.post(f"imports/exports/{kind}.{wrapper}").data
            report = bring(group, "attendance", content).report
            assert (report.accepted, report.already_there, report.refused) == (0, 3, [])


def test_only_the_days_asked_for_are_in_it(
    world: World, browser: Browser, admin: Membership, group: Group
) -> None:
    for days_ago in (400, 30, 1):
        world.attendance(held(world, group, days_ago), admin, Mark.PRESENT)
    assert len(table(browser, "attendance")) == 2, "the usual window of the group"
    first, last = world.today - timedelta(days=500), world.today - timedelta(days=20)
    answer = browser.post("imports/exports/attendance.csv", {"first": str(first), "last": str(last)})
    assert answer.data.count(b"Amara Okafor") == 2
    wrong = browser.post("imports/exports/attendance.csv", {"first": str(last), "last": str(first)})
    assert wrong.status_code == 303
    assert "The last day lies before the first." in browser.get("imports").text


def test_T11_visitors_with_their_contact_for_those_who_follow_up(
    world: World, browser: Browser, admin: Membership, group: Group
) -> None:
    dev = world.member(group, "Dev Patel")
    visitor(world, group, dev, world.today, name="Jo Bloggs", email="jo@example.org", phone="+441632960961")
    (row,) = table(browser, "visitors")
    assert (row["name"], row["e-mail"], row["phone"]) == ("Jo Bloggs", "jo@example.org", "+441632960961")
    assert (row["invited by"], row["came"], row["status"]) == ("Dev Patel", "yes", "came")


def test_with_whom_others_met_stays_theirs_and_officers_get_numbers(
    world: World, browser: Browser, admin: Membership, group: Group
) -> None:
    dev, elena = world.member(group, "Dev Patel"), world.member(group, "Elena Rossi")
    day = world.today.replace(day=1) - timedelta(days=1)
    for days in range(3):
        one_to_one(world, dev, elena, day - timedelta(days=days))
    one_to_one(world, dev, admin, day)
    assert [row["with"] for row in table(browser, "one-to-ones")] == ["Dev Patel"]
    assert table(browser, "one-to-one-counts") == [{"member": "Amara Okafor", "one-to-ones": "1"}]
    officer = world.member(group, "Olu Ade", rights=(Right.ADMIN, Right.OFFICER))
    browser.sign_in(officer)
    assert table(browser, "one-to-ones") == []
    assert [tuple(row.values()) for row in table(browser, "one-to-one-counts")] == [
        ("Amara Okafor", "1"),
        ("Dev Patel", "4"),
        ("Elena Rossi", "3"),
    ]


def test_T15_numbers_of_one_to_ones_tell_no_pair_by_narrow_windows_or_by_their_differences(
    world: World, browser: Browser, admin: Membership, group: Group
) -> None:
    dev, elena = world.member(group, "Dev Patel"), world.member(group, "Elena Rossi")
    browser.sign_in(world.member(group, "Olu Ade", rights=(Right.ADMIN, Right.OFFICER)))
    this = world.today.replace(day=1)
    ends = this - timedelta(days=1)
    begins = ends.replace(day=1)
    before = begins - timedelta(days=1)

    def counts(first: date, last: date) -> dict[str, str]:
        rows = table(browser, "one-to-one-counts", first=first.isoformat(), last=last.isoformat())
        return {row["member"]: row["one-to-ones"] for row in rows}

    for one, other, day in ((dev, elena, begins), (dev, admin, ends), (elena, admin, ends)):
        one_to_one(world, one, other, day)
    one_to_one(world, dev, elena, world.today)
    for days in range(3):  # often enough, but only two people
        one_to_one(world, dev, elena, before - timedelta(days=days))
    all_of_it = {"Amara Okafor": "2", "Dev Patel": "2", "Elena Rossi": "2"}
    assert counts(begins, ends) == all_of_it
    assert counts(before.replace(day=1), world.today) == all_of_it, "two months are left out"
    assert counts(this, world.today + timedelta(days=40)) == {}, "this month is not over"
    for narrow in ((begins, begins), (begins, ends - timedelta(days=1)), (begins + timedelta(days=1), ends)):
        assert counts(*narrow) == {}


def test_meetings_with_their_counts(world: World, browser: Browser, admin: Membership, group: Group) -> None:
    dev = world.member(group, "Dev Patel")
    meeting = held(world, group, 3, title="Breakfast", place="The Mill")
    world.answer(meeting, dev, Answer.DECLINED)
    world.answer(meeting, admin, Answer.COMING)
    world.attendance(meeting, admin, Mark.LATE)
    world.meeting(group, status=MeetingStatus.DRAFT, title="A draft", starts_at=utc_now() - timedelta(days=2))
    (row,) = table(browser, "meetings")
    assert (row["title"], row["place"], row["status"]) == ("Breakfast", "The Mill", "held")
    assert (row["coming"], row["declined"], row["late"], row["present"]) == ("1", "1", "1", "0")


@pytest.mark.parametrize("kind", KINDS)
def test_T32_no_cell_is_a_formula_and_the_log_says_who_took_it_along(
    world: World, browser: Browser, admin: Membership, group: Group, kind: str
) -> None:
    other = world.member(group, "=1+1")
    meeting = held(world, group, 2, title="@SUM(A1)", place="-2+3")
    world.attendance(meeting, other, Mark.SUBSTITUTE, substitute_name="+cmd|' /C calc'!A0")
    visitor(world, group, other, world.today, name="=HYPERLINK(1)", company="@x")
    one_to_one(world, other, admin, world.today)
    content = browser.post(f"imports/exports/{kind}.csv").data.decode("utf-8-sig")
    cells = [cell.strip('"') for line in content.splitlines() for cell in line.split(",")]
    assert not [cell for cell in cells if cell[:1] in ("=", "@", "+") or cell[:2] == "-2"]
    entry = rows_of(world, group, AuditEntry)[-1]
    assert f'"kind": "{kind}"' in entry.details
    assert entry.actor_id == admin.id


@pytest.mark.parametrize("kind", KINDS)
def test_only_admins_take_them_along(world: World, browser: Browser, group: Group, kind: str) -> None:
    browser.sign_in(world.member(group, rights=(Right.ORGANISER, Right.OFFICER)))
    assert browser.post(f"imports/exports/{kind}.csv").status_code == 403
