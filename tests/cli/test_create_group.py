"""Founding a group from the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from groupnet.core.db import db
from groupnet.core.tenancy import every_group
from groupnet.groups.models import Group, Membership, RightsTerm
from groupnet.groups.roles import Right
from tests.cli.conftest import Command

HARBOUR = {
    "--name": "Harbour Circle",
    "--slug": "harbour",
    "--timezone": "Europe/London",
    "--currency": "GBP",
    "--admin-name": "Ada Byron",
    "--admin-email": "Ada@Example.org",
}


def create(command: Command, **changed: str) -> Result:
    options = {**HARBOUR, **{f"--{name.replace('_', '-')}": value for name, value in changed.items()}}
    return command("create-group", *(part for option in options.items() for part in option))


def test_a_group_is_founded_on_a_bare_machine_and_its_link_opens(
    command: Command, site: Callable[[], Flask]
) -> None:
    result = create(command)
    assert (result.exit_code, result.stdout.count("\n")) == (0, 1)
    address = result.stdout.strip()
    assert address.startswith("http://127.0.0.1:8000/join/")
    assert "Ada Byron" in result.stderr
    app = site()
    page = app.test_client().get(address.removeprefix("http://127.0.0.1:8000"))
    assert page.status_code == 200
    assert "Harbour Circle" in page.text
    with app.app_context(), every_group():
        admin = db.session.execute(select(Membership)).scalar_one()
        assert (admin.name, admin.email) == ("Ada Byron", "ada@example.org")
        rights = db.session.execute(select(RightsTerm.right)).scalars()
        assert set(rights) == {Right.ADMIN, Right.ORGANISER}


def test_the_link_leads_to_the_configured_address(command: Command) -> None:
    options = (part for option in HARBOUR.items() for part in option)
    result = command("create-group", *options, GROUPNET_BASE_URL="https://groups.example.org/")
    assert result.stdout.startswith("https://groups.example.org/join/")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"slug": "Harbour Circle"}, "The slug stands in web addresses"),
        ({"timezone": "Europe/Lodnon"}, "The time zone must be a name such as"),
        ({"currency": "QUID"}, "The currency must be a three-letter code"),
        ({"admin_email": "ada at example"}, "This is not an e-mail address"),
        ({"name": "  "}, "must not be empty"),
        ({"admin_name": "A" * 121}, "must not be longer than 120"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_founded(
    command: Command, site: Callable[[], Flask], changed: dict[str, str], sentence: str
) -> None:
    command("migrate")
    result = create(command, **changed)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr
    app = site()
    with app.app_context():
        assert db.session.execute(select(func.count()).select_from(Group)).scalar_one() == 0


def test_a_slug_is_given_once(command: Command) -> None:
    create(command)
    again = create(command, name="Another", admin_email="other@example.org")
    assert (again.exit_code, again.stdout) == (2, "")
    assert again.stderr == "A group with this slug exists already.\n"


def test_a_database_that_does_not_answer_is_named_without_its_password(command: Command) -> None:
    options = (part for option in HARBOUR.items() for part in option)
    url = "postgresql://groupnet:hunter2hunter2@127.0.0.1:9/groupnet"
    result = command("create-group", *options, GROUPNET_DATABASE_URL=url)
    assert result.exit_code == 2
    assert "does not answer" in result.stderr
    assert "hunter2" not in result.stderr


def test_a_data_directory_that_cannot_be_made_is_named(command: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    options = (part for option in HARBOUR.items() for part in option)
    result = command("create-group", *options, GROUPNET_DATA_DIR=str(tmp_path / "file" / "data"))
    assert result.exit_code == 2
    assert "data directory" in result.stderr
