"""Commands on a group that is not there say where they looked, and make nothing."""

from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.conftest import ON_POSTGRESQL
from tests.factories import World

SQLITE_ONLY = pytest.mark.skipif(ON_POSTGRESQL, reason="there is no database file on PostgreSQL")
CALLS = (("import", "attendance", "list.csv"), ("import", "members", "list.csv", "--dry-run"), ("figures",))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the command is called, with a file to import."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.csv").write_text("date,member,attendance\n2025-03-06,Dev Patel,P\n")
    return tmp_path


@SQLITE_ONLY
@pytest.mark.parametrize("call", CALLS)
def test_without_a_database_nothing_is_made_and_the_demo_is_named(
    command: Command, folder: Path, call: tuple[str, ...]
) -> None:
    (folder / "data" / "demo").mkdir(parents=True)
    (folder / "data" / "demo" / "groupnet.sqlite3").touch()
    before = sorted(folder.rglob("*"))
    result = command(*call, "--group", "harbour", GROUPNET_DATA_DIR="")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "No group harbour in data/groupnet.sqlite3. Groups here: none. "
        "The demo is in data/demo: GROUPNET_DATA_DIR=data/demo\n"
    )
    assert sorted(folder.rglob("*")) == before


@SQLITE_ONLY
def test_a_database_file_that_is_named_and_missing_is_not_made(command: Command, folder: Path) -> None:
    missing = folder / "other.sqlite3"
    result = command("figures", "--group", "harbour", GROUPNET_DATABASE_URL=f"sqlite:///{missing}")
    assert result.exit_code == 2
    assert f"No group harbour in {missing}" in result.stderr
    assert not missing.exists()


@pytest.mark.parametrize("call", CALLS)
def test_where_there_are_groups_they_are_named(
    command: Command, world_there: World, folder: Path, call: tuple[str, ...]
) -> None:
    for slug in ("thursday", "harbour"):
        world_there.group(slug)
    result = command(*call, "--group", "harbor")
    assert result.exit_code == 2
    assert "Groups here: harbour, thursday." in result.stderr
    assert "demo" not in result.stderr
