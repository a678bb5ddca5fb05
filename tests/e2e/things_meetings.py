"""One of everything around meetings, made by the demo's admin and one other member."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from tests.e2e.meetings import schedule_once, today
from tests.e2e.things import Things, last_number
from tests.e2e.visitor import Visitor

FAR = 320
"""Days ahead: no page but their own shows them."""
QUERIES = {
    "next": "select id from meeting where group_id = 1 and status = 'scheduled' and series_id is not null "
    "and starts_at > datetime() order by starts_at limit 1 offset 1",
    "held": "select id from meeting where group_id = 1 and status = 'held' order by starts_at desc limit 1",
    "evening": "select id from meeting where group_id = 1 and capacity = 12",
    "series": "select id from meeting_series where group_id = 1 order by id limit 1",
    "expected": "select id from visitor where group_id = 1 and status = 'expected' limit 1",
    "came": "select id from visitor where group_id = 1 and status = 'came' limit 1",
    "applicant": "select id from visitor where group_id = 1 and status = 'applied' limit 1",
}
"""Those that the demo has. The next meeting is the one after the next, which is open on every day."""


def make_meeting_things(admin: Visitor, other: Visitor, data_dir: Path) -> Things:
    """A one-to-one that is agreed, and what was proposed to the admin and by the admin."""
    database = next(data_dir.rglob("groupnet.sqlite3"))
    with closing(sqlite3.connect(database)) as connection:
        found = {name: connection.execute(query).fetchone()[0] for name, query in QUERIES.items()}
        query = "select id from meeting_slot where meeting_id = ? order by id limit 1"
        slot = connection.execute(query, (found["next"],)).fetchone()[0]
    agreed = _agree(admin, _propose(other, "Chiara"))
    asked = _propose(other, "Chiara")
    return {
        **found,
        **{"slot": slot, "agreed": agreed, "asked": asked, "proposed": _propose(admin, "Amara")},
        **{"draft": _draft(admin), "cancelled": _cancel(admin)},
    }


def _draft(admin: Visitor) -> int:
    page = admin.open("meetings/new")
    page.get_by_label("Title").fill("Perhaps a picnic")
    page.get_by_label("Day, or the first of them").fill((today() + timedelta(days=FAR)).isoformat())
    page.get_by_label("Just once").check(force=True)
    with page.expect_navigation():
        admin.tap(page.locator("button[value=draft]"))
    return last_number(page.url)


def _cancel(admin: Visitor) -> int:
    meeting = schedule_once(admin, "No picnic", FAR)
    page = admin.open(f"meetings/{meeting}/cancel")
    page.get_by_label("Why?").fill("It rains.")
    with page.expect_navigation():
        admin.tap(page.locator("main form").get_by_role("button"))
    return meeting


def _propose(visitor: Visitor, name: str) -> int:
    visitor.open("one-to-ones/propose")
    visitor.pick(name)
    visitor.press(f"Next: a time with {name}" if visitor.has_scripts else "Next")
    visitor.press(f"Propose to {name}")
    return last_number(visitor.page.url)


def _agree(admin: Visitor, proposal: int) -> int:
    page = admin.open(f"one-to-ones/proposals/{proposal}")
    page.get_by_role("radio").first.check(force=True)
    admin.press("Accept")
    return last_number(page.url)
