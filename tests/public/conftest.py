"""What tests of public pages share."""

import pytest

from groupnet.groups.models import Group
from tests.factories import World
from tests.public.pages import open_page


@pytest.fixture
def group(world: World) -> Group:
    """A group whose page is open."""
    group = world.group("harbour", name="Harbour")
    open_page(world, group)
    return group
