"""The dates that a change of a series brings, seen and saved."""

import html
import re

from werkzeug.test import TestResponse

from tests.browser import Browser


def see_dates(browser: Browser, page: TestResponse, **typed: object) -> TestResponse:
    """Save a change that brings other days: the page of dates comes first."""
    dates = browser.submit(page, typed)
    assert dates.status_code == 200
    assert "Are these the days?" in dates.text
    return dates


def save_dates(browser: Browser, dates: TestResponse, *, without: str = "", **typed: object) -> TestResponse:
    """Save from the page of dates, one of its ticks taken away."""
    key = re.search(r'name="seen" value="([^"]+)"', dates.text)
    assert key is not None
    ticked = re.findall(r'name="meets" value="([^"]+)" checked', dates.text)
    meets = [day for day in ticked if day != without]
    return browser.submit(dates, {"meets": meets, "seen": html.unescape(key[1]), **typed})


def save_seen(browser: Browser, page: TestResponse, **typed: object) -> TestResponse:
    """Both in one."""
    return save_dates(browser, see_dates(browser, page, **typed))
