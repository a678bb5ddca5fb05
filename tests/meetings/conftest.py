"""What tests of meetings share."""

import pytest

from tests.factories import World
from tests.meetings.pairs import Pair
from tests.meetings.timetable import Timetable, make_timetable


@pytest.fixture
def table(world: World) -> Timetable:
    """A group whose organiser schedules."""
    return make_timetable(world)


@pytest.fixture
def pair(world: World) -> Pair:
    """Amara and Dev."""
    return Pair(world)
