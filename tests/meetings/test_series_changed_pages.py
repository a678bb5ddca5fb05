"""A series changed in the browser: the days seen before, its parts linked, the list of all."""

import re
from typing import Any

import pytest

from groupnet.core.db import db
from groupnet.meetings.models import Answer, MeetingStatus
from groupnet.meetings.queries.series import get_series, get_with_neighbours
from groupnet.meetings.recurrence import Weekly
from groupnet.meetings.service.changing import change_series
from groupnet.meetings.service.previewing import preview_change
from tests.browser import Browser
from tests.meetings.changes import change
from tests.meetings.seen import save_dates, save_seen, see_dates
from tests.meetings.timetable import Timetable
from tests.statements import count_statements

FRIDAY = 4
MOST_STATEMENTS = 6


def plain(text: str) -> str:
    main = re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL).partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", "", main).split())


def test_another_weekday_is_seen_before_it_is_saved(table: Timetable, browser: Browser) -> None:
    series = table.start(last_on=table.coming(weeks=9))
    meetings = table.meetings(series)
    for one in (meetings[1], meetings[4], meetings[5]):
        table.world.answer(one, table.member, Answer.COMING)
    browser.sign_in(table.organiser)
    friday = table.coming(weeks=4).toordinal() + 1
    page = browser.get(f"meetings/series/{series.id}/edit?from={meetings[4].occurs_on}")
    day = table.today.fromordinal(friday)
    dates = see_dates(browser, page, on_day=day.isoformat(), last_on=table.coming(weeks=10).isoformat())
    said = plain(dates.text)
    assert "6 meetings fall away; 2 answers fall with them, and those who gave them are told." in said
    assert "6 new meetings are made." in said
    assert "Every Friday." in said
    assert len(table.meetings(series)) == 10
    assert {one.status for one in table.meetings(series)} == {MeetingStatus.SCHEDULED}
    sent = save_dates(browser, dates)
    assert sent.status_code == 303
    assert "Every Friday" in browser.get(sent.location).text


def test_meetings_that_keep_their_day_are_counted_with_their_answers(
    table: Timetable, browser: Browser
) -> None:
    series = table.start(last_on=table.coming(weeks=7))
    meetings = table.meetings(series)
    table.world.answer(meetings[2], table.member, Answer.COMING)
    page = browser.sign_in(table.organiser).get(f"meetings/series/{series.id}/edit")
    said = plain(see_dates(browser, page, repeats="two-weeks").text)
    assert "4 meetings keep their day; 1 answer stands." in said
    assert "4 meetings fall away; nobody has answered yet." in said


def test_a_day_unticked_before_saving_has_no_meeting(table: Timetable, browser: Browser) -> None:
    series = table.start()
    left_out = table.coming(weeks=8).isoformat()
    page = browser.sign_in(table.organiser).get(f"meetings/series/{series.id}/edit")
    dates = see_dates(browser, page, repeats="two-weeks")
    sent = save_dates(browser, dates, without=left_out)
    after = browser.get(sent.location).text
    assert re.search(rf'datetime="{left_out}">[^<]+</time> · no meeting', after)


def test_dates_that_were_not_seen_are_not_saved(table: Timetable, browser: Browser) -> None:
    series = table.start()
    page = browser.sign_in(table.organiser).get(f"meetings/series/{series.id}/edit")
    dates = see_dates(browser, page, repeats="two-weeks")
    again = save_dates(browser, dates, repeats="month-weekday")
    assert again.status_code == 200
    assert "of the month" in plain(again.text)
    assert save_dates(browser, again).status_code == 303


@pytest.mark.parametrize(
    "typed", [{"title": "Early birds"}, {"starts_time": "08:00"}, {"place": "The Crown"}]
)
def test_words_and_hours_are_saved_at_once(table: Timetable, browser: Browser, typed: dict[str, str]) -> None:
    series = table.start()
    page = browser.sign_in(table.organiser).get(f"meetings/series/{series.id}/edit")
    assert browser.submit(page, typed).status_code == 303


def test_the_parts_of_a_series_lead_to_each_other(table: Timetable, browser: Browser) -> None:
    series = table.start()
    third = table.meetings(series)[2]
    browser.sign_in(table.organiser)
    page = browser.get(f"meetings/series/{series.id}/edit?from={third.occurs_on}")
    friday = table.today.fromordinal(third.on_day.toordinal() + 1)
    sent = save_seen(browser, page, on_day=friday.isoformat())
    browser.sign_in(table.member)
    new, old = browser.get(sent.location).text, browser.get(f"meetings/series/{series.id}").text
    assert re.search(rf'href="/g/harbour/meetings/series/{series.id}">Until [^<]+: Every Thursday<', new)
    assert re.search(rf'href="{sent.location}">From [^<]+: Every Friday<', old)


def test_a_series_ends_on_its_last_day_not_on_the_day_before_the_change(
    table: Timetable, browser: Browser
) -> None:
    series = table.start()
    change(table, series, following=table.coming(weeks=3), starts_time=table.plan().starts_time, minutes=60)
    browser.sign_in(table.member)
    last = table.coming(weeks=2)
    assert re.search(rf"until Thu {last.day} ", plain(browser.get(f"meetings/series/{series.id}").text))


def test_a_part_between_two_parts_is_reached_from_both(table: Timetable) -> None:
    first = table.start()
    last = change(table, first, following=table.coming(weeks=8), minutes=60)
    middle = change(table, first, following=table.coming(weeks=4), minutes=75)
    with table.world.inside(table.group):
        _, *around = get_with_neighbours(middle.id, table.organiser)
        assert [one.id if one else None for one in around] == [first.id, last.id]


def test_what_was_previewed_is_what_comes(table: Timetable) -> None:
    series = table.start(last_on=table.coming(weeks=9))
    plan = table.series_plan(rule=Weekly(1, (FRIDAY,)), on_day=table.coming(weeks=4))
    with table.world.inside(table.group):
        held = get_series(series.id, table.organiser, to_change=True)
        facts: dict[str, Any] = {
            "group": table.group,
            "today": table.today,
            "following": table.coming(weeks=4),
        }
        brings = preview_change(series=held, plan=plan, **facts)
        new = change_series(acting=table.organiser, series=held, plan=plan, **facts)
        db.session.commit()
    made = [one for one in table.meetings(new) if one.status is MeetingStatus.SCHEDULED]
    assert [one.on_day for one in made] == brings.days
    assert (brings.made, brings.stay) == (len(made), 0)
    assert len(table.meetings(series)) == 10 - brings.fall


def test_organisers_find_all_series_in_one_list(table: Timetable, browser: Browser) -> None:
    over = table.start(title="Old breakfast", last_on=table.coming(weeks=3))
    table.start(title="Monthly drinks", is_draft=True)
    browser.sign_in(table.organiser)
    browser.submit(f"meetings/series/{over.id}/cancel", {"reason": ""})
    assert 'href="/g/harbour/meetings/series"' in browser.get("meetings").text
    with count_statements() as sent:
        page = plain(browser.get("meetings/series").text)
    assert len(sent) <= MOST_STATEMENTS
    assert page.index("Monthly drinks") < page.index("Old breakfast")
    assert "no day is to come" in page
    browser.sign_in(table.member)
    assert browser.get("meetings/series").status_code == 403
    assert 'href="/g/harbour/meetings/series"' not in browser.get("meetings").text
