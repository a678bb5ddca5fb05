"""The next meetings on the first page: one in full with its answer, those of the other groups a line each."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from groupnet.groups.models import Group
from groupnet.groups.places import Place
from groupnet.meetings.queries.next_meetings import NextMeeting
from groupnet.meetings.words import hours_words


@dataclass(frozen=True)
class Card:
    """A next meeting, as its card says it."""

    found: NextMeeting
    group: Group
    hours: str
    """From when to when, by its group's clock."""
    url: str
    answer_url: str
    place: str
    """The group's name, where the person has several."""


def write_meetings(found: Sequence[NextMeeting], places: Sequence[Place]) -> list[Card]:
    """A card for each, soonest first."""
    groups = {place.membership.id: place.group for place in places}
    return [_card(one, groups[one.membership_id], tagged=len(places) > 1) for one in found]


def to_answer(found: Sequence[NextMeeting]) -> str | None:
    """Where the soonest meeting is answered, if it still waits for the person's own word."""
    waiting = (one for one in found if one.may_answer and one.mine.answer is None)
    first = next(waiting, None)
    if first is None:
        return None
    return url_for("group.meetings.ask", slug=first.group_slug, meeting_id=first.meeting.id)


def _card(one: NextMeeting, group: Group, *, tagged: bool) -> Card:
    meeting, slug = one.meeting, one.group_slug
    return Card(
        found=one,
        group=group,
        hours=hours_words(meeting.starts_at, meeting.ends_at, group.timezone),
        url=url_for("group.meetings.show", slug=slug, meeting_id=meeting.id),
        answer_url=url_for("group.meetings.answer", slug=slug, meeting_id=meeting.id),
        place=group.name if tagged else "",
    )
