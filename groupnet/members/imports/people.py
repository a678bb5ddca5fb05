"""Everybody a row of a member list may mean: the group's members, and those the file itself brings."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext
from sqlalchemy import select

from groupnet.core.clock import A_DAY
from groupnet.core.db import db
from groupnet.groups.models import Membership, Status
from groupnet.groups.queries import current_on
from groupnet.imports.importer import RowRefused
from groupnet.imports.names import is_same_name, name_key, name_keys
from groupnet.sheets import match_key


@dataclass(slots=True)
class Someone:
    """A member of the group, or one to be added (`id` is None then)."""

    name: str
    email: str | None
    category: str = ""
    company: str = ""
    phone: str = ""
    headline: str = ""
    id: int | None = None
    is_current: bool = True
    status: Status = Status.ACTIVE
    joined_on: date | None = None
    left_on: date | None = None


class People:
    """Finds who is meant by an e-mail address or a name, and who holds a category."""

    def __init__(self, members: list[Someone]) -> None:
        self.in_file: dict[str, str] = {}
        self._by_email: dict[str, Someone] = {}
        self._by_name: dict[str, list[Someone]] = defaultdict(list)
        self._by_spelling: dict[str, list[Someone]] = defaultdict(list)
        self._seats: dict[str, Someone] = {}
        for member in members:
            self.add(member)

    def add(self, someone: Someone) -> None:
        """Make somebody known."""
        if someone.email:
            self._by_email[someone.email] = someone
        self._by_name[name_key(someone.name)].append(someone)
        for key in name_keys(someone.name):
            self._by_spelling[key].append(someone)
        self.take_seat(someone)

    def take_seat(self, someone: Someone) -> None:
        """Remember who holds a category; those who left hold none."""
        if someone.category and someone.is_current:
            self._seats.setdefault(match_key(someone.category), someone)

    def note_email(self, someone: Someone, email: str) -> None:
        """Remember an address that a row adds."""
        someone.email = email
        self._by_email[email] = someone

    def holder_of(self, category: str) -> Someone | None:
        """Who holds a category at present."""
        return self._seats.get(match_key(category)) if category else None

    def find(self, name: str, email: str | None) -> Someone | None:
        """Who is meant; None for somebody new.

        Raises:
            RowRefused: the file gives the address to two names, or several people have the name.
        """
        if email:
            if not is_same_name(self.in_file.setdefault(email, name), name):
                raise RowRefused(
                    gettext(
                        "An earlier row gives %(email)s to somebody with another name. "
                        "Give each person their own address, or leave it empty.",
                        email=email,
                    ),
                    "email",
                )
            if email in self._by_email:
                return self._by_email[email]
        namesakes = self._by_name.get(name_key(name)) or self._spelt_otherwise(name)
        if email and all(one.email for one in namesakes):
            return None
        if len(namesakes) > 1:
            raise RowRefused(
                gettext(
                    "%(count)d people are called %(name)s. Write the e-mail address that they have here.",
                    count=len(namesakes),
                    name=name,
                ),
                "name",
            )
        return namesakes[0] if namesakes else None

    def _spelt_otherwise(self, name: str) -> list[Someone]:
        found = {id(one): one for key in name_keys(name) for one in self._by_spelling.get(key, [])}
        return list(found.values())


def list_someone(today: date, *, besides: int | None = None) -> list[Someone]:
    """Every membership of the group, of whatever status.

    Args:
        besides: an import; those whom it added are left out.
    """
    query = select(
        Membership.id,
        Membership.name,
        Membership.email,
        Membership.category,
        Membership.company,
        current_on(today),
    )
    if besides is not None:
        query = query.where(Membership.import_run_id.is_distinct_from(besides))
    return [
        Someone(
            id=row[0], name=row[1], email=row[2], category=row[3], company=row[4], is_current=bool(row[5])
        )
        for row in db.session.execute(query.order_by(Membership.id))
    ]


def periods_of(someone: Someone, today: date) -> list[tuple[Status, date | None, date | None]]:
    """The periods that somebody new begins with: (status, first day, last day).

    A former member without a leaving date has none, so that no day of theirs counts.
    """
    if someone.status is Status.LEFT:
        return [(Status.ACTIVE, someone.joined_on, someone.left_on)] if someone.left_on else []
    if someone.status is Status.ACTIVE:
        return [(Status.ACTIVE, someone.joined_on, someone.left_on)]
    leave = (Status.ON_LEAVE, today, None)
    if someone.joined_on and someone.joined_on >= today:
        return [leave]
    return [(Status.ACTIVE, someone.joined_on, today - A_DAY), leave]
