"""What tests of meetings share."""

import pytest

from tests.factories import World
from tests.meetings.timetable import Timetable, make_timetable


@pytest.fixture
def table(world: World) -> Timetable:
    """A group whose organiser schedules."""
    return make_timetable(world)
