"""Members whom the rows of a file name, and former members to be added for those who are not known."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext
from sqlalchemy import select

from groupnet.core.db import db
from groupnet.core.tenancy import insert_rows
from groupnet.groups.models import Membership
from groupnet.imports.importer import Context, Doubt, Plan, RowRefused
from groupnet.imports.models import ImportRun
from groupnet.imports.names import DoubtfulName, Found, NameFinder, UnknownName
from groupnet.imports.queries import find_added_members
from groupnet.people.addresses import normal_email

MOST_FORMER = 1000
MOST_NAMESAKES = 5

Former = dict[int, tuple[str, str | None]]
"""People to be added, name and address, by negative numbers that stand for them until they have an id."""


class People:
    """Finds members by what a file calls them, and takes in who is not known where the options say so."""

    def __init__(self, plan: Plan, context: Context, former: Former) -> None:
        self._plan = plan
        self._context = context
        self._former = former
        self._finder = NameFinder()
        self._known: dict[str, Found | DoubtfulName | UnknownName] = {}
        for person in list_people():
            self._finder.add(*person)

    def is_known(self, name: str) -> bool:
        """Whether a name is surely that of a member."""
        return isinstance(self._known.get(name) or self._find(name), Found)

    def check(self, name: str, column: str, *, chapter: str = "") -> None:
        """See that a name will do; nobody is added yet.

        Args:
            chapter: another one, where the file says that the person may be of it.

        Raises:
            RowRefused: nobody is meant, or not surely.
        """
        self._look_up(name, column, chapter)

    def find(self, name: str, column: str, line: int, *, chapter: str = "") -> int:
        """Who is meant; somebody to be added has a negative number.

        Raises:
            RowRefused: nobody is meant, or not surely.
        """
        found = self._look_up(name, column, chapter)
        if found is None:
            return self._add_former(name, line)
        if found.read_as:
            words = gettext("“%(written)s” is read as %(name)s.", written=name, name=found.read_as)
            self._plan.doubt(line, Doubt.READ_AS, words)
            self._plan.report.note(words)
        return found.id

    def note_former(self) -> None:
        """Say once who is to be added."""
        if self._former:
            names = ", ".join(name for name, _ in list(self._former.values())[:50])
            self._plan.report.note(
                gettext(
                    "Not known here, so they become former members (%(count)d): %(names)s",
                    count=len(self._former),
                    names=names,
                )
            )

    def _look_up(self, name: str, column: str, chapter: str) -> Found | None:
        """Who is meant; None for somebody who is to become a former member."""
        known = self._known.get(name) or self._find(name)
        if isinstance(known, DoubtfulName):
            raise RowRefused(known.message, column)
        if isinstance(known, Found):
            return known
        if chapter:
            raise RowRefused(
                gettext(
                    "%(name)s is of another chapter (%(chapter)s), and both sides must be of this group.",
                    name=name,
                    chapter=chapter[:120],
                ),
                column,
            )
        self._check_is_whole(name, column)
        if not self._context.options.add_former:
            raise RowRefused(self._unknown(name), column)
        if len(self._former) >= MOST_FORMER:
            raise RowRefused(
                gettext("More than %(most)d people are not known: is this the right file?", most=MOST_FORMER),
                column,
            )
        return None

    def _check_is_whole(self, name: str, column: str) -> None:
        """See that a name is not a short form of somebody's."""
        fuller = self._finder.list_fuller(name)
        if fuller:
            raise RowRefused(
                gettext(
                    "“%(name)s” may be %(others)s. Write the whole name, or the e-mail address.",
                    name=name,
                    others=gettext(" or ").join(fuller[:MOST_NAMESAKES]),
                ),
                column,
            )

    def _find(self, name: str) -> Found | DoubtfulName | UnknownName:
        found: Found | DoubtfulName | UnknownName
        try:
            found = self._finder.find(name)
        except (DoubtfulName, UnknownName) as problem:
            found = problem
        if not (isinstance(found, UnknownName) and self._context.options.add_former):
            self._known[name] = found  # who is unknown now may be a former member after this row
        return found

    def _unknown(self, name: str) -> str:
        if self._context.options.in_browser:
            how = gettext("Add them to the members, or tick “Add people who are not known”.")
        else:
            how = gettext("Add them to the members, or use --add-former.")
        return f"{gettext('%(name)s is not in this group.', name=name)} {how}"

    def _add_former(self, name: str, line: int) -> int:
        email = normal_email(name) if "@" in name else None
        called = email.partition("@")[0] if email else name
        number = -len(self._former) - 1
        self._former[number] = (called, email)
        self._finder.add(number, called, email)
        self._plan.doubt(
            line, Doubt.FORMER, gettext("%(name)s is not known and becomes a former member.", name=name)
        )
        return number


def list_people(*, besides: int | None = None) -> list[tuple[int, str, str | None]]:
    """Everybody a row may name, former members too: id, name, e-mail.

    Args:
        besides: an import; those whom it added are left out.
    """
    query = select(Membership.id, Membership.name, Membership.email).order_by(Membership.id)
    if besides is not None:
        query = query.where(Membership.import_run_id.is_distinct_from(besides))
    return [(row[0], row[1], row[2]) for row in db.session.execute(query)]


def add_former(former: Former, used: Iterable[int], run: ImportRun, now: datetime) -> dict[int, int]:
    """Add the people who are only named, and say which id each has now; a portion before may have done so.

    Args:
        used: whom the rows at hand name.
    """
    wanted = set(used)
    named = {number: who for number, who in former.items() if number in wanted}
    if not named:
        return {}
    there = find_added_members(run)
    insert_rows(
        Membership,
        [
            {"name": name, "email": email, "left_undated": True, "import_run_id": run.id, "created_at": now}
            for name, email in named.values()
            if (name, email) not in there
        ],
    )
    ids = find_added_members(run)
    return {number: ids[who] for number, who in named.items()}
