"""The days that a series leaves out, on its form: ticks taken away, and one more."""

import re

from tests.browser import Browser
from tests.meetings.seen import save_seen
from tests.meetings.timetable import Timetable


def test_a_day_left_out_is_taken_back_and_another_added(table: Timetable, browser: Browser) -> None:
    first, second, third = (table.coming(weeks=number) for number in (1, 2, 3))
    series = table.start(skipped=frozenset({first, second}))
    browser.sign_in(table.organiser)
    page = browser.get(f"meetings/series/{series.id}/edit")
    ticked = re.findall(r'name="skipped" value="([^"]+)" checked', page.text)
    assert ticked == [first.isoformat(), second.isoformat()]
    sent = save_seen(browser, page, skipped=[second.isoformat(), third.isoformat()])
    assert sent.status_code == 303
    again = browser.get(f"meetings/series/{series.id}/edit").text
    assert re.findall(r'name="skipped" value="([^"]+)" checked', again) == [
        second.isoformat(),
        third.isoformat(),
    ]


def test_what_is_no_day_is_named(table: Timetable, browser: Browser) -> None:
    series = table.start()
    browser.sign_in(table.organiser)
    sent = browser.submit(f"meetings/series/{series.id}/edit", {"skipped": "Christmas"})
    assert sent.status_code == 422
    assert "“Christmas” is no day." in sent.text
