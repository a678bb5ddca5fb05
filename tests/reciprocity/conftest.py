"""Five members of one group, each with every right."""

import pytest

from groupnet.groups.models import Group, Membership
from tests.factories import World
from tests.reciprocity.told import five


@pytest.fixture
def group(world: World) -> Group:
    return world.group(slug="harbour")


@pytest.fixture
def people(world: World, group: Group) -> list[Membership]:
    return five(world, group)
