"""Making and ending the secret address of a person's calendar."""

import secrets

from sqlalchemy import delete, select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.meetings.models import CalendarFeed
from groupnet.meetings.queries.feeds import find_own_feed
from groupnet.people.models import Person


def renew_feed(*, person_id: int, seen_id: int) -> CalendarFeed:
    """A new address; the one before stops working. Sent twenty times it makes one.

    Args:
        seen_id: of the feed on the page that asked, 0 where there was none: another that works by now is it.
    """
    _take_turns(person_id)
    present = find_own_feed(person_id)
    if present is not None and present.id != seen_id:
        return present
    feed = CalendarFeed(person_id=person_id, nonce=secrets.token_hex(16), created_at=utc_now())
    db.session.add(feed)
    db.session.flush()
    # after the new one is there: else it might get an id that a page has seen
    old = delete(CalendarFeed).where(CalendarFeed.person_id == person_id, CalendarFeed.id != feed.id)
    db.session.execute(old)
    return feed


def end_feed(*, person_id: int, seen_id: int) -> None:
    """Let the address on the page that asked stop working."""
    _take_turns(person_id)
    present = find_own_feed(person_id)
    if present is not None and present.id == seen_id:
        present.revoked_at = utc_now()
        db.session.flush()


def _take_turns(person_id: int) -> None:
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
