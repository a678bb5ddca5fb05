"""What comes next with a referral, and when it has waited long: one answer for list, page, mail and home."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from groupnet.core.clock import day_in
from groupnet.referrals.models import Kind, Standing, Status

NOT_ANSWERED_AFTER = timedelta(days=14)
NOT_CALLED_AFTER = timedelta(days=5)

NEXT = {
    Status.PASSED: frozenset({Status.ACCEPTED, Status.DECLINED}),
    Status.ACCEPTED: frozenset({Status.CONTACTED, Status.DECLINED}),
    Status.CONTACTED: frozenset({Status.WON, Status.LOST}),
    Status.WON: frozenset[Status](),
    Status.LOST: frozenset[Status](),
    Status.DECLINED: frozenset[Status](),
}
"""Where the receiver can move a referral from each status."""

NAMED_BEFORE = frozenset({Status.PASSED, Status.ACCEPTED})
"""While nobody has been in touch, the receiver needs to know with whom."""


class Act(StrEnum):
    """What somebody may do with a referral."""

    ACCEPT = "accept"
    CONTACT = "contact"
    WIN = "win"
    LOSE = "lose"
    DECLINE = "decline"
    STEP_BACK = "step-back"
    WITHDRAW = "withdraw"
    DISPUTE = "dispute"
    LIFT = "lift"
    EDIT = "edit"
    NAME = "name"
    TELL = "tell"
    ERASE = "erase"
    THANK = "thank"


NEXT_OF_RECEIVER = {
    Status.PASSED: Act.ACCEPT,
    Status.ACCEPTED: Act.CONTACT,
    Status.CONTACTED: Act.WIN,
    Status.WON: Act.THANK,
}
"""The act that moves a referral on, from each status; who was in touch chooses between won and lost."""

ANSWERED_FROM = {
    Act.ACCEPT: frozenset({Status.PASSED}),
    Act.CONTACT: frozenset({Status.PASSED, Status.ACCEPTED}),
}
"""The answers that a mail offers, and from where each leads on."""
ANSWERED_BY = {Act.ACCEPT: Status.ACCEPTED, Act.CONTACT: Status.CONTACTED}
"""Where each leads."""


class Seen(Protocol):
    """What is needed of a referral, a row of a list or the whole, to say what comes next."""

    @property
    def kind(self) -> Kind: ...

    @property
    def status(self) -> Status: ...

    @property
    def standing(self) -> Standing: ...

    @property
    def given_on(self) -> date: ...

    @property
    def created_at(self) -> datetime: ...

    @property
    def inside(self) -> bool: ...

    @property
    def prospect_name(self) -> str: ...

    @property
    def prospect_contact(self) -> str: ...

    @property
    def told_in_person(self) -> bool: ...


def is_clear(referral: Seen) -> bool:
    """Whether it is neither disputed nor withdrawn."""
    return referral.standing is Standing.CLEAR


def counts(referral: Seen) -> bool:
    """Whether it counts: it is clear and was not declined."""
    return is_clear(referral) and referral.status is not Status.DECLINED


def days_not_answered(referral: Seen, *, timezone: str, today: date) -> int | None:
    """How many days a referral has waited for an answer, from 14 on; one recorded late waits from then on.

    Args:
        timezone: the group's, for the day on which it was recorded.
        today: in that zone.

    Returns:
        None for one that was answered, does not count, or has not waited that long.
    """
    waited = _waited(referral, timezone, today)
    waits = referral.status is Status.PASSED and is_clear(referral)
    return waited.days if waits and waited >= NOT_ANSWERED_AFTER else None


def waits_for_call(referral: Seen) -> bool:
    """Whether the receiver has yet to be in touch: accepting alone calls nobody.

    Who applied for a job has done what could be done.
    """
    open_to_call = {Status.PASSED} if referral.kind is Kind.JOB else NAMED_BEFORE
    return referral.status in open_to_call and is_clear(referral)


def is_not_called_yet(referral: Seen, *, timezone: str, today: date) -> bool:
    """Whether a referral's giver is told that nobody was in touch yet: from the fifth day on.

    Args:
        timezone: the group's, for the day on which it was recorded.
        today: in that zone.
    """
    return waits_for_call(referral) and _waited(referral, timezone, today) >= NOT_CALLED_AFTER


def may_answer(act: Act, referral: Seen) -> bool:
    """Whether an answer that was mailed still says something: who called may have said nothing before."""
    return referral.status in ANSWERED_FROM[act] and is_clear(referral)


def lacks_who_to_call(referral: Seen) -> bool:
    """Whether an open referral says neither who to call nor that this was told in person.

    Where the giver is the customer, nobody else needs a name.
    """
    said = referral.prospect_name or referral.prospect_contact or referral.told_in_person
    return referral.status in NAMED_BEFORE and is_clear(referral) and not referral.inside and not said


def next_act(referral: Seen, *, given: bool, thanked: bool) -> Act | None:
    """The one act of a person that would move a referral on; None where it is the other's turn, or over.

    Args:
        given: this person gave it; otherwise they received it.
        thanked: thanks stand on it.
    """
    if not is_clear(referral):
        return None
    if given:
        return Act.NAME if lacks_who_to_call(referral) else None
    if referral.status is Status.WON and thanked:
        return None
    return NEXT_OF_RECEIVER.get(referral.status)


def _waited(referral: Seen, timezone: str, today: date) -> timedelta:
    return today - max(referral.given_on, day_in(timezone, referral.created_at))
