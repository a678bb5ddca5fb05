"""The status of a day, from periods alone."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groupnet.groups.admins import first_day_without
from groupnet.groups.models import Status
from groupnet.groups.periods import (
    Span,
    changed_from,
    earliest_change,
    is_newcomer,
    joined_on,
    status_on,
)

ACTIVE, ON_LEAVE, LEFT, INVITED = Status.ACTIVE, Status.ON_LEAVE, Status.LEFT, Status.INVITED
DAY = timedelta(days=1)


def on(number: int) -> date:
    """A day of 2026, by its number."""
    return date(2026, 1, 1) + timedelta(days=number)


def span(status: Status, start: int | None, end: int | None) -> Span:
    return Span(status, None if start is None else on(start), None if end is None else on(end))


GAP = [span(ACTIVE, 10, 19), span(ACTIVE, 30, None)]
LEAVE = [span(ACTIVE, None, 19), span(ON_LEAVE, 20, 29), span(ACTIVE, 30, 39)]


@pytest.mark.parametrize(
    ("periods", "day", "expected"),
    [
        ([], 0, INVITED),
        ([span(ACTIVE, 10, None)], 9, INVITED),
        ([span(ACTIVE, 10, None)], 10, ACTIVE),
        ([span(ACTIVE, 10, None)], 3000, ACTIVE),
        ([span(ACTIVE, 10, 10)], 10, ACTIVE),
        ([span(ACTIVE, 10, 10)], 11, LEFT),
        ([span(ACTIVE, None, None)], -9000, ACTIVE),
        ([span(ACTIVE, None, 19)], 19, ACTIVE),
        ([span(ACTIVE, None, 19)], 20, LEFT),
        (GAP, 9, INVITED),
        (GAP, 19, ACTIVE),
        (GAP, 20, LEFT),
        (GAP, 29, LEFT),
        (GAP, 30, ACTIVE),
        (LEAVE, 19, ACTIVE),
        (LEAVE, 20, ON_LEAVE),
        (LEAVE, 29, ON_LEAVE),
        (LEAVE, 30, ACTIVE),
        (LEAVE, 40, LEFT),
    ],
)
def test_the_status_of_a_day(periods: list[Span], day: int, expected: Status) -> None:
    assert status_on(on(day), periods) is expected
    assert status_on(on(day), reversed(periods)) is expected, "the order of the periods does not matter"


def test_one_who_left_nobody_knows_when_has_left_on_every_day() -> None:
    assert status_on(on(0), [], left_undated=True) is LEFT


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        ([span(ACTIVE, 10, None)], 10),
        (LEAVE, None),
        (GAP, 30),
        ([span(ACTIVE, 10, 19), span(ON_LEAVE, 20, None)], 10),
        ([span(ON_LEAVE, 20, None), span(ACTIVE, 10, 19)], 10),
    ],
)
def test_a_stay_begins_after_the_last_gap(periods: list[Span], expected: int | None) -> None:
    assert joined_on(periods) == (None if expected is None else on(expected))


@pytest.mark.parametrize(("day", "expected"), [(10, True), (69, True), (70, False)])
def test_one_is_new_for_sixty_days(day: int, expected: bool) -> None:
    assert is_newcomer(on(day), [span(ACTIVE, 10, None)]) is expected


@pytest.mark.parametrize(
    ("before", "status", "day", "after"),
    [
        ([span(ACTIVE, 10, None)], ON_LEAVE, 20, [span(ACTIVE, 10, 19), span(ON_LEAVE, 20, None)]),
        ([span(ACTIVE, 10, None)], LEFT, 20, [span(ACTIVE, 10, 19)]),
        ([span(ACTIVE, None, None)], LEFT, 20, [span(ACTIVE, None, 19)]),
        ([span(ACTIVE, 10, 19)], ACTIVE, 30, GAP),
        ([span(ACTIVE, 10, 19)], ACTIVE, 20, [span(ACTIVE, 10, None)]),
        ([span(ACTIVE, 10, 19), span(ON_LEAVE, 20, None)], ACTIVE, 20, [span(ACTIVE, 10, None)]),
        ([span(ACTIVE, 10, 39)], ON_LEAVE, 20, [span(ACTIVE, 10, 19), span(ON_LEAVE, 20, None)]),
        ([span(ACTIVE, 10, 39)], LEFT, 50, [span(ACTIVE, 10, 39)]),
        ([span(ACTIVE, 10, None)], LEFT, 10, []),
        ([], ACTIVE, 10, [span(ACTIVE, 10, None)]),
        (LEAVE, LEFT, 25, [span(ACTIVE, None, 19), span(ON_LEAVE, 20, 24)]),
    ],
)
def test_a_change_replaces_what_was_planned(
    before: list[Span], status: Status, day: int, after: list[Span]
) -> None:
    assert changed_from(before, status, on(day)) == after


@st.composite
def histories(draw: Any) -> list[Span]:
    """Periods that follow each other, with and without gaps, perhaps open at the ends."""
    found: list[Span] = []
    at = draw(st.integers(0, 20))
    for _ in range(draw(st.integers(0, 4))):
        end = at + draw(st.integers(0, 20))
        found.append(span(draw(st.sampled_from([ACTIVE, ON_LEAVE])), at, end))
        at = end + 1 + draw(st.sampled_from([0, 0, 7]))
    opens, closes = draw(st.tuples(st.booleans(), st.booleans()))
    if found and opens:
        found[0] = Span(found[0].status, None, found[0].ends_on)
    if found and not closes:
        found[-1] = Span(found[-1].status, found[-1].starts_on, None)
    return found


@given(histories(), st.sampled_from([ACTIVE, ON_LEAVE, LEFT]), st.integers(0, 100))
def test_days_before_a_change_stay_and_days_after_are_changed(
    before: list[Span], status: Status, day: int
) -> None:
    after = changed_from(before, status, on(day))
    for number in range(-1, 130):
        if number < day:
            assert status_on(on(number), after) is status_on(on(number), before)
        elif after:
            assert status_on(on(number), after) is status
    for one, following in pairwise(after):
        assert one.ends_on is not None
        assert following.starts_on is not None
        assert one.ends_on < following.starts_on
    assert changed_from(after, status, on(day)) == after


def test_history_before_the_last_period_begun_stays() -> None:
    assert earliest_change([], on(50)) is None
    assert earliest_change(GAP, on(50)) == on(30)
    assert earliest_change(GAP, on(25)) == on(10), "what is only planned is no history"
    assert earliest_change([span(ACTIVE, None, None)], on(50)) is None


@pytest.mark.parametrize(
    ("others", "mine", "expected"),
    [
        ([(0, 99)], [(0, 99)], None),
        ([], [(0, 99)], 20),
        ([(0, 39)], [(0, 99)], 40),
        ([(0, 39), (40, 99)], [(0, 99)], None),
        ([(0, 39), (41, 99)], [(0, 99)], 40),
        ([(30, 99)], [(0, 99)], 20),
        ([(0, 19)], [(30, 99)], 30),
        ([], [(0, 10)], None),
        ([], [], None),
    ],
)
def test_the_first_day_that_would_be_without_an_admin(
    others: list[tuple[int, int]], mine: list[tuple[int, int]], expected: int | None
) -> None:
    found = first_day_without(
        [(on(start), on(end)) for start, end in others], [(on(start), on(end)) for start, end in mine], on(20)
    )
    assert found == (None if expected is None else on(expected))


def test_open_ends_last_for_ever() -> None:
    always = [(date.min, date.max)]
    assert first_day_without(always, always, on(0)) is None
    assert first_day_without([], always, on(0)) == on(0)
    assert first_day_without([(date.min, on(0))], always, on(0)) == on(0) + DAY
