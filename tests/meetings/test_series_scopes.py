"""Only this one, this and all after, all to come: asked while a change is typed, which is not lost."""

import re
from typing import Any

from werkzeug.test import TestResponse

from tests.browser import Browser
from tests.meetings.timetable import Timetable


def switch(browser: Browser, page: TestResponse, series_id: int, scope: str, **typed: Any) -> TestResponse:
    """Press another scope, with some fields filled in."""
    fields = dict(re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page.text))
    kept = {name: fields[name] for name in ("of", "was", "version", "csrf_token", "from") if name in fields}
    ids = {name: value_of(page.text, name) for name in ("title", "place", "starts_time", "on_day", "minutes")}
    body = {**kept, **ids, **chosen(page.text), **typed, "scope": scope}
    return browser.post(f"meetings/series/{series_id}/scope", body)


def value_of(text: str, name: str) -> str:
    if name == "minutes":
        found = re.search(r'<option selected value="(\d+)"', text)
    else:
        tag = re.search(rf'<input[^>]* id="{name}"[^>]*>', text)
        assert tag is not None, name
        found = re.search(r'value="([^"]*)"', tag[0])
    assert found is not None, name
    return found[1]


def chosen(text: str) -> dict[str, str]:
    radios = re.findall(r'<input type="radio" id="[^"]+" name="([^"]+)" value="([^"]+)" checked', text)
    return dict(radios)


def test_what_was_typed_for_one_meeting_goes_along_to_all(table: Timetable, browser: Browser) -> None:
    series = table.start(place="The Ship Inn")
    second = table.meetings(series)[1]
    browser.sign_in(table.organiser)
    page = browser.get(f"meetings/{second.id}/edit")
    for scope in ("following", "all"):
        after = switch(browser, page, series.id, scope, place="The Crown", starts_time="08:15")
        assert after.status_code == 200
        assert value_of(after.text, "place") == "The Crown"
        assert value_of(after.text, "starts_time") == "08:15"
        assert value_of(after.text, "title") == "Breakfast"
        assert table.meetings(series)[1].place == "The Ship Inn"
    sent = browser.submit(after, {})
    assert sent.status_code == 303
    assert {one.place for one in table.meetings(series)} | {"The Crown"} == {"The Crown"}


def test_and_back_again(table: Timetable, browser: Browser) -> None:
    series = table.start()
    second = table.meetings(series)[1]
    browser.sign_in(table.organiser)
    page = browser.get(f"meetings/series/{series.id}/edit?from={second.occurs_on}")
    everything = switch(browser, page, series.id, "all", title="Early birds")
    assert "All meetings to come" in everything.text
    alone = switch(browser, everything, series.id, "this", title="Early birds", place="The loft")
    assert "Change a meeting" in alone.text
    assert (value_of(alone.text, "title"), value_of(alone.text, "place")) == ("Early birds", "The loft")
    assert browser.submit(alone, {}).status_code == 303
    assert [one.title for one in table.meetings(series)[:3]] == ["Breakfast", "Early birds", "Breakfast"]


def test_what_one_meeting_has_for_itself_does_not_go_along_untyped(
    table: Timetable, browser: Browser
) -> None:
    series = table.start(place="The Ship Inn")
    second = table.meetings(series)[1]
    browser.sign_in(table.organiser)
    assert browser.submit(f"meetings/{second.id}/edit", {"place": "The beach"}).status_code == 303
    page = browser.get(f"meetings/{second.id}/edit")
    after = switch(browser, page, series.id, "all", title="Early birds")
    assert value_of(after.text, "place") == "The Ship Inn"
    assert value_of(after.text, "title") == "Early birds"


def test_what_cannot_be_read_stands_there_still(table: Timetable, browser: Browser) -> None:
    series = table.start()
    second = table.meetings(series)[1]
    page = browser.sign_in(table.organiser).get(f"meetings/{second.id}/edit")
    after = switch(browser, page, series.id, "following", capacity="a dozen", place="The Crown")
    assert value_of(after.text, "capacity") == "a dozen"
    assert value_of(after.text, "place") == "The Crown"


def test_T47_what_somebody_saved_meanwhile_is_shown_before_the_scope_is_another(
    table: Timetable, browser: Browser
) -> None:
    series = table.start()
    second = table.meetings(series)[1]
    browser.sign_in(table.organiser)
    page = browser.get(f"meetings/{second.id}/edit")
    assert browser.submit(page, {"place": "The Crown"}).status_code == 303
    late = switch(browser, page, series.id, "all", place="The Anchor")
    assert late.status_code == 409
    assert "The Crown" in late.text
    assert value_of(late.text, "place") == "The Anchor"


def test_a_meeting_by_itself_asks_for_no_scope(table: Timetable, browser: Browser) -> None:
    meeting = table.schedule()
    assert (
        "This and all after" not in browser.sign_in(table.organiser).get(f"meetings/{meeting.id}/edit").text
    )
