"""Answers as people say them."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, ngettext

from groupnet.core.templating import day_time
from groupnet.meetings.models import Answer, Expectation, Mark, MeetingAnswer, SlotRole
from groupnet.meetings.queries.answers import Answering


def noted(given: MeetingAnswer, position: int | None) -> str:
    """What is said to whoever has just answered.

    Args:
        position: on the waiting list, where they wait.
    """
    if given.answer is Answer.WAITLISTED:
        return str(gettext("Every place is taken. %(where)s", where=place_in_line(position or 1)))
    if given.answer is Answer.SUBSTITUTE:
        return str(gettext("Noted: %(name)s comes for you.", name=given.substitute_name))
    if given.answer is Answer.COMING:
        return str(gettext("Noted: you’re coming."))
    return str(gettext("Noted: you can’t come."))


def noted_for(name: str, given: MeetingAnswer) -> str:
    """What is said to the organiser who has just answered for a member."""
    sent = given.substitute_name
    said = {
        Answer.WAITLISTED: gettext("Every place is taken: %(name)s is on the waiting list.", name=name),
        Answer.SUBSTITUTE: gettext("Noted: %(substitute)s comes for %(name)s.", substitute=sent, name=name),
        Answer.COMING: gettext("Noted: %(name)s is coming.", name=name),
        Answer.DECLINED: gettext("Noted: %(name)s can’t come.", name=name),
    }
    return str(said[given.answer])


def place_in_line(position: int) -> str:
    """Where somebody stands on the waiting list, 1 being the first."""
    said = {
        1: gettext("You are 1st on the waiting list."),
        2: gettext("You are 2nd on the waiting list."),
        3: gettext("You are 3rd on the waiting list."),
    }
    later = gettext("You are number %(position)s on the waiting list.", position=position)
    return str(said.get(position, later))


def visitors_too(visitors: int) -> str:
    """The visitors as the end of a sentence: ", plus 2 visitors"; nothing where there are none."""
    return str(ngettext(", plus %(num)d visitor", ", plus %(num)d visitors", visitors)) if visitors else ""


def here_sentence(here: int, of: int, visitors: int, *, goes_on: bool = False, unmarked: int = 0) -> str:
    """Who was there, in words: "6 of 40 were here, plus 1 visitor."; while it goes on, who is.

    Args:
        unmarked: who is not in the file that brought the meeting; they may have been there too.
    """
    too = visitors_too(visitors)
    if unmarked:
        said = ngettext("%(num)d was here%(visitors)s", "%(num)d were here%(visitors)s", here, visitors=too)
        return str(gettext("%(here)s, %(number)d not recorded.", here=said, number=unmarked))
    if goes_on:
        return f"{here_now(here, of)}{too}."
    return str(
        ngettext(
            "%(num)d of %(all)s was here%(visitors)s.",
            "%(num)d of %(all)s were here%(visitors)s.",
            here,
            all=of,
            visitors=too,
        )
    )


def here_now(here: int, of: int) -> str:
    """Who is there while a meeting goes on: "10 of 40 are here"."""
    return str(ngettext("%(num)d of %(all)s is here", "%(num)d of %(all)s are here", here, all=of))


def own_mark(mark: Mark | None, stood_in: str = "") -> str:
    """How the reader is noted, in words; nothing while they are not."""
    if mark is Mark.SUBSTITUTE and stood_in:
        return str(gettext("%(name)s stood in for you.", name=stood_in))
    said = {
        Mark.PRESENT: gettext("You were marked present."),
        Mark.LATE: gettext("You were marked late."),
        Mark.ABSENT: gettext("You were marked absent."),
        Mark.EXCUSED: gettext("You were marked excused."),
        Mark.SUBSTITUTE: gettext("Somebody stood in for you."),
    }
    return "" if mark is None else str(said[mark])


def come_words(answering: Answering) -> str:
    """How many come: "12 come so far"; where silence counts, "22 said they come, 3 send somebody, 12
    expected"."""
    if answering.meeting.expectation is Expectation.SIGN_UP:
        number = answering.expected
        if answering.is_open:
            return str(ngettext("%(num)d comes so far", "%(num)d come so far", number))
        return str(ngettext("%(num)d comes", "%(num)d come", number))
    said, sent, unsaid = len(answering.said), len(answering.substitutes), answering.unsaid
    words = [
        ngettext("%(num)d said they come", "%(num)d said they come", said) if said else "",
        ngettext("%(num)d sends somebody", "%(num)d send somebody", sent) if sent else "",
        expected_words(unsaid) if unsaid or not (said or sent) else "",
    ]
    return ", ".join(str(part) for part in words if part)


def expected_words(number: int) -> str:
    """So many are expected, who said nothing: "40 expected"."""
    return str(ngettext("%(num)d expected", "%(num)d expected", number))


def count_sentence(answering: Answering, *, with_visitors: bool = True) -> str:
    """How many come, in words; from the start on how many were expected, or who is or was there.

    Args:
        with_visitors: False beside the sentence for the kitchen, which counts them.
    """
    turnout = answering.who_was_there
    if turnout is not None:
        goes_on = not answering.is_over
        counts = turnout.here, turnout.all, turnout.visitors
        return here_sentence(*counts, goes_on=goes_on, unmarked=turnout.unmarked)
    visitors = visitors_too(answering.visitors) if with_visitors else ""
    if answering.is_to_come:
        return f"{come_words(answering)}{visitors}."
    return str(
        ngettext(
            "%(num)d was expected%(visitors)s.",
            "%(num)d were expected%(visitors)s.",
            answering.expected,
            visitors=visitors,
        )
    )


def kitchen_sentence(answering: Answering) -> str:
    """For whom to cook, told to those who run the meeting until it begins: "For the kitchen: 37, plus 3
    visitors."; else nothing."""
    if not answering.may_run or not answering.is_to_come:
        return ""
    visitors = visitors_too(answering.visitors)
    number = answering.expected
    return str(gettext("For the kitchen: %(number)s%(visitors)s.", number=number, visitors=visitors))


def gap_sentence(role: SlotRole, name: str) -> str:
    """What somebody took on who can't come."""
    said = {
        SlotRole.SPEAKER: gettext("%(name)s speaks, but can’t come.", name=name),
        SlotRole.HOST: gettext("%(name)s hosts, but can’t come.", name=name),
        SlotRole.GREETER: gettext("%(name)s greets, but can’t come.", name=name),
    }
    return str(said[role])


def list_gaps(answering: Answering, slots: Sequence[Any]) -> list[tuple[str, int]]:
    """What nobody does after all, for those who run the meeting: who took it on and can’t come, in words,
    and the slot's id; nothing once it is over.

    Args:
        slots: rows of `list_slots`.
    """
    if not answering.may_answer_for:
        return []
    cannot = {row.id for row in answering.declined}
    return [(gap_sentence(slot.role, slot.name), slot.slot_id) for slot in slots if slot.id in cannot]


def chat_text(answering: Answering, visits: Sequence[Any]) -> str:
    """What an organiser takes along to the group's chat: the count, who said they come, who is sent, who
    visits. Nobody reads there who cannot come, and who said nothing is a number; once attendance is taken,
    only how many are here.

    Args:
        visits: rows of `list_visits`.
    """
    turnout = answering.who_was_there
    named = _who_said_yes(answering) if turnout is None else []
    if turnout is None and answering.meeting.expectation is Expectation.EVERYBODY and answering.unsaid:
        named.append(f"{gettext('Expected')} ({answering.unsaid})")
    here = [visit.name for visit in visits if turnout is None or visit.came]
    return _lines(answering, count_sentence(answering), *named, _named(gettext("Visitors"), here))


def organisers_text(answering: Answering, visits: Sequence[Any]) -> str:
    """What organisers send one another: everybody by what they answered.

    Args:
        visits: rows of `list_visits`.
    """
    return _lines(
        answering,
        kitchen_sentence(answering) or count_sentence(answering),
        *_who_said_yes(answering),
        _named(gettext("Not answered"), [row.name for row in answering.silent]),
        _named(gettext("Can’t"), [row.name for row in answering.declined]),
        _named(gettext("Visitors"), [visit.name for visit in visits]),
    )


def _who_said_yes(answering: Answering) -> list[str]:
    sent = [
        str(gettext("%(substitute)s for %(name)s", substitute=row.substitute_name, name=row.name))
        for row in answering.substitutes
    ]
    return [
        _named(gettext("Said they come"), [row.name for row in answering.said]),
        _named(gettext("Sent"), sent),
        _named(gettext("Waiting"), [row.name for row in answering.waiting]),
    ]


def _lines(answering: Answering, *said: str) -> str:
    meeting = answering.meeting
    return "\n".join([f"{meeting.title}, {day_time(meeting.starts_at)}", *(line for line in said if line)])


def _named(word: str, names: list[str]) -> str:
    return f"{word} ({len(names)}): {', '.join(names)}" if names else ""
