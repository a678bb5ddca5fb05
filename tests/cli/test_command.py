"""The command as a whole: what it lists, how fast it starts, what it leaves alone."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from groupnet.cli import COMMANDS
from groupnet.cli.demonstration import demo_settings
from groupnet.core.db import db
from groupnet.groups.models import Group
from groupnet.settings import Mode
from tests.cli.conftest import Command

FOUNDING = (
    *("--name", "Real Circle", "--slug", "real", "--timezone", "Europe/London", "--currency", "GBP"),
    *("--admin-name", "Ada Min", "--admin-email", "ada@example.org"),
)
LIGHT = """
import sys
from groupnet.cli import main
main(["--help"], standalone_mode=False)
sys.exit(any(name in sys.modules for name in ("flask", "sqlalchemy", "granian", "rich")))
"""


def test_help_names_every_command_and_imports_none(command: Command) -> None:
    told = command("--help").stdout
    assert all(f"  {name} " in told for name in COMMANDS)
    done = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def test_every_command_explains_itself(command: Command) -> None:
    for name in COMMANDS:
        result = command(name, "--help")
        assert (result.exit_code, name in result.stdout) == (0, True)


def test_an_unknown_command_is_a_mistake_of_usage(command: Command) -> None:
    result = command("figurs")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "figurs" in result.stderr


def test_migrate_says_whether_there_was_anything_to_do(command: Command) -> None:
    assert command("migrate").stdout == "The database is up to date now.\n"
    assert command("migrate").stdout == "The database was up to date already.\n"


def test_a_database_of_a_newer_version_is_left_alone(command: Command, site: Callable[[], Flask]) -> None:
    command("migrate")
    app = site()
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    result = command("migrate")
    assert result.exit_code == 2
    assert "made by a newer groupnet" in result.stderr


def test_the_demo_keeps_to_a_folder_of_its_own_unless_one_is_chosen(tmp_path: Path) -> None:
    assert demo_settings({}, 8000).data_dir == Path("data/demo").resolve()
    chosen = {"GROUPNET_DATA_DIR": str(tmp_path), "GROUPNET_MAIL_URL": "smtp://mail.example.org"}
    settings = demo_settings(chosen, 8000)
    assert settings.database_url == f"sqlite:///{tmp_path / 'groupnet.sqlite3'}"
    assert (settings.mode, settings.mail_url) == (Mode.DEMO, None)


def test_T22_the_demo_never_lands_among_real_groups(command: Command) -> None:
    assert command("create-group", *FOUNDING).exit_code == 0
    refused = command("demo", "--fill-only")
    assert refused.exit_code == 2
    assert "Real groups stand in this database" in refused.stderr
    assert command("figures", "--group", "harbour").exit_code == 2


def test_a_second_fill_of_the_demo_keeps_what_was_entered(
    command: Command, site: Callable[[], Flask]
) -> None:
    assert command("demo", "--fill-only").exit_code == 0
    app = site()
    with app.app_context():
        group = db.session.execute(select(Group).where(Group.slug == "harbour")).scalar_one()
        group.name = "Renamed Circle"
        db.session.commit()
    assert command("demo", "--fill-only").exit_code == 0
    assert "Renamed Circle" in command("figures", "--group", "harbour").stdout
