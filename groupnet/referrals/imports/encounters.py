"""One-to-ones and visitors of a slips audit: who is meant, and what is there already."""

from collections import Counter
from datetime import date
from typing import Any

from flask_babel import gettext

from groupnet.imports.importer import Plan, RowRefused
from groupnet.imports.names import name_key
from groupnet.imports.people import People
from groupnet.meetings.queries.brought import list_visits_on
from groupnet.referrals.imports.rows import OneToOneRow, VisitRow

MOST_NAMED = 50


class Encounters:
    """Those of one file."""

    def __init__(self, plan: Plan, people: People) -> None:
        self._plan = plan
        self._people = people
        self._pairs: list[tuple[date, int, int]] = []
        self._visits: list[tuple[VisitRow, int]] = []
        self._outside: list[str] = []

    def take_one_to_one(self, said: OneToOneRow) -> None:
        """Look the two up; who is of another chapter is counted and named.

        Raises:
            RowRefused: one of the two is not known, or they are one.
        """
        if name_key(said.one) == name_key(said.other):
            raise RowRefused(gettext("A one-to-one takes two people."), "receiver")
        others = [name for name in (said.one, said.other) if not self._people.is_known(name)]
        if others and said.chapter:
            kind = gettext("One-to-ones with people of other chapters")
            self._leave_outside(kind, others, said.chapter)
            return
        # both are looked up before anybody is added: a refused row adds nobody
        for name, column in ((said.one, "giver"), (said.other, "receiver")):
            self._people.check(name, column)
        one = self._people.find(said.one, "giver", said.line)
        other = self._people.find(said.other, "receiver", said.line)
        if one == other:
            raise RowRefused(gettext("A one-to-one takes two people."), "receiver")
        self._pairs.append((said.day, min(one, other), max(one, other)))

    def take_visit(self, said: VisitRow) -> None:
        """Look the inviter up; a visitor whom somebody of another chapter brought is counted and named.

        Raises:
            RowRefused: the inviter is not known.
        """
        if said.chapter and not self._people.is_known(said.inviter):
            kind = gettext("Visitors brought by people of other chapters")
            self._leave_outside(kind, [said.inviter], said.chapter)
            return
        self._visits.append((said, self._people.find(said.inviter, "giver", said.line)))

    def compare_with_stored(self) -> tuple[list[tuple[date, int, int]], list[tuple[VisitRow, int]]]:
        """The one-to-ones, and the visits that are new; the rest is counted.

        Who met whom is known to the two: whether a pair is there already is not said, neither in a preview
        nor afterwards, so all of them are brought, and those that are there stay as they are.
        """
        if self._outside:
            names = ", ".join(self._outside[:MOST_NAMED])
            self._plan.report.note(gettext("Of other chapters: %(names)s", names=names))
        return self._pairs_once(), self._new_visits()

    def _pairs_once(self) -> list[tuple[date, int, int]]:
        for _ in range(len(self._pairs) - len(set(self._pairs))):
            self._plan.report.leave_aside(gettext("One-to-ones that both filed"), gettext("counted once"))
        pairs = list(dict.fromkeys(self._pairs))
        for _ in pairs:
            self._plan.report.accept()
        return pairs

    def _new_visits(self) -> list[tuple[VisitRow, int]]:
        named: set[Any] = set()
        erased: Counter[Any] = Counter()
        for row in list_visits_on({said.day for said, _ in self._visits}) if self._visits else ():
            if row.erased_at is None:
                named.add((row.on_day, name_key(row.name), row.invited_by_id))
            else:
                erased[row.on_day, row.invited_by_id] += 1
        new = []
        for said, inviter in self._visits:
            key, nameless = (said.day, name_key(said.visitor), inviter), (said.day, inviter)
            if key in named:
                self._plan.report.already()
                continue
            named.add(key)
            if erased[nameless]:  # who was erased stays so, and answers for any name
                erased[nameless] -= 1
                self._plan.report.already()
                continue
            self._plan.report.accept()
            new.append((said, inviter))
        return new

    def _leave_outside(self, kind: str, names: list[str], chapter: str) -> None:
        self._plan.report.leave_aside(kind, gettext("not kept"))
        for name in names:
            told = f"{name} ({chapter[:60]})"
            if told not in self._outside:
                self._outside.append(told)
