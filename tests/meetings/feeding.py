"""Series with their meetings in the tables, and the feeds that show them."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group
from groupnet.meetings.feeds import feed_address
from groupnet.meetings.hours import hours_of
from groupnet.meetings.ical.entries import days_by
from groupnet.meetings.models import CalendarFeed, Meeting, MeetingSeries, MeetingStatus
from groupnet.meetings.service.feeds import renew_feed
from tests.browser import Browser
from tests.factories import World
from tests.meetings.reading_back import READERS, Read

A_YEAR = timedelta(days=365)


def give_series(world: World, group: Group, rule: str, first_on: date, until: date, **fields: Any) -> Any:
    """A series and its meetings up to a day, and these by the day their rule gave them.

    Returns:
        the series, and its meetings by their day.
    """
    with world.inside(group):
        now = utc_now()
        words = {"title": "Breakfast", "place": "The Ship Inn", "created_at": now, "changed_at": now}
        series = MeetingSeries(
            **{
                "status": MeetingStatus.SCHEDULED,
                "rule": rule,
                "first_on": first_on,
                "starts_time": time(7),
                "minutes": 90,
                "uid": f"series-{group.slug}-{first_on}-{rule}@example.org"[:80],
                **words,
                **fields,
            }
        )
        db.session.add(series)
        db.session.flush()
        meetings = {
            day: _meeting(series, group, day)
            for day in days_by(rule, since=first_on, first=first_on, last=until)
        }
        db.session.add_all(meetings.values())
        db.session.commit()
    return series, meetings


def _meeting(series: MeetingSeries, group: Group, day: date) -> Meeting:
    hours = hours_of(day, series.starts_time, series.minutes, 0, group.timezone)
    return Meeting(
        series_id=series.id,
        occurs_on=day,
        on_day=day,
        status=MeetingStatus.SCHEDULED,
        starts_at=hours.starts_at,
        ends_at=hours.ends_at,
        closes_at=hours.closes_at,
        **{name: getattr(series, name) for name in ("title", "place", "uid", "created_at", "changed_at")},
    )


def change(world: World, meeting: Meeting, **fields: Any) -> None:
    """Change a meeting as its organiser does."""
    with world.inside(meeting):
        row = db.session.merge(meeting)
        for name, value in {"changed_at": utc_now(), **fields}.items():
            setattr(row, name, value)
        row.sequence += 1
        db.session.commit()


def subscribe(world: World, person_id: int | None) -> str:
    """A person's feed; the path of its address."""
    assert person_id
    with world.app.app_context():
        feed: CalendarFeed = renew_feed(person_id=person_id, seen_id=0)
        db.session.commit()
        return urlsplit(feed_address(feed)).path


def shown(path: str, browser: Browser) -> list[Read]:
    """What both programs show of a feed, from long ago to beyond its end; they agree."""
    answer = browser.client.get(path)
    assert answer.status_code == 200, answer.status
    now = datetime.now(UTC)
    by_one, by_other = (read(answer.data, now - A_YEAR, now + A_YEAR) for read in READERS)
    assert by_one == by_other
    return by_one


def titles(path: str, browser: Browser) -> set[str]:
    """The titles that a feed shows."""
    return {one.title for one in shown(path, browser)}
