"""Meetings of the journeys: in the demo's small group, scheduled by its organiser, begun by the clock."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator

from tests.e2e.things import last_number
from tests.e2e.visitor import Visitor

ZONE = ZoneInfo("Europe/London")
ORGANISER = "alan.whitcombe@example.org"
"""Of Northside, whose first page no other journey looks at."""
A_WHILE = timedelta(minutes=30)


def today() -> date:
    """The day at the groups' place."""
    return datetime.now(ZONE).date()


def thursday(weeks: int) -> date:
    """A Thursday so many weeks after the coming one."""
    return today() + timedelta(days=(3 - today().weekday()) % 7 + 7 * weeks)


def schedule_once(
    organiser: Visitor, title: str, days: int, *, who: str = "Everybody is expected", places: str = ""
) -> int:
    """Schedule one meeting by the form; its id.

    Args:
        days: from today.
    """
    page = organiser.open("meetings/new")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Day, or the first of them").fill((today() + timedelta(days=days)).isoformat())
    page.get_by_label("Just once").check(force=True)
    page.get_by_label(who).check(force=True)
    unfold(organiser, "How many, speakers")
    page.get_by_label("How many can come?").fill(places)
    page.get_by_label("When it begins").check(force=True)
    organiser.press("Schedule it")
    assert page.get_by_text("Scheduled.").first.is_visible()
    return last_number(page.url)


def unfold(visitor: Visitor, words: str) -> None:
    """Open what is folded away, if it is."""
    summary = visitor.page.locator("summary").filter(has_text=words)
    if not summary.evaluate("summary => summary.parentElement.open"):
        visitor.tap(summary)


def begin(demo_dir: Path, meeting: int, after: timedelta) -> None:
    """Let a meeting begin so long from now, in the demo's own database: its clock is the machine's."""
    starts = datetime.now(UTC) + after
    at = [(starts + more).strftime("%Y-%m-%d %H:%M:%S.%f") for more in (timedelta(0), timedelta(minutes=90))]
    query = "update meeting set starts_at = ?, ends_at = ?, closes_at = ?, on_day = ? where id = ?"
    database = next(demo_dir.rglob("groupnet.sqlite3"))
    with closing(sqlite3.connect(database, timeout=30)) as connection, connection:
        values = (at[0], at[1], at[0], starts.astimezone(ZONE).date().isoformat(), meeting)
        assert connection.execute(query, values).rowcount == 1


def answer(member: Visitor, meeting: int, word: str) -> None:
    """Answer on the meeting's page."""
    member.open(f"meetings/{meeting}")
    member.press(word)


def chosen(member: Visitor) -> Locator:
    """The answer that is filled and ticked."""
    return member.page.get_by_role("main").locator(".answer button[aria-pressed=true]")
