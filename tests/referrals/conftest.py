"""Two people to pass referrals between."""

import pytest

from tests.factories import World
from tests.referrals.pairs import Pair, make_pair


@pytest.fixture
def pair(world: World) -> Pair:
    """Amara gives, Dev receives."""
    return make_pair(world)
