from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupnet.reciprocity.windows import (
    Window,
    default_window,
    trend_windows,
    whole_months,
)

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))


def test_a_window_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Window(date(2026, 11, 2), date(2026, 11, 1))


def test_a_window_holds_both_its_ends() -> None:
    assert Window(date(2026, 11, 1), date(2026, 11, 3)).days == 3


@pytest.mark.parametrize(
    ("today", "months", "start"),
    [
        (date(2026, 11, 23), 6, date(2026, 5, 24)),
        (date(2026, 11, 23), 12, date(2025, 11, 24)),
        (date(2026, 8, 31), 6, date(2026, 3, 1)),
        (date(2024, 8, 31), 6, date(2024, 3, 1)),
        (date(2026, 8, 30), 6, date(2026, 3, 1)),
        (date(2026, 8, 27), 6, date(2026, 2, 28)),
        (date(2026, 5, 31), 3, date(2026, 3, 1)),
        (date(2026, 2, 28), 6, date(2025, 8, 29)),
        (date(2024, 2, 29), 12, date(2023, 3, 1)),
        (date(2026, 12, 31), 6, date(2026, 7, 1)),
        (date(2026, 1, 15), 1, date(2025, 12, 16)),
    ],
)
def test_the_default_window_reaches_back_whole_months(today: date, months: int, start: date) -> None:
    assert default_window(today, months) == Window(start, today)


def test_the_default_window_is_six_months() -> None:
    assert default_window(date(2026, 11, 23)) == default_window(date(2026, 11, 23), 6)


@pytest.mark.parametrize("months", [0, -1, 12 * 3000])
def test_an_impossible_number_of_months_is_refused(months: int) -> None:
    with pytest.raises(ValueError, match=r"must be 1 or more|out of the calendar"):
        default_window(date(2026, 11, 23), months)


def test_the_trend_ends_each_month_and_leaves_the_present_one_out() -> None:
    assert trend_windows(date(2026, 3, 14), 6, 3) == [
        Window(date(2025, 7, 1), date(2025, 12, 31)),
        Window(date(2025, 8, 1), date(2026, 1, 31)),
        Window(date(2025, 9, 1), date(2026, 2, 28)),
    ]


def test_the_trend_takes_a_month_in_only_once_it_is_over() -> None:
    assert trend_windows(date(2026, 3, 31), 1, 1) == [Window(date(2026, 2, 1), date(2026, 2, 28))]
    assert trend_windows(date(2026, 4, 1), 1, 1) == [Window(date(2026, 3, 1), date(2026, 3, 31))]


@pytest.mark.parametrize(("months", "count"), [(0, 3), (6, 0)])
def test_a_trend_of_nothing_is_refused(months: int, count: int) -> None:
    with pytest.raises(ValueError, match="must be 1 or more"):
        trend_windows(date(2026, 3, 14), months, count)


@given(today=days, months=st.integers(1, 24), count=st.integers(1, 24))
@settings(deadline=None)
def test_the_windows_of_a_trend_are_equally_many_whole_months(today: date, months: int, count: int) -> None:
    windows = trend_windows(today, months, count)
    assert len(windows) == count
    assert windows == sorted(windows, key=lambda window: window.end)
    assert all(len(whole_months(window, today)) == months for window in windows)
    assert windows[-1].end == today.replace(day=1) - timedelta(days=1)


def test_T15_only_months_wholly_inside_the_window_and_over_are_summed() -> None:
    window = Window(date(2026, 5, 24), date(2026, 11, 23))
    assert [month.start for month in whole_months(window, date(2026, 11, 23))] == [
        date(2026, month, 1) for month in (6, 7, 8, 9, 10)
    ]


def test_T15_a_month_is_summed_from_the_day_after_its_last() -> None:
    october = Window(date(2026, 10, 1), date(2026, 10, 31))
    assert whole_months(october, date(2026, 10, 31)) == []
    assert whole_months(october, date(2026, 11, 1)) == [october]


@pytest.mark.parametrize(
    "narrow",
    [
        Window(date(2026, 10, 2), date(2026, 10, 31)),
        Window(date(2026, 10, 1), date(2026, 10, 30)),
        Window(date(2026, 9, 2), date(2026, 10, 30)),
        Window(date(2030, 1, 1), date(2030, 12, 31)),
        Window(date(9999, 12, 2), date.max),
    ],
)
def test_T15_a_window_without_a_whole_past_month_has_nothing_to_sum(narrow: Window) -> None:
    assert whole_months(narrow, date(2026, 11, 23)) == []
