"""Answers as people say them."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, ngettext

from groupnet.core.templating import day_time
from groupnet.meetings.models import Answer, Mark, MeetingAnswer, SlotRole
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


def here_sentence(here: int, of: int, visitors: int) -> str:
    """Who was there, in words: "6 of 40 were here, plus 1 visitor."."""
    too = visitors_too(visitors)
    return str(
        ngettext(
            "%(num)d of %(all)s was here%(visitors)s.",
            "%(num)d of %(all)s were here%(visitors)s.",
            here,
            all=of,
            visitors=too,
        )
    )


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


def count_sentence(answering: Answering) -> str:
    """How many come, in words: while one may answer, for the kitchen, from the start on; then who came."""
    number, visitors = answering.expected, visitors_too(answering.visitors)
    turnout = answering.who_was_there
    if turnout is not None:
        return here_sentence(turnout.here, turnout.all, turnout.visitors)
    if answering.is_open:
        said = ngettext(
            "%(num)d comes so far%(visitors)s.", "%(num)d come so far%(visitors)s.", number, visitors=visitors
        )
    elif answering.is_closed and not answering.has_begun and not answering.may_run:
        said = ngettext("%(num)d comes%(visitors)s.", "%(num)d come%(visitors)s.", number, visitors=visitors)
    elif answering.is_closed and not answering.has_begun:
        said = gettext("For the kitchen: %(number)s%(visitors)s.", number=number, visitors=visitors)
    else:
        said = ngettext(
            "%(num)d was expected%(visitors)s.",
            "%(num)d were expected%(visitors)s.",
            number,
            visitors=visitors,
        )
    return str(said)


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


def summary_text(answering: Answering) -> str:
    """What an organiser takes along to the group's chat: the count, who comes, who is sent, who cannot."""
    meeting = answering.meeting
    sent = [
        str(gettext("%(substitute)s for %(name)s", substitute=row.substitute_name, name=row.name))
        for row in answering.substitutes
    ]
    lines = [
        f"{meeting.title}, {day_time(meeting.starts_at)}",
        count_sentence(answering),
        _named(gettext("Coming"), [row.name for row in answering.coming]),
        _named(gettext("Sent"), sent),
        _named(gettext("Waiting"), [row.name for row in answering.waiting]),
        _named(gettext("Can’t"), [row.name for row in answering.declined]),
    ]
    return "\n".join(line for line in lines if line)


def _named(word: str, names: list[str]) -> str:
    return f"{word} ({len(names)}): {', '.join(names)}" if names else ""
