"""One row of a file as what it says, before anybody is looked up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from babel.numbers import get_currency_precision
from flask_babel import gettext

from groupnet.core.forms import clean_line
from groupnet.imports.cells import read_day, read_line
from groupnet.imports.importer import Context, RowRefused
from groupnet.imports.names import name_key
from groupnet.referrals.imports.layouts import (
    INSIDE,
    INSIDE_WORDS,
    KIND_WORDS,
    KINDS,
    NOT_KEPT,
    ONE_TO_ONE,
    STATUS_WORDS,
    STATUSES,
    VISITOR,
)
from groupnet.referrals.models import Kind, Status
from groupnet.sheets import BadCell, Row, match_key, parse_amount

T = TypeVar("T")
LONGEST_PROSPECT = 120
LONGEST_PERSON = 120


@dataclass(slots=True)
class ReferralRow:
    """A referral as the file tells it; `amount` is its thanks in minor units."""

    line: int
    day: date
    giver: str
    receiver: str
    kind: Kind = Kind.BUSINESS
    inside: bool = False
    prospect: str = ""
    status: Status = Status.ACCEPTED
    amount: int | None = None
    detail: str = ""


@dataclass(slots=True)
class ThanksRow:
    """Thanks on their own: the file hides who paid."""

    line: int
    day: date
    thanked: str
    amount: int | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class OneToOneRow:
    """A one-to-one; the order of the two means nothing."""

    line: int
    day: date
    one: str
    other: str
    chapter: str


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visitor, and the member who brought them."""

    line: int
    day: date
    inviter: str
    visitor: str
    chapter: str


@dataclass(frozen=True, slots=True)
class NotKept:
    """A slip that groupnet does not keep."""

    kind: str


def read_plain_row(row: Row, context: Context) -> ReferralRow:
    """A row of a group's own list.

    Raises:
        RowRefused: at the cell that cannot be read.
    """
    read = ReferralRow(
        line=row.line,
        day=read_day(row, "date", context),
        giver=_person(row, "giver"),
        receiver=_person(row, "receiver"),
        kind=_choice(row, "kind", KINDS, KIND_WORDS, Kind.BUSINESS),
        inside=_choice(row, "inside", INSIDE, INSIDE_WORDS, False),
        prospect=read_line(row, "prospect", LONGEST_PROSPECT),
        status=_choice(row, "status", STATUSES, STATUS_WORDS, Status.ACCEPTED),
        amount=_amount(row, context) or None,
    )
    if read.kind is Kind.JOB and read.amount:
        raise RowRefused(gettext("Thanks for a job name no amount. Leave the amount empty."), "thanks")
    return read


SlipRow = ReferralRow | ThanksRow | OneToOneRow | VisitRow | NotKept


def read_slip(row: Row, context: Context, day: date) -> SlipRow:
    """A slip of BNI's audit, dated by the person who brought the file.

    Raises:
        RowRefused: at the cell that cannot be read.
    """
    slip = match_key(row.text("slip_type"))
    detail = clean_line(row.text("detail"))
    if slip in NOT_KEPT:
        return NotKept(str(NOT_KEPT[slip]))
    if slip in ("tyfcb", "thankyouforclosedbusiness"):
        return ThanksRow(row.line, day, _person(row, "receiver"), _amount(row, context), detail)
    if slip in ONE_TO_ONE:
        return OneToOneRow(row.line, day, _person(row, "giver"), _person(row, "receiver"), detail)
    if slip in VISITOR:
        return VisitRow(row.line, day, _person(row, "giver"), _person(row, "receiver"), detail)
    if slip != "referral":
        raise RowRefused(
            gettext("“%(word)s” is no slip that is known here.", word=clean_line(row.text("slip_type"))[:60]),
            "slip type",
        )
    return ReferralRow(
        line=row.line,
        day=day,
        giver=_person(row, "giver"),
        receiver=_person(row, "receiver"),
        inside=_choice(row, "inside", INSIDE, INSIDE_WORDS, False),
        detail=detail,
    )


def _person(row: Row, column: str) -> str:
    text = read_line(row, column, LONGEST_PERSON)
    if not name_key(text):
        raise RowRefused(gettext("Nobody is named here."), column)
    return text


def _choice(row: Row, column: str, meanings: Mapping[str, T], words: tuple[str, ...], empty: T) -> T:
    text = clean_line(row.text(column))
    if not text:
        return empty
    for word, meaning in meanings.items():
        if match_key(word) == match_key(text):
            return meaning
    raise RowRefused(
        gettext("“%(word)s” is not known. Write one of: %(words)s.", word=text[:60], words=", ".join(words)),
        column,
    )


def _amount(row: Row, context: Context) -> int | None:
    """The amount in minor units; a refusal does not repeat it, for reports are read by others (T11)."""
    cell = row.cell("thanks")
    if not row.text("thanks"):
        return None
    currency = context.group.currency
    try:
        return parse_amount(cell, get_currency_precision(currency))
    except BadCell as problem:
        raise RowRefused(
            gettext(
                "The amount cannot be read as one in %(currency)s, zero or more. Write it like 1234.50.",
                currency=currency,
            ),
            "thanks",
        ) from problem
