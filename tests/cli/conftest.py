"""The `groupnet` command, as a script would call it, on a database of the test's own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from groupnet.app import create_app
from groupnet.cli import main
from groupnet.core.db import db
from tests.conftest import ON_POSTGRESQL, settings_for
from tests.factories import World

Command = Callable[..., Result]
UNSET = ("SECRET_KEY", "BASE_URL", "MAIL_URL", "REDIS_URL", "TRUSTED_PROXIES", "DATABASE_URL")


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data directory that does not exist yet."""
    return tmp_path / "data"


@pytest.fixture
def environment(data_dir: Path, request: pytest.FixtureRequest) -> dict[str, str | None]:
    """Only the data directory is set; on PostgreSQL, its database too."""
    unset: dict[str, str | None] = {f"GROUPNET_{name}": None for name in UNSET}
    url = {"GROUPNET_DATABASE_URL": request.getfixturevalue("own_database_url")} if ON_POSTGRESQL else {}
    return {**unset, **url, "GROUPNET_DATA_DIR": str(data_dir)}


@pytest.fixture
def command(environment: dict[str, str | None]) -> Command:
    """Runs the command: `command("migrate")`, with more environment as keywords."""

    def run(*arguments: str, **more: str) -> Result:
        result = CliRunner().invoke(main, arguments, env={**environment, **more})
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception  # a traceback is what nobody should see
        return result

    return run


@pytest.fixture
def site(environment: dict[str, str | None], data_dir: Path) -> Iterator[Callable[[], Flask]]:
    """Makes an application on the command's database, once there is one."""
    url = environment.get("GROUPNET_DATABASE_URL") or f"sqlite:///{data_dir / 'groupnet.sqlite3'}"
    made: list[Flask] = []

    def make() -> Flask:
        secret = (data_dir / "secret.key").read_text()
        made.append(create_app(settings_for(url, secret_key=secret)))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def world_there(command: Command, site: Callable[[], Flask]) -> World:
    """Makes groups and members in the command's database."""
    command("migrate")
    return World(site())
