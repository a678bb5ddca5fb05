"""The group that newcomers join."""

import pytest

from groupnet.groups.models import Group
from tests.factories import World


@pytest.fixture
def harbour(world: World) -> Group:
    """A group that somebody joins."""
    return world.group("harbour", name="Harbour")
