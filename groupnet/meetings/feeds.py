"""The secret address of a person's calendar: made of a row's nonce and the server's key, and never stored."""

from hmac import compare_digest

from groupnet.core.addresses import site_address
from groupnet.core.signing import read_signed, sign
from groupnet.meetings.models import CalendarFeed

_PURPOSE = "groupnet.calendar"


def feed_address(feed: CalendarFeed) -> str:
    """The whole address to subscribe to."""
    return site_address("calendar.show", token=sign(_PURPOSE, [feed.id, feed.nonce]))


def read_feed_token(token: str) -> tuple[int, str] | None:
    """The id and the nonce that an address holds; None if it was not made here."""
    content = read_signed(_PURPOSE, token)
    return None if content is None else (int(content[0]), str(content[1]))


def opens(feed: CalendarFeed, nonce: str) -> bool:
    """Whether an address with this nonce opens a feed: it is the feed's own, and not ended."""
    return feed.revoked_at is None and compare_digest(feed.nonce, nonce)
