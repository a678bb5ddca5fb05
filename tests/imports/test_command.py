"""`groupnet import`, as a script would call it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from groupnet.core.db import db
from groupnet.core.tenancy import every_group
from groupnet.groups.models import Membership
from groupnet.imports.models import ImportRun
from groupnet.referrals.models import Referral
from tests.cli.conftest import Command
from tests.factories import World
from tests.imports.test_slips import NAME, new_audit
from tests.sheets.files import xlsx

COLUMNS = "Read: “name” as name, “email” as e-mail\n"
Count = Callable[[], tuple[int, int, int]]


@pytest.fixture
def there(world_there: World) -> World:
    """A group with two members in the command's database."""
    group = world_there.group("thursday")
    for name in ("Dev Patel", "Elena Rossi"):
        world_there.member(group, name, account=False)
    return world_there


@pytest.fixture
def count(there: World) -> Count:
    """Members, referrals and imports."""

    def counted() -> tuple[int, int, int]:
        with there.app.app_context(), every_group():
            one, two, three = (
                db.session.execute(select(func.count()).select_from(model)).scalar_one()
                for model in (Membership, Referral, ImportRun)
            )
        return one, two, three

    return counted


@pytest.fixture
def file(tmp_path: Path) -> Callable[[bytes, str], str]:
    """Writes a file and gives its path."""

    def write(content: bytes, name: str = "file.csv") -> str:
        (tmp_path / name).write_bytes(content)
        return str(tmp_path / name)

    return write


Write = Callable[..., str]


def test_members_all_in_is_status_0_and_so_is_all_there(command: Command, count: Count, file: Write) -> None:
    path = file(b"name,email\nBen Fox,ben@example.org\nDev Patel,dev@example.org\n")
    first = command("import", "members", path, "--group", "thursday")
    assert first.exit_code == 0, first.output
    assert first.stdout.splitlines()[:2] == ["1 member imported", "1 already there"]
    assert count() == (3, 0, 1)
    second = command("import", "members", path, "--group", "thursday")
    assert second.exit_code == 0
    assert second.stdout == f"0 members imported\n2 already there\n{COLUMNS}"
    assert count() == (3, 0, 1)


def test_a_dry_run_says_what_would_happen(command: Command, count: Count, file: Write) -> None:
    path = file(b"name\nBen Fox\n")
    result = command("import", "members", path, "--group", "thursday", "--dry-run")
    assert (result.exit_code, result.stdout) == (
        0,
        "1 member would be imported (nothing was changed)\nRead: “name” as name\n",
    )
    assert count() == (2, 0, 0)


def test_refused_rows_are_status_1_and_named(command: Command, count: Count, file: Write) -> None:
    content = "date;giver;receiver\n6 Mar 2025;Dév Patel;Elena Rossi\n\n03/04/2025;Dev Patel;Elena Rossi\n"
    path = file(content.encode("cp1252"))
    result = command("import", "referrals", path, "--group", "thursday")
    assert result.exit_code == 1
    assert "1 row refused:\n  line 4 [date]: “03/04/2025” can be read in more than one way" in result.stdout
    assert "--date-order dmy" in result.stdout
    settled = command("import", "referrals", path, "--group", "thursday", "--date-order", "mdy")
    assert settled.exit_code == 0
    assert count() == (2, 2, 2)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty."),
        (b"giver,receiver\nDev Patel,Elena Rossi\n", "lacks “date”"),
        (b"\x00\x01\x02\x03" * 50, ""),
        (b"PK\x03\x04 no workbook", ""),
    ],
)
def test_an_unusable_file_is_status_2(
    command: Command, count: Count, file: Write, content: bytes, said: str
) -> None:
    result = command("import", "referrals", file(content), "--group", "thursday")
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""
    assert count() == (2, 0, 0)


def test_an_unknown_group_or_file_is_status_2(command: Command, count: Count, file: Write) -> None:
    path = file(b"name\nBen Fox\n")
    assert command("import", "members", path, "--group", "elsewhere").exit_code == 2
    missing = command("import", "members", path + "x", "--group", "thursday")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert "cannot be read" in missing.stderr
    assert count() == (2, 0, 0)


def test_a_slips_audit_asks_for_its_day(command: Command, count: Count, file: Write) -> None:
    path = file(new_audit(), NAME)
    asked = command("import", "referrals", path, "--group", "thursday")
    assert asked.exit_code == 2
    assert "--date 2025-08-24" in asked.stderr
    assert count() == (2, 0, 0)
    days = ("--period", "2025-08-18..2025-08-24")
    result = command("import", "referrals", path, "--group", "thursday", *days)
    assert result.exit_code == 1
    assert result.stdout.startswith("7 slips imported\n")
    assert "CEU slips: 1, not kept\n" in result.stdout
    assert "Every row is dated 2025-08-24" in result.stdout
    again = command("import", "referrals", path, "--group", "thursday", "--date", "2025-08-24")
    assert again.stdout.startswith("1 slip imported\n6 already there\n")
    assert count() == (2, 3, 2)


@pytest.mark.parametrize(
    "days",
    [
        ("--date", "2025-08-24", "--period", "2025-08-18..2025-08-24"),
        ("--date", "03/04/2025"),
        ("--date", "tomorrow"),
        ("--date", "2999-01-01"),
        ("--period", "2025-08-24"),
        ("--period", "2025-08-24..2025-08-18"),
    ],
)
def test_days_that_make_no_sense_are_status_2(
    command: Command, count: Count, file: Write, days: tuple[str, ...]
) -> None:
    result = command("import", "referrals", file(new_audit()), "--group", "thursday", *days)
    assert result.exit_code == 2
    assert count() == (2, 0, 0)


def test_add_former_takes_unknown_people_in(command: Command, count: Count, file: Write) -> None:
    path = file(xlsx([("Date", "From", "To"), ("2025-03-06", "Ben Fox", "Dev Patel")]), "list.xlsx")
    refused = command("import", "referrals", path, "--group", "thursday")
    assert refused.exit_code == 1
    assert "use --add-former" in refused.stdout
    taken = command("import", "referrals", path, "--group", "thursday", "--add-former")
    assert taken.exit_code == 0, taken.output
    assert "former members (1): Ben Fox" in taken.stdout
    assert count() == (3, 1, 1)


def test_nothing_but_the_report_stands_on_stdout(command: Command, count: Count, file: Write) -> None:
    result = command("import", "members", file(b"name\nBen Fox\n"), "--group", "thursday")
    assert (result.stdout, result.stderr) == ("1 member imported\nRead: “name” as name\n", "")


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_the_columns_read_and_not_read_are_told(
    command: Command, there: World, file: Write, dry: Any
) -> None:
    path = file(b"Date,From,To,Who to call,Who\n2025-03-06,Dev Patel,Elena Rossi,Ben,x\n")
    result = command("import", "referrals", path, "--group", "thursday", *dry)
    assert (
        "Read: “Date” as date, “From” as giver, “To” as receiver, “Who to call” as prospect\n"
        in result.stdout
    )
    assert "Not read: “Who”\n" in result.stdout


def test_a_file_of_the_other_kind_is_status_2(command: Command, count: Count, file: Write) -> None:
    result = command("import", "members", file(new_audit(), NAME), "--group", "thursday")
    assert result.exit_code == 2
    assert "This looks like BNI’s slips audit: bring it in under Referrals." in result.stderr
    assert count() == (2, 0, 0)


def test_an_import_by_command_holds_the_group_like_one_in_the_browser(
    command: Command, count: Count, file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[str] = []
    monkeypatch.setattr("groupnet.groups.queries.lock_group", lambda: held.append("held"))
    path = file(b"name\nBen Fox\n")
    command("import", "members", path, "--group", "thursday", "--dry-run")
    assert held == []
    command("import", "members", path, "--group", "thursday")
    assert held == ["held"]


@pytest.mark.parametrize("written", ["Herr Patel", "Patel", "Dev", "D. Patel"])
def test_a_short_form_becomes_no_former_member(
    command: Command, count: Count, file: Write, written: str
) -> None:
    path = file(f"date,giver,receiver\n2025-03-06,{written},Elena Rossi\n".encode())
    result = command("import", "referrals", path, "--group", "thursday", "--add-former")
    assert result.exit_code == 1
    assert f"“{written}” may be Dev Patel. Write the whole name" in result.stdout
    assert count() == (2, 0, 0)
