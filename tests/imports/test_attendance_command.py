"""`groupnet import attendance` with real files, and large ones by portions."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from groupnet.groups.models import Group
from groupnet.meetings.models import Attendance, AttendanceMark, Meeting
from groupnet.outbox.running import LEASE
from groupnet.sheets import write_xlsx
from tests.cli.conftest import Command
from tests.factories import World
from tests.imports.conftest import csv_of, last_run, rows_of
from tests.imports.test_command import Write, file
from tests.imports.test_portions import between, counts, die, group_of, set_up, undo, work, work_and_die

__all__ = ["between", "file"]
LIST = csv_of(
    "date,member,attendance",
    *(f"2025-03-{6 + 7 * (n // 4):02},Person {n % 4},{'PLAM'[n % 4]}" for n in range(9)),
    "2025-03-06,Nobody,P",
)


@pytest.fixture
def there(world_there: World) -> Group:
    """A group with two members in the command's database."""
    group = world_there.group("thursday")
    for name in ("Dev Patel", "Elena Rossi"):
        world_there.member(group, name, account=False)
    return group


def test_a_workbook_with_a_grid_comes_in_once(
    command: Command, world_there: World, there: Group, file: Write
) -> None:
    days = [date(2025, 3, 6) + timedelta(days=7 * week) for week in range(3)]
    content = write_xlsx(
        ("Member", *map(str, days), "Total"),
        [("Dev Patel", "P", "L", None, 2), ("Rossi, Elena", "A", "M", "S", 1), ("Total", 1, 1, 1, 3)],
        title="Attendance",
    )
    path = file(content, "grid.xlsx")
    dry = command("import", "attendance", path, "--group", "thursday", "--dry-run")
    assert dry.exit_code == 0, dry.output
    assert dry.stdout.startswith("5 marks would be imported (nothing was changed)\n")
    assert rows_of(world_there, there, Meeting) == []
    result = command("import", "attendance", path, "--group", "thursday")
    assert result.exit_code == 0, result.output
    assert "5 marks imported\nRows of totals or of the key: 1, not read\n" in result.stdout
    assert "Held meetings to be added: 3.\n" in result.stdout
    assert "“2025-03-06” as a date" in result.stdout
    assert "Not read: “Total”" in result.stdout
    again = command("import", "attendance", path, "--group", "thursday")
    assert again.stdout.startswith("0 marks imported\n5 already there\n")
    assert len(rows_of(world_there, there, Meeting)) == 3


def test_a_list_in_windows_1252_with_refused_rows_is_status_1(
    command: Command, world_there: World, there: Group, file: Write
) -> None:
    rows = "Datum;Date;Member;Attendance\nx;06/03/2025;Dev Patel;présent\nx;06/03/2025;Élena Rossi;P\n"
    path = file(rows.encode("cp1252"), "list.csv")
    asked = command("import", "attendance", path, "--group", "thursday")
    assert asked.exit_code == 1
    assert "--date-order dmy" in asked.stdout
    result = command("import", "attendance", path, "--group", "thursday", "--date-order", "dmy")
    assert result.exit_code == 0, result.output
    assert {one.on_day for one in rows_of(world_there, there, Meeting)} == {date(2025, 3, 6)}


def test_former_members_are_added_where_that_is_asked_for(
    command: Command, world_there: World, there: Group, file: Write
) -> None:
    path = file(csv_of("date,member,attendance", "2025-03-06,Old Timer,P"))
    assert "use --add-former" in command("import", "attendance", path, "--group", "thursday").stdout
    result = command("import", "attendance", path, "--group", "thursday", "--add-former")
    assert result.exit_code == 0, result.output
    assert len(rows_of(world_there, there, Attendance)) == 1


def test_a_file_without_what_is_needed_is_status_2(
    command: Command, world_there: World, there: Group, file: Write
) -> None:
    path = file(csv_of("member,mood", "Dev Patel,good"))
    result = command("import", "attendance", path, "--group", "thursday")
    assert result.exit_code == 2
    assert "“date”" in result.stderr
    assert rows_of(world_there, there, Meeting) == []


@pytest.mark.parametrize("portion", [1, 3])
def test_T39_killed_between_portions_it_goes_on_as_one_import_that_is_undone_whole(
    world: World, between: Callable[..., None], monkeypatch: pytest.MonkeyPatch, portion: int
) -> None:
    monkeypatch.setattr("groupnet.imports.portions.ROWS_AT_ONCE", 2)
    group = group_of(world, set_up(world, "attendance", LIST))
    between(die, portion)
    work_and_die(world.app)
    assert len(rows_of(world, group, Attendance)) == 2 * portion
    assert work(world.app, later=LEASE) == ["done"]
    assert counts(world, group) == (9, 0, 1)
    assert len(rows_of(world, group, Attendance)) == len(rows_of(world, group, AttendanceMark)) == 9
    assert [one.on_day.day for one in rows_of(world, group, Meeting)] == [6, 13, 20]
    assert "unfinished" not in last_run(world, group).get_record()
    undo(world, group)
    for model in (Attendance, AttendanceMark, Meeting):
        assert rows_of(world, group, model) == []
