"""The faces to pick from: whom one dealt with lately first, then everybody, A to Z."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext

from groupnet.groups.models import Membership
from groupnet.members.faces import short_names
from groupnet.referrals.queries import list_former_givers, list_people_to_pick, list_recent_partners

RECENT = 8
"""Two rows of faces on a phone."""


@dataclass(frozen=True)
class Picker:
    """What `faces_picker` draws: sections of people, and the names that stand under their faces."""

    sections: list[tuple[str, Sequence[Any]]]
    short: dict[int, str]

    def __bool__(self) -> bool:
        return any(people for _, people in self.sections)


def pick_from(me: Membership, today: date, *, first: int | None = None, former_too: bool = False) -> Picker:
    """Everybody a member can pick.

    Args:
        today: in the group's zone; who is no member on this day is not offered.
        first: the id of somebody who stands in front.
        former_too: offer those who left but once passed this member something.
    """
    people = list_people_to_pick(me, today)
    former = list_former_givers(me, today) if former_too else []
    by_id = {person.id: person for person in people}
    ids = list_recent_partners(me)[:RECENT]
    if first is not None:
        ids = [first, *(one for one in ids if one != first)]
    recent = [by_id[one] for one in ids if one in by_id]
    front = {person.id for person in recent}
    rest = [person for person in people if person.id not in front]
    sections: list[tuple[str, Sequence[Any]]] = [
        (gettext("Lately"), recent),
        (gettext("Everybody else") if recent else "", rest),
        (gettext("No longer in the group"), former),
    ]
    return Picker(sections, short_names([*people, *former]))
