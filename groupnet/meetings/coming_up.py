"""The meetings of the next seven days, for the weekly mail: each with the reader's own answer."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext

from groupnet.core.clock import A_WEEK, utc_now
from groupnet.core.templating import day_time
from groupnet.groups.places import Place
from groupnet.meetings.links import answer_address
from groupnet.meetings.models import Answer
from groupnet.meetings.policy import takes_answers
from groupnet.meetings.queries.reminders import ComingUp, list_coming_up
from groupnet.meetings.words import ANSWERS
from groupnet.notices.writers import DigestLine
from groupnet.people.queries import find_address

MOST_NAMED = 3


def gather_coming_up(
    places: Sequence[Place],
    _since: datetime,
    _until: datetime | None = None,
) -> list[DigestLine]:
    """A line a meeting, soonest first: when, what, one's own answer, and who visits.

    It looks ahead from when the mail is sent; what it leads to answers without signing in where an answer is
    still asked for.
    """
    now = utc_now()
    by_id = {place.membership.id: place for place in places}
    found = list_coming_up(list(by_id), now, now + A_WEEK)
    email = find_address(places[0].membership.person_id) if found else None
    return [_line(one, by_id[one.membership_id], now, email) for one in found]


def _line(one: ComingUp, place: Place, now: datetime, email: str | None) -> DigestLine:
    when = day_time(one.meeting.starts_at, place.group.timezone)
    said = [f"{when}: {one.meeting.title}.", _answer(one, now), _visitors(one.visitors)]
    is_asked = one.is_asked and takes_answers(one.meeting, now)
    return DigestLine(
        text=" ".join(part for part in said if part),
        place=place,
        endpoint="group.meetings.show",
        values={"meeting_id": one.meeting.id},
        url=_asking(one, place, email) if is_asked else "",
    )


def _asking(one: ComingUp, place: Place, email: str | None) -> str:
    return answer_address(
        group_id=place.group.id,
        meeting_id=one.meeting.id,
        membership_id=one.membership_id,
        answer=Answer.COMING,
        email=email,
    )


def _answer(one: ComingUp, now: datetime) -> str:
    if one.answer is Answer.SUBSTITUTE:
        return str(gettext("%(name)s comes for you.", name=one.substitute_name))
    if one.answer is not None:
        return f"{ANSWERS[one.answer]}."
    if one.is_asked:
        return str(gettext("Are you coming?")) if takes_answers(one.meeting, now) else ""
    return str(gettext("You’re expected."))


def _visitors(names: Sequence[str]) -> str:
    if not names:
        return ""
    named = ", ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    if more > 0:
        return str(gettext("Visitors: %(names)s and %(more)s more.", names=named, more=more))
    return str(gettext("Visitors: %(names)s.", names=named))
