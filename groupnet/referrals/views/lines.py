"""The lines of a list of referrals: how each stands, and the reader's one next act."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for

from groupnet.groups.door import Door
from groupnet.referrals.policy import Act, Seen, days_not_answered, is_not_called_yet, next_act
from groupnet.referrals.words import next_word, not_called_word, status_word, waiting_word

POSTED = {Act.ACCEPT: "group.referrals.accept", Act.CONTACT: "group.referrals.contact"}
OPENED = {Act.WIN: "group.referrals.show", Act.NAME: "group.referrals.saved"}


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one next act; `posts` when its button changes something at once."""

    word: str
    url: str
    posts: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row of `list_referrals`; `state` is empty where the button says it."""

    row: Any
    state: str
    step: NextStep | None


def write_lines(rows: Iterable[Any], door: Door, *, given: bool) -> list[Line]:
    """The lines of a list.

    Args:
        given: the reader gave these; otherwise they received them.
    """
    return [
        Line(
            row,
            waiting_mark(row, door, given=given, say=waiting_word) or _state(row, given=given),
            _next_step(row, given=given),
        )
        for row in rows
    ]


def waiting_mark(row: Seen, door: Door, *, given: bool, say: Callable[[int], str]) -> str:
    """The mark of a referral that has waited, if it has: for an answer, else a giver's "not called yet".

    Args:
        given: the reader gave it.
        say: puts so many days without an answer into words.
    """
    zone, today = door.group.timezone, door.today
    days = days_not_answered(row, timezone=zone, today=today)
    if days is not None:
        return say(days)
    not_called = given and is_not_called_yet(row, timezone=zone, today=today)
    return not_called_word(row.kind) if not_called else ""


def _state(row: Any, *, given: bool) -> str:
    if next_act(row, given=given, thanked=row.thanked) is Act.ACCEPT:
        return ""
    return status_word(row.kind, row.status, row.standing)


def _next_step(row: Any, *, given: bool) -> NextStep | None:
    act = next_act(row, given=given, thanked=row.thanked)
    if act is None:
        return None
    word = next_word(row.kind, act)
    if act is Act.THANK:
        return NextStep(word, url_for("group.thanks.new", referral=row.referral_id), posts=False)
    endpoint = POSTED.get(act) or OPENED[act]
    return NextStep(word, url_for(endpoint, referral_id=row.referral_id), posts=act in POSTED)
