"""The register of a meeting as its page shows it: who is expected first, the others below."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from groupnet.groups.models import Status
from groupnet.meetings.marking import HERE
from groupnet.meetings.models import Answer, Expectation, Meeting
from groupnet.meetings.policy import HOLDING

EXPECTED = "expected"
DECLINED = "declined"
SECTIONS: tuple[tuple[str, LazyString], ...] = (
    (EXPECTED, _l("Expected")),
    ("silent", _l("Not signed up")),
    (DECLINED, _l("Said they can’t come")),
    ("on_leave", _l("On leave")),
    ("gone", _l("No longer in the group")),
)


@dataclass(frozen=True)
class Section:
    """One part of the register, A to Z."""

    key: str
    title: str
    people: list[Any]


@dataclass(frozen=True)
class Register:
    """All of it; rows as `queries.attendance.list_register` gives them."""

    sections: list[Section]
    here: int
    """Chairs taken: present, late, or somebody stood in."""
    all: int
    """Whoever is expected, and whoever is here besides."""
    of_closing: int = 0
    """Marks that closing made, and nobody has changed since."""


def arrange(rows: Sequence[Any], meeting: Meeting) -> Register:
    """Put everybody where they belong; who is in no section has no line."""
    by_key: dict[str, list[Any]] = {key: [] for key, _ in SECTIONS}
    for row in rows:
        by_key[section_of(row, meeting)].append(row)
    return Register(
        sections=[Section(key, str(title), by_key[key]) for key, title in SECTIONS if by_key[key]],
        here=sum(row.mark in HERE for row in rows),
        all=sum(row.mark in HERE or section_of(row, meeting) == EXPECTED for row in rows),
        of_closing=sum(bool(row.is_of_closing) for row in rows),
    )


def section_of(row: Any, meeting: Meeting) -> str:
    """Where a row of the register belongs."""
    if row.status is None:
        return "gone"
    if row.status is Status.ON_LEAVE:
        return "on_leave"
    if row.answer is Answer.DECLINED:
        return DECLINED
    if row.answer in HOLDING or (row.answer is None and meeting.expectation is Expectation.EVERYBODY):
        return EXPECTED
    return "silent"


def likely_absent(rows: Sequence[Any], meeting: Meeting) -> list[Any]:
    """Whom closing asks about as absent: the unmarked who are expected."""
    return [row for row in rows if row.mark is None and section_of(row, meeting) == EXPECTED]


def likely_excused(rows: Sequence[Any], meeting: Meeting) -> list[Any]:
    """Whom closing asks about as excused: unmarked, they said no where all are expected."""
    if meeting.expectation is not Expectation.EVERYBODY:
        return []
    return [row for row in rows if row.mark is None and section_of(row, meeting) == DECLINED]
