"""The rule of attendance, against an oracle that walks the days one by one."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groupnet.meetings.standing import Marked, Rule, standing, window_of

ONE_DAY = timedelta(days=1)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
MARKS = st.builds(
    Marked,
    DAYS,
    st.sampled_from(["present", "late", "absent", "excused", "substitute"]),
    st.booleans(),
)
WEIGHTS = st.integers(0, 300)
RULES = st.builds(
    Rule,
    months=st.integers(1, 24),
    term_starts_on=st.none() | st.dates(date(2020, 1, 1), date(2032, 12, 31)),
    late=WEIGHTS,
    excused=WEIGHTS,
    substitute=WEIGHTS,
    cap=st.integers(1, 1000),
)


def is_first_day_of_term(rule: Rule, day: date) -> bool:
    """Whether a term begins on a day: so many months from the rule's day, and the same day of the month."""
    start = rule.term_starts_on
    assert start is not None
    months = (day.year - start.year) * 12 + day.month - start.month
    expected = min(start.day, monthrange(day.year, day.month)[1])
    return months % rule.months == 0 and day.day == expected


def months_back(day: date, months: int) -> date:
    """A day so many months earlier, one month at a time and clipped at the end alone."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def oracle(rule: Rule, marks: list[Marked], day: date) -> int:
    """The weight, day by day backwards from the day asked for."""
    total, here = 0, day
    end = months_back(day, rule.months) if rule.term_starts_on is None else None
    while here != end:
        for one in marks:
            if one.on_day == here and one.is_expected:
                total += {"absent": 100, "present": 0}.get(one.mark, getattr(rule, one.mark, 0))
        if rule.term_starts_on is not None and is_first_day_of_term(rule, here):
            break
        here -= ONE_DAY
    return total


@given(RULES, st.lists(MARKS, max_size=30), DAYS)
def test_the_weight_is_what_walking_the_days_gives(rule: Rule, marks: list[Marked], day: date) -> None:
    found = standing(rule, marks, day)
    assert found.weight == oracle(rule, marks, day)
    assert found.cap == rule.cap
    assert found.first <= found.last == day


@given(RULES.filter(lambda rule: rule.term_starts_on is not None), DAYS)
def test_terms_follow_each_other_without_gap_or_overlap(rule: Rule, day: date) -> None:
    first, last = window_of(rule, day)
    assert first <= day <= last
    assert window_of(rule, last + ONE_DAY)[0] == last + ONE_DAY
    assert window_of(rule, first - ONE_DAY)[1] == first - ONE_DAY


@given(RULES, st.lists(MARKS, max_size=20), MARKS, DAYS)
def test_one_more_mark_never_lessens_the_weight(
    rule: Rule, marks: list[Marked], more: Marked, day: date
) -> None:
    assert standing(rule, [*marks, more], day).weight >= standing(rule, marks, day).weight


def test_the_usual_rule_is_three_absences_in_six_rolling_months() -> None:
    day = date(2026, 8, 31)
    marks = [
        Marked(date(2026, 2, 28), "absent"),
        Marked(date(2026, 3, 1), "absent"),
        Marked(date(2026, 8, 31), "absent"),
        Marked(date(2026, 9, 1), "absent"),
        *[Marked(date(2026, 5, 7), mark) for mark in ("late", "excused", "substitute", "present")],
    ]
    found = standing(Rule(), marks, day)
    assert (found.weight, found.cap, found.first) == (200, 300, date(2026, 3, 1))


def test_days_on_leave_are_not_expected() -> None:
    day = date(2026, 8, 31)
    assert standing(Rule(), [Marked(day, "absent", is_expected=False)], day).weight == 0


@pytest.mark.parametrize(
    ("day", "term"),
    [
        (date(2026, 1, 31), (date(2026, 1, 31), date(2026, 2, 27))),
        (date(2026, 3, 30), (date(2026, 2, 28), date(2026, 3, 30))),
        (date(2026, 3, 31), (date(2026, 3, 31), date(2026, 4, 29))),
        (date(2025, 12, 30), (date(2025, 11, 30), date(2025, 12, 30))),
    ],
)
def test_a_term_that_begins_on_a_31st_returns_to_it(day: date, term: tuple[date, date]) -> None:
    assert window_of(Rule(months=1, term_starts_on=date(2026, 1, 31)), day) == term
