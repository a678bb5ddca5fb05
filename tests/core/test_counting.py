"""The counts behind the limits: each ends by itself, and none is kept for ever."""

import pytest

from groupnet.core import counting
from groupnet.core.counting import Counts


class Clock:
    """A clock that stands until it is moved."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(counting, "time", clock)
    return clock


def test_a_count_goes_on_until_its_time_is_over_and_then_begins_anew(clock: Clock) -> None:
    counts = Counts()
    assert [counts.incr("one", 60), counts.incr("one", 60, 2)] == [1, 3]
    clock.now += 59
    assert (counts.incr("one", 60), counts.get("one"), counts.get_expiry("one")) == (4, 4, 1060.0)
    clock.now += 1
    assert counts.get("one") == 0
    assert counts.incr("one", 60) == 1


def test_each_key_has_its_own_count(clock: Clock) -> None:
    counts = Counts()
    counts.incr("one", 60)
    assert (counts.get("other"), counts.get_expiry("other")) == (0, clock.now)
    counts.incr("other", 60)
    counts.clear("one")
    assert (counts.get("one"), counts.get("other")) == (0, 1)
    assert counts.reset() == 1
    assert counts.get("other") == 0


def test_what_is_over_is_forgotten(clock: Clock) -> None:
    counts = Counts()
    for number in range(100):
        counts.incr(f"passing {number}", 10)
    counts.incr("lasting", 3600)
    clock.now += counting.SWEEP_SECONDS
    counts.incr("new", 10)
    assert counts.reset() == 2
