"""The trend's quick way of counting agrees with the slow one, and its drawing stays in the frame."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupnet.reciprocity.chart import BOTTOM, TOP, draw_chart
from groupnet.reciprocity.figures import compute_figures
from groupnet.reciprocity.trend import Point, reckon_trend, windows_of_trend
from groupnet.reciprocity.windows import Window, default_window

TODAY = date(2026, 11, 23)
WINDOWS = windows_of_trend(default_window(TODAY, 3), TODAY)
SINCE = WINDOWS[0].start
MONTHS = 14
PEOPLE = range(5)

passed = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), st.integers(0, MONTHS - 1))
rows = st.lists(passed.filter(lambda row: row[0] != row[1]), max_size=60)
masks = st.lists(st.integers(0, 2 ** len(WINDOWS) - 1), min_size=len(PEOPLE), max_size=len(PEOPLE))


def month_start(number: int) -> date:
    year, month = divmod(SINCE.year * 12 + SINCE.month - 1 + number, 12)
    return date(year, month + 1, 1)


def months_of(found: list[tuple[int, int, int]]) -> dict[tuple[int, int], int]:
    months: dict[tuple[int, int], int] = {}
    for giver, receiver, month in found:
        months[giver, receiver] = months.get((giver, receiver), 0) | 1 << month
    return months


@given(rows, masks)
@settings(deadline=None)
def test_each_point_is_what_the_board_would_say_of_its_window(
    found: list[tuple[int, int, int]], member_masks: list[int]
) -> None:
    points = reckon_trend(WINDOWS, dict(enumerate(member_masks)), months_of(found), since=SINCE)
    for number, (window, point) in enumerate(zip(WINDOWS, points, strict=True)):
        counts: dict[tuple[int, int], int] = {}
        for giver, receiver, month in found:
            if window.start <= month_start(month) <= window.end:
                counts[giver, receiver] = counts.get((giver, receiver), 0) + 1
        figures = compute_figures((i for i in PEOPLE if member_masks[i] >> number & 1), counts)
        assert (point.ties, point.both_ways) == (figures.ties, figures.ties_both_ways)
        assert point.chance_ties == pytest.approx(figures.chance_ties or 0.0)
        assert point.told == (figures.ties >= 3 and figures.people >= 3)


def test_the_windows_are_equally_long_and_end_with_each_of_twelve_months() -> None:
    windows = windows_of_trend(default_window(TODAY, 6), TODAY)
    assert len(windows) == 12
    assert windows[-1] == Window(date(2026, 5, 1), date(2026, 10, 31))
    assert windows[0].end == date(2025, 11, 30)


def test_a_past_window_ends_its_trend_with_its_own_last_whole_month() -> None:
    windows = windows_of_trend(Window(date(2025, 1, 1), date(2025, 3, 31)), TODAY)
    assert windows[-1] == Window(date(2025, 1, 1), date(2025, 3, 31))


def test_more_than_two_years_have_no_trend() -> None:
    assert windows_of_trend(Window(date(2022, 1, 1), TODAY), TODAY) == []
    assert reckon_trend([], {}, {}, since=SINCE) == []


def test_besides_somebodys_own_ties_there_must_be_enough() -> None:
    months = dict.fromkeys([(0, 1), (1, 0), (0, 2), (1, 2)], 2**MONTHS - 1)
    everybody = dict.fromkeys(PEOPLE, 2 ** len(WINDOWS) - 1)
    assert all(point.told for point in reckon_trend(WINDOWS, everybody, months, since=SINCE))
    assert not any(point.told for point in reckon_trend(WINDOWS, everybody, months, since=SINCE, besides=0))


def points(*facts: tuple[int, int, bool]) -> list[Point]:
    start = date(2026, 1, 1)
    return [
        Point(Window(start, start + timedelta(days=30)), ties, both, ties / 4, told)
        for ties, both, told in facts
    ]


def test_the_line_has_a_gap_where_there_is_too_little_to_say() -> None:
    chart = draw_chart(points((8, 4, True), (8, 6, True), (1, 0, False), (8, 8, True), (8, 2, True)))
    assert chart is not None
    assert len(chart.share) == len(chart.chance) == 2
    assert len(chart.dots) == 4


def test_the_drawing_stays_between_its_top_and_its_axis() -> None:
    chart = draw_chart(points((8, 8, True), (8, 0, True)))
    assert chart is not None
    assert [y for _, y in chart.dots] == [TOP, BOTTOM]
    assert chart.latest is not None
    assert chart.latest[2] == 0
    assert (chart.last.share, chart.last.chance_share) == (0, 8 / 4 / 8)


def test_the_drawing_says_from_when_on_there_is_enough_to_say() -> None:
    late = points((1, 0, False), (8, 4, True), (8, 6, True))
    chart, whole = draw_chart(late), draw_chart(late[1:])
    assert chart is not None
    assert whole is not None
    assert chart.begins == late[1].window.end
    assert whole.begins is None


def test_one_point_is_no_line() -> None:
    assert draw_chart(points((8, 4, True), (1, 0, False))) is None
    assert draw_chart([]) is None
