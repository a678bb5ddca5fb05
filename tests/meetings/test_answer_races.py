"""T43: a crowd before few places, at a site of several processes. The whole of it is in `make soak`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ON_POSTGRESQL
from tests.meetings.crowd import Crowd, gathered

PLACES = 20
ROUNDS = 50
pytestmark = pytest.mark.commits


def check(crowd: Crowd, places: int) -> None:
    """Everybody answers one meeting at once: its places are filled, the rest wait in a row, nobody errs."""
    meeting = crowd.meeting(places)
    people = len(crowd.callers)
    assert crowd.all_at_once(meeting) == {303: people}
    assert crowd.count(meeting) == (places, list(range(1, people - places + 1)))


def test_T43_forty_at_once_for_five_places(own_database_url: str, tmp_path: Path) -> None:
    with gathered(tmp_path, own_database_url, 40) as crowd:
        for _ in range(2):
            check(crowd, 5)


def test_T43_without_the_lock_the_same_crowd_oversells(own_database_url: str, tmp_path: Path) -> None:
    with gathered(tmp_path, own_database_url, 40, command_line="tests.meetings.unlocked") as crowd:
        meeting = crowd.meeting(5)
        crowd.all_at_once(meeting)
        assert crowd.count(meeting)[0] > 5


@pytest.fixture(params=["sqlite", "postgresql"])
def either_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Both databases in one run: `make soak` runs but once."""
    if request.param == "sqlite":
        if ON_POSTGRESQL:
            pytest.skip("the run on SQLite does both")
        yield f"sqlite:///{tmp_path / 'crowd.sqlite3'}"
    else:
        from tests.postgresql import new_database

        yield new_database("crowd")


@pytest.mark.soak
def test_T43_five_hundred_at_once_for_twenty_places_fifty_times(either_database: str, tmp_path: Path) -> None:
    with gathered(tmp_path, either_database, 500) as crowd:
        for _ in range(ROUNDS):
            check(crowd, PLACES)
