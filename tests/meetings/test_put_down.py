"""A meeting that has been already is put down for its attendance alone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from groupnet.core.errors import RuleBroken
from groupnet.meetings.signals import meeting_changed
from tests.browser import Browser
from tests.meetings.timetable import Timetable


def test_it_leads_to_the_attendance(table: Timetable, browser: Browser) -> None:
    browser.sign_in(table.organiser)
    fields = {"title": "Breakfast", "on_day": table.coming(weeks=-3).isoformat(), "starts_time": "07:00"}
    sent = browser.submit("meetings/new", {**fields, "repeats": "once", "has_been": "y"})
    assert sent.location.endswith("/attendance")
    assert "Recorded. Nobody is told. Mark who was here." in browser.get(sent.location).text


def test_nobody_is_told_even_while_it_goes_on(table: Timetable) -> None:
    heard: list[object] = []

    def hear(meeting: object, **_said: object) -> None:
        heard.append(meeting)

    on_day = table.coming()
    half_past = datetime.combine(on_day, datetime.min.time(), ZoneInfo(table.group.timezone))
    with meeting_changed.connected_to(hear), time_machine.travel(half_past.replace(hour=7, minute=30)):
        table.schedule(has_been=True, on_day=on_day)
    assert heard == []


def test_what_is_still_to_come_has_not_been(table: Timetable) -> None:
    with pytest.raises(RuleBroken, match="still to come"):
        table.schedule(has_been=True, on_day=table.coming() + timedelta(days=7))
