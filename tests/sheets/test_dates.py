"""Dates: read when certain, refused with the way to settle them when not."""

from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groupnet.sheets import AmbiguousDate, BadCell, DateOrder, parse_date, suggest_date_order

THIRD_OF_DECEMBER = date(2025, 12, 3)
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2025-12-03",
        "2025-12-3",
        "2025/12/03",
        "2025.12.03",
        "20251203",
        "2025-12-03T00:00:00",
        "2025-12-03 14:30",
        "2025-12-03T14:30:00.000Z",
        "2025-12-03T14:30:00+01:00",
        "3 Dec 2025",
        "03 December 2025",
        "3rd of December 2025",
        "Dec 3, 2025",
        "december 3rd 2025",
        "3-Dec-2025",
        "3-Dec-25",
        "3.Dec.2025",
        "2025 Dec 3",
        "Wed, 3 Dec 2025",
        "Wednesday 3 December 2025",
        "03.12.2025",
        "3. 12. 2025",
        "\ufeff2025-12-03\u00a0",
        "Dec 3, 2025, 2:26 PM",
    ],
)
def test_a_date_that_is_certain_by_itself_is_read_without_an_order(text: str) -> None:
    assert parse_date(text) == THIRD_OF_DECEMBER


def test_a_number_over_twelve_settles_a_date_and_so_do_equal_numbers() -> None:
    christmas = {parse_date(text) for text in ("25/12/2025", "12/25/2025", "12-25-2025 2:26 PM")}
    assert christmas == {date(2025, 12, 25)}
    assert parse_date("03/03/2025") == date(2025, 3, 3)


@pytest.mark.parametrize(
    "text", ["03/04/2025", "3-4-2025", "03/04/25", "25/12/25", "03.12.25", "3/4/2025 10:00"]
)
def test_T39_an_ambiguous_date_is_refused_with_the_option_that_settles_it(text: str) -> None:
    with pytest.raises(AmbiguousDate, match=r"--date-order dmy .*--date-order mdy"):
        parse_date(text)


def test_an_order_settles_what_is_ambiguous() -> None:
    assert parse_date("03/04/2025", "dmy") == date(2025, 4, 3)
    assert parse_date("03/04/2025", "mdy") == date(2025, 3, 4)
    assert parse_date("3/4/25", "mdy") == date(2025, 3, 4)
    assert parse_date("25/12/03", "ymd") == THIRD_OF_DECEMBER
    assert parse_date("3/4/99", "dmy") == date(1999, 4, 3)


@pytest.mark.parametrize(
    ("text", "order"), [("12/25/2025", "dmy"), ("25.12.2025", "mdy"), ("25/12/2025", "ymd")]
)
def test_T39_a_date_that_contradicts_the_order_is_refused(text: str, order: DateOrder) -> None:
    with pytest.raises(BadCell, match=text):
        parse_date(text, order)


def test_an_order_leaves_certain_dates_alone() -> None:
    orders: tuple[DateOrder, ...] = ("dmy", "mdy", "ymd")
    assert {parse_date(text, order) for text in ("2025-12-03", "Dec 3, 2025") for order in orders} == {
        THIRD_OF_DECEMBER
    }


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2025",
        "2025-13-01",
        "32.1.2025",
        "yesterday",
        "12",
        "2025",
        "3 Foo 2025",
        "2025-12-03x",
        "99/99/9999",
        "0001-01-01",
        "9999-12-31",
        "3 Dec",
        "12/2025",
        "٣/٤/٢٠٢٥",
    ],
)
def test_T39_what_is_no_date_is_refused_in_a_sentence_that_shows_it(text: str) -> None:
    with pytest.raises(BadCell, match=text):
        parse_date(text)


def test_an_empty_cell_and_a_bare_number_are_no_dates() -> None:
    for nothing in (None, "", " \u00a0"):
        with pytest.raises(BadCell, match="missing"):
            parse_date(nothing)
    with pytest.raises(BadCell, match="45994 is a number"):
        parse_date(Decimal(45994))


def test_a_typed_date_stays_and_a_time_of_day_is_dropped() -> None:
    assert parse_date(THIRD_OF_DECEMBER) == THIRD_OF_DECEMBER
    found = parse_date(datetime(2025, 12, 3, 23, 59))  # noqa: DTZ001 (workbooks know no zones)
    assert found == THIRD_OF_DECEMBER
    assert not isinstance(found, datetime)


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d %B %Y", "%b %d, %Y", "%Y%m%d", "%A, %d %b %Y"]))
def test_every_day_is_read_back_from_certain_ways_to_write_it(day: date, pattern: str) -> None:
    assert parse_date(day.strftime(pattern)) == day


@given(DAYS, st.sampled_from([("dmy", "%d/%m/%Y"), ("mdy", "%m/%d/%Y"), ("dmy", "%d-%m-%Y")]))
def test_every_day_is_read_back_with_its_order_and_never_as_another_day_without(
    day: date, written: tuple[DateOrder, str]
) -> None:
    order, pattern = written
    assert parse_date(day.strftime(pattern), order) == day
    try:
        assert parse_date(day.strftime(pattern)) == day
    except AmbiguousDate:
        assert day.day <= 12
        assert day.day != day.month


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    with suppress(BadCell):
        assert isinstance(parse_date(text), date)


def test_an_order_is_suggested_only_where_one_alone_reads_the_column() -> None:
    assert suggest_date_order(["03/04/2025", "25/12/2025", "", None]) == "dmy"
    assert suggest_date_order(["03/04/2025", "12/25/2025"]) == "mdy"
    assert suggest_date_order(["03/04/2025", "05/06/2025"]) is None
    assert suggest_date_order(["25/12/2025", "12/25/2025"]) is None
    assert suggest_date_order([]) is None
