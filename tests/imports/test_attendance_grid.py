"""Grids of attendance: members down, dates across. What is read is what a second, simpler reading says."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groupnet.groups.models import Group
from groupnet.imports.importer import Context, Options, get_importer
from groupnet.imports.service import plan_import
from groupnet.meetings.imports.reading import AttendancePlan
from groupnet.meetings.models import Attendance, Mark, Meeting
from groupnet.sheets import read_table, write_xlsx
from tests.factories import World
from tests.imports.conftest import Bring, csv_of, members_of, refusals, rows_of
from tests.imports.test_attendance import marks
from tests.statements import count_statements

MANY = 20_000
PEOPLE = ("Dev Patel", "Elena Rossi", "Noor Rahman", "Zoë Müller")
LETTERS = {"P": Mark.PRESENT, "L": Mark.LATE, "A": Mark.ABSENT, "M": Mark.EXCUSED, "S": Mark.SUBSTITUTE}
FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%d %b %Y", "%b %d, %Y", "%A, %d %B %Y", "%Y/%m/%d")
GRID = csv_of(
    "Chapter attendance,,,,",
    "",
    "Name,06.03.2025,13 Mar 2025,P,Total",
    "Dev Patel,P,a,1,2",
    "Elena Rossi,,sub: Jo Bloggs,0,1",
    "",
    ",1,0,,",
    "Total present,1,0,1,",
    "P = Present,,,,",
    "Key,,,,",
)


@pytest.fixture
def group(world: World) -> Group:
    group = world.group()
    for name in PEOPLE:
        world.member(group, name, account=False)
    return group


def test_a_grid_is_read_and_its_totals_and_key_are_named(world: World, bring: Bring, group: Group) -> None:
    plan = bring(group, "attendance", GRID)
    assert marks(world, group) == [
        ("2025-03-06", "Dev Patel", "present"),
        ("2025-03-13", "Dev Patel", "absent"),
        ("2025-03-13", "Elena Rossi", "substitute"),
    ]
    assert [(one.kind, one.count) for one in plan.report.set_aside] == [("Rows of totals or of the key", 4)]
    assert "Read as totals or as the key: line 7, 8, 9, 10." in plan.report.notes
    assert plan.report.refused == []
    again = bring(group, "attendance", GRID)
    assert (again.report.accepted, again.report.already_there) == (0, 3)


def test_a_workbook_with_real_dates_and_names_in_two_columns(
    world: World, bring: Bring, group: Group
) -> None:
    content = write_xlsx(
        ("First name", "Last name", "E-mail", "6 Mar 2025", "2025-03-13"),
        [("Dev", "Patel", "", "P", "L"), ("Zoe", "Mueller", "unknown@example.org", None, "M")],
        title="Grid",
    )
    bring(group, "attendance", content)
    assert marks(world, group) == [
        ("2025-03-06", "Dev Patel", "present"),
        ("2025-03-13", "Dev Patel", "late"),
        ("2025-03-13", "Zoë Müller", "excused"),
    ]


def test_T39_dates_and_cells_that_cannot_be_read_are_named_and_the_rest_comes_in(
    world: World, bring: Bring, group: Group
) -> None:
    rows = (
        "Name,2025-03-06,03/04/2025,2099-01-01,13 Mar",
        "Dev Patel,P,P,P,P",
        "Elena Rossi,Q,,,",
        "Nobody,P,,,",
    )
    plan = bring(group, "attendance", csv_of(*rows))
    assert marks(world, group) == [("2025-03-06", "Dev Patel", "present")]
    told = [(row.line, row.column) for row in plan.report.refused]
    assert sorted(told) == [
        (1, "03/04/2025"),
        (1, "13 Mar"),
        (1, "2099-01-01"),
        (3, "2025-03-06"),
        (4, "member"),
    ]
    assert any("lacks its year" in reason for _, reason in refusals(plan))


def test_the_order_of_the_headers_dates_can_be_said(world: World, bring: Bring, group: Group) -> None:
    bring(group, "attendance", csv_of("Name,03/04/2025,03/11/2025", "Dev Patel,P,P"), date_order="mdy")
    assert [one.on_day for one in rows_of(world, group, Meeting)] == [date(2025, 3, 4), date(2025, 3, 11)]


def test_somebody_who_is_called_like_a_total_is_a_member(world: World, bring: Bring, group: Group) -> None:
    world.member(group, "Key", account=False)
    bring(group, "attendance", csv_of("Name,2025-03-06", "Key,P"))
    assert marks(world, group) == [("2025-03-06", "Key", "present")]


cells = st.sampled_from(["", "-", " ", "P", "p", "L", "A", "M", "S", "present", "LATE", "Q", "x"])


@st.composite
def grids(draw: Any) -> tuple[list[str], list[date], list[tuple[str, list[str]]]]:
    """Headings of days, the days, and the rows of some people, who may stand there twice."""
    offsets = draw(st.lists(st.integers(0, 400), min_size=1, max_size=6, unique=True))
    days = [date(2024, 1, 1) + timedelta(days=offset) for offset in offsets]
    headings = [f"{day:{draw(st.sampled_from(FORMS))}}" for day in days]
    width = len(days)
    row = st.tuples(st.sampled_from(PEOPLE), st.lists(cells, min_size=width, max_size=width))
    return headings, days, draw(st.lists(row, max_size=8))


def expected(
    days: list[date], rows: list[tuple[str, list[str]]]
) -> tuple[dict[tuple[date, str], Mark], int, int]:
    """What stands in a grid, cell by cell: the marks, how many say them again, how many cannot come in."""
    words = {**LETTERS, "PRESENT": Mark.PRESENT, "LATE": Mark.LATE}
    read: dict[tuple[date, str], Mark] = {}
    again = refused = 0
    for name, row in rows:
        for day, cell in zip(days, row, strict=True):
            text = cell.strip().upper()
            if text in ("", "-"):
                continue
            if text not in words or read.setdefault((day, name), words[text]) is not words[text]:
                refused += 1
            else:
                again += 1
    return read, again - len(read), refused


@given(
    grid=grids(), separator=st.sampled_from(",;\t"), encoding=st.sampled_from(["utf-8", "utf-16", "cp1252"])
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_grid_says_what_a_reading_cell_by_cell_says(
    world: World, group: Group, grid: Any, separator: str, encoding: str
) -> None:
    headings, days, rows = grid
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(["Member", *headings])
    writer.writerows([name, *row] for name, row in rows)
    with world.inside(group):
        importer = get_importer("attendance")
        table = read_table(text.getvalue().encode(encoding), "grid.csv", *importer.layouts)
        plan = plan_import(importer=importer, table=table, context=Context(group, world.today, Options()))
    assert isinstance(plan, AttendancePlan)
    marked, again, refused = expected(days, rows)
    known = {member.id: name for name, member in members_of(world, group).items()}
    assert {(one.meeting.day, known[one.member]): one.mark for one in plan.marks} == marked
    assert (plan.report.accepted, plan.report.already_there, len(plan.report.refused)) == (
        len(marked),
        again,
        refused,
    )


def test_T39_every_row_of_a_large_list_is_imported_or_named(world: World, bring: Bring) -> None:
    """In Windows-1252, with wrong dates, unknown people, two alike, empty rows."""
    members = 100
    group = world.group()
    for number in range(members):
        world.member(group, f"Pérson {number}", account=False)
    rows = []
    for n in range(MANY):
        day = date(2005, 1, 6) + timedelta(days=7 * (n // members))
        member, letter = f"Pérson {n % members}", "PLAMS"[n % 5]
        if n % 1000 == 1:
            day_text, member = "31/31/2010", "?"
        elif n % 1000 == 2:
            member, day_text = "Nobody Known", day.isoformat()
        elif n % 1000 == 3:
            day_text, member, letter = (day.isoformat(), f"Pérson {(n - 1) % members + 1}", "Z")
        else:
            day_text = f"{day:%d.%m.%Y}"
        rows.append(f"{day_text};{member};{letter}")
        if n % 500 == 0:
            rows += ["", rows[-1]]
    content = "\n".join(["date;member;attendance", *rows]).encode("cp1252")
    with count_statements() as sent:
        plan = bring(group, "attendance", content)
    report = plan.report
    assert report.accepted + report.already_there + len(report.refused) == sum(map(bool, rows))
    assert (report.already_there, len(report.refused)) == (MANY // 500, 3 * MANY // 1000)
    assert len(rows_of(world, group, Attendance)) == report.accepted
    assert len(sent) < MANY / 20
    assert bring(group, "attendance", content).report.accepted == 0
