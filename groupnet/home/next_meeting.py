"""The next meetings on the first page: one in full with its answer, the others a line each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import ngettext

from groupnet.groups.models import Group
from groupnet.groups.places import Place
from groupnet.meetings.answer_words import expected_words, here_now
from groupnet.meetings.models import Expectation, MeetingKind
from groupnet.meetings.on_the_day import Act, acts_now
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
    all_url: str
    answer_url: str
    acts: list[Act]
    """What it asks for now, while its door is open."""
    place: str
    """The group's name, where the person has several."""
    ask_url: str
    """Where it is answered, while it waits for the reader's own word."""
    count: str
    """How many come, are expected, or are here."""


def write_meetings(
    found: Sequence[NextMeeting], places: Sequence[Place], now: datetime, *, run_by: int | None
) -> list[Card]:
    """A card for each, soonest first.

    Args:
        run_by: the reader's membership where they run the meetings of the open group.
    """
    groups = {place.membership.id: place.group for place in places}
    tagged = len(places) > 1
    return [
        _card(one, groups[one.membership_id], now, tagged=tagged, runs=one.membership_id == run_by)
        for one in found
    ]


def to_answer(found: Sequence[NextMeeting]) -> str | None:
    """Where a group's next meeting is answered, if it still waits for the person's own word: the soonest."""
    found = [one for one in found if one.meeting.kind is MeetingKind.GROUP]
    firsts = {one.membership_id: one.meeting.id for one in reversed(found)}
    nearest = (one for one in found if firsts[one.membership_id] == one.meeting.id)
    waiting = (one for one in nearest if one.may_answer and one.mine.answer is None)
    first = next(waiting, None)
    if first is None:
        return None
    return _asking(first)


def _card(one: NextMeeting, group: Group, now: datetime, *, tagged: bool, runs: bool) -> Card:
    meeting, slug = one.meeting, one.group_slug
    return Card(
        found=one,
        group=group,
        hours=hours_words(meeting.starts_at, meeting.ends_at, group.timezone),
        url=url_for("group.meetings.show", slug=slug, meeting_id=meeting.id),
        all_url=url_for("group.meetings.index", slug=slug),
        answer_url=url_for("group.meetings.answer", slug=slug, meeting_id=meeting.id),
        acts=acts_now(meeting, now, runs=runs, is_marked=one.mark is not None, slug=slug),
        place=group.name if tagged else "",
        ask_url=_asking(one) if one.asks else "",
        count=_count(one, has_begun=meeting.starts_at <= now),
    )


def _count(one: NextMeeting, *, has_begun: bool) -> str:
    """ "12 come" where people sign up, "40 expected" where silence counts; "10 of 40 are here" once it has
    begun and attendance is taken."""
    meeting = one.meeting
    if has_begun and one.turnout is not None:
        return here_now(*one.turnout)
    if meeting.kind is MeetingKind.GROUP and (has_begun or meeting.expectation is Expectation.EVERYBODY):
        return expected_words(one.expected)
    return str(ngettext("%(num)d comes", "%(num)d come", one.expected))


def _asking(one: NextMeeting) -> str:
    return url_for("group.meetings.ask", slug=one.group_slug, meeting_id=one.meeting.id)
