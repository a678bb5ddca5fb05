"""Two people to pass referrals between."""

import pytest

from tests.factories import World
from tests.referrals.letters import prove
from tests.referrals.pairs import Pair, make_pair


@pytest.fixture
def pair(world: World) -> Pair:
    """Amara gives, Dev receives."""
    return make_pair(world)


@pytest.fixture
def mailed(world: World, pair: Pair) -> Pair:
    """The same two, who are told by mail too."""
    prove(world, pair.amara, pair.dev)
    return pair
