"""The page of dates of a new series: what is scheduled, what stands on these days already."""

import html
import json
import re

from tests.browser import Browser
from tests.meetings.test_scheduling_pages import typed
from tests.meetings.timetable import Timetable
from tests.statements import count_statements

MOST_STATEMENTS = 6


def dates_of(browser: Browser, table: Timetable, **fields: object) -> str:
    page = browser.post("meetings/dates", typed(table, repeats="week", **fields))
    assert page.status_code == 200
    return re.sub(r"<svg.*?</svg>", "", page.text, flags=re.DOTALL).partition("<main")[2]


def test_what_is_scheduled_stands_above_its_dates(table: Timetable, browser: Browser) -> None:
    browser.sign_in(table.organiser)
    page = dates_of(browser, table, title="Early birds", minutes="120", place="The loft")
    planned = re.sub(r"<[^>]+>", "", page[: page.index("Are these the days?")])
    assert "Early birds · 07:00–09:00 · The loft" in planned
    assert page.index("<summary>Change</summary>") < page.index("Are these the days?")


def test_a_series_without_a_place_says_so_before_it_is_scheduled(table: Timetable, browser: Browser) -> None:
    browser.sign_in(table.organiser)
    assert "no place yet" in dates_of(browser, table, place="")


def test_days_on_which_the_group_meets_already_are_marked(table: Timetable, browser: Browser) -> None:
    lunch = table.schedule(title="Long lunch", on_day=table.coming(weeks=2))
    table.start(title="Thursday breakfast", last_on=table.coming(weeks=1))
    browser.sign_in(table.organiser)
    page = dates_of(browser, table, title="Early birds")
    assert "On 2 of these days the group has “Thursday breakfast” already." in page
    assert "On 1 of these days the group has “Long lunch” already." in page
    label = re.search(rf'<label for="meets-{lunch.on_day}">(.*?)</label>', page)
    assert label is not None
    assert "Long lunch" in label[1]
    free = re.search(rf'<label for="meets-{table.coming(weeks=3)}">(.*?)</label>', page)
    assert free is not None
    assert "visually-hidden" not in free[1]


def test_a_cancelled_meeting_takes_no_day(table: Timetable, browser: Browser) -> None:
    meeting = table.schedule(title="Long lunch")
    browser.sign_in(table.organiser)
    browser.submit(f"meetings/{meeting.id}/cancel", {"reason": ""})
    assert "Long lunch" not in dates_of(browser, table)


def test_the_number_of_days_is_of_those_shown_where_no_script_counts(
    table: Timetable, browser: Browser
) -> None:
    browser.sign_in(table.organiser)
    page = dates_of(browser, table, last_on=table.coming(weeks=3))
    assert re.search(r'data-ticked="{n} of {all} days ticked">4 days shown<', page)


def test_the_form_is_filled_from_the_series_that_runs(table: Timetable, browser: Browser) -> None:
    table.start(place="The Ship Inn", minutes=75)
    table.schedule(title="Summer party", place="The beach", on_day=table.coming(5))
    browser.sign_in(table.organiser)
    page = browser.get("meetings/new").text
    assert 'value="The Ship Inn"' in page
    assert '<option selected value="75">' in page
    assert "The beach" not in page
    assert f'name="on_day" required type="date" value="{table.today}"' not in page
    day = re.search(r'id="on_day"[^>]*value="([^"]+)"', page)
    assert day is not None
    assert (table.coming().toordinal() - int(table.today.fromisoformat(day[1]).toordinal())) % 7 == 0


def test_without_a_series_no_place_is_guessed(table: Timetable, browser: Browser) -> None:
    table.schedule(title="Summer party", place="The beach", minutes=60)
    browser.sign_in(table.organiser)
    page = browser.get("meetings/new").text
    assert "The beach" not in page
    assert '<option selected value="60">' in page


def test_the_monthly_choices_carry_the_words_of_every_day(table: Timetable, browser: Browser) -> None:
    page = browser.sign_in(table.organiser).get("meetings/new").text
    carried = re.search(r'data-examples="([^"]+)"', page)
    assert carried is not None
    says = json.loads(html.unescape(carried[1]))
    assert says["nth"][3][5] == "Monthly, such as the fourth Saturday"
    assert says["nth"][5][0] == "Monthly, such as the last Monday"
    assert says["days"][27] == "Monthly, such as the 28th"


def test_the_page_of_dates_keeps_its_statements(table: Timetable, browser: Browser) -> None:
    table.start(title="Thursday breakfast")
    browser.sign_in(table.organiser)
    for path, body in (("meetings/dates", typed(table, repeats="week")), ("meetings/new", None)):
        with count_statements() as sent:
            answer = browser.post(path, body) if body else browser.get(path)
        assert answer.status_code == 200
        assert len(sent) <= MOST_STATEMENTS, "\n".join(sent)
