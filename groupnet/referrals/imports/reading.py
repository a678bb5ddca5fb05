"""What would become of each row of a list of referrals or of a slips audit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext

from groupnet.imports.importer import Context, NeedsDay, Plan, RowRefused
from groupnet.imports.names import name_key
from groupnet.imports.people import Former, People
from groupnet.imports.undo import chunks
from groupnet.referrals.imports.encounters import Encounters
from groupnet.referrals.imports.layouts import SLIPS
from groupnet.referrals.imports.rows import (
    NotKept,
    OneToOneRow,
    ReferralRow,
    SlipRow,
    ThanksRow,
    VisitRow,
    read_plain_row,
    read_slip,
)
from groupnet.referrals.imports.stored import Identity, Stored, ThanksIdentity, prospect_key
from groupnet.sheets import ImportReport, Row, Table, UnusableSheet

_MOMENT_IN_NAME = re.compile(r"(?<!\d)(\d{2})-(\d{2})-(\d{4})(?!\d)")


@dataclass
class ReferralsPlan(Plan):
    """Referrals, thanks, one-to-ones and visits to write.

    People to be added bear negative numbers until they have an id.
    """

    referrals: list[tuple[ReferralRow, int, int]] = field(default_factory=list)
    thanks: list[tuple[ThanksRow, int]] = field(default_factory=list)
    one_to_ones: list[tuple[date, int, int]] = field(default_factory=list)
    visits: list[tuple[VisitRow, int]] = field(default_factory=list)
    former: Former = field(default_factory=dict)

    def portions(self, rows: int) -> Iterator["ReferralsPlan"]:
        """So many of one kind at once."""
        for referrals in chunks(self.referrals, rows):
            yield self._portion(len(referrals), referrals=referrals)
        for thanks in chunks(self.thanks, rows):
            yield self._portion(len(thanks), thanks=thanks)
        for one_to_ones in chunks(self.one_to_ones, rows):
            yield self._portion(len(one_to_ones), one_to_ones=one_to_ones)
        for visits in chunks(self.visits, rows):
            yield self._portion(len(visits), visits=visits)

    def _portion(self, rows: int, **those: Any) -> "ReferralsPlan":
        return ReferralsPlan(ImportReport(self.report.what, accepted=rows), former=self.former, **those)


def read_referrals(table: Table, context: Context) -> ReferralsPlan:
    """Say what would become of every row; nothing is written.

    Raises:
        NeedsDay: a slips audit has no dates and the options give no day.
        UnusableSheet: the day lies in the future.
    """
    plan = ReferralsPlan(ImportReport("referrals"))
    check_day(table, context)
    reading = _Reading(plan, context, table)
    for row in context.follow(table.rows):
        reading.attempt(row)
    reading.compare_with_stored()
    reading.say_once()
    return plan


def check_day(table: Table, context: Context) -> None:
    """See that a file without dates gets one.

    Raises:
        NeedsDay: nobody said it.
        UnusableSheet: it lies in the future.
    """
    day = context.options.day
    if table.layout is SLIPS and day is None:
        suggested = suggest_day(table.filename)
        raise NeedsDay(_ask_for_day(suggested, in_browser=context.options.in_browser), suggested)
    if day is not None and day > context.today:
        raise UnusableSheet(gettext("%(day)s lies in the future.", day=day.isoformat()))


def suggest_day(filename: str) -> date | None:
    """The day before the download that the file's name tells of (month first)."""
    found = _MOMENT_IN_NAME.search(filename)
    if found is None:
        return None
    month, day, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day) - timedelta(days=1)
    except ValueError:
        return None


def _ask_for_day(suggested: date | None, *, in_browser: bool) -> str:
    sentence = str(gettext("This slips audit has no dates, and every slip needs a day."))
    if in_browser:
        return f"{sentence} {gettext('Say below which day or which period it covers.')}"
    example = (suggested or date(2025, 8, 24)).isoformat()
    start = ((suggested or date(2025, 8, 24)) - timedelta(days=6)).isoformat()
    hint = gettext(
        "Say which with --date %(day)s, or --period %(start)s..%(day)s: then the last day is used.",
        day=example,
        start=start,
    )
    from_name = gettext("%(day)s is the day before the download, by the file’s name.", day=example)
    return f"{sentence} {hint}" + (f" {from_name}" if suggested else "")


class _Reading:
    def __init__(self, plan: ReferralsPlan, context: Context, table: Table) -> None:
        self.plan = plan
        self.context = context
        self.is_slips = table.layout is SLIPS
        self.people = People(plan, context, plan.former)
        self.encounters = Encounters(plan, self.people)
        self.read: list[tuple[ReferralRow, int, int] | tuple[ThanksRow, int]] = []

    def attempt(self, row: Row) -> None:
        """Read a row and look its people up, or refuse it."""
        try:
            self._take(row)
        except RowRefused as refused:
            self.plan.refuse(row.line, refused.message, refused.column)

    def _take(self, row: Row) -> None:
        day = self.context.options.day
        said: SlipRow
        if self.is_slips and day is not None:
            said = read_slip(row, self.context, day)
        else:
            said = read_plain_row(row, self.context)
        if isinstance(said, NotKept):
            self.plan.report.leave_aside(said.kind, gettext("not kept"))
        elif isinstance(said, OneToOneRow):
            self.encounters.take_one_to_one(said)
        elif isinstance(said, VisitRow):
            self.encounters.take_visit(said)
        elif isinstance(said, ThanksRow):
            self.read.append((said, self._person(said.thanked, "receiver", said)))
        else:
            if name_key(said.giver) == name_key(said.receiver):
                raise RowRefused(gettext("Giver and receiver are the same person."), "receiver")
            # both are looked up before anybody is added: a refused row adds nobody
            for name, column in ((said.giver, "giver"), (said.receiver, "receiver")):
                self.people.check(name, column, chapter=said.detail)
            giver = self._person(said.giver, "giver", said)
            receiver = self._person(said.receiver, "receiver", said)
            if giver == receiver:
                raise RowRefused(gettext("Giver and receiver are the same person."), "receiver")
            self.read.append((said, giver, receiver))

    def _person(self, name: str, column: str, said: ReferralRow | ThanksRow) -> int:
        return self.people.find(name, column, said.line, chapter=said.detail)

    def compare_with_stored(self) -> None:
        """Part what is new from what is there already."""
        stored = Stored([entry[0].day for entry in self.read], with_thanks=self.is_slips)
        for entry in self.read:
            if len(entry) == 2:
                said, thanked = entry
                there = stored.has_thanks(ThanksIdentity(said.day, thanked, said.amount))
            else:
                row, giver, receiver = entry
                there = stored.has_referral(
                    Identity(row.day, giver, receiver, row.kind, row.inside, prospect_key(row.prospect))
                )
            if there:
                self.plan.report.already()
                continue
            self.plan.report.accept()
            if len(entry) == 2:
                self.plan.thanks.append(entry)
            else:
                self.plan.referrals.append(entry)
        self.plan.one_to_ones, self.plan.visits = self.encounters.compare_with_stored()

    def say_once(self) -> None:
        """Sum up what is not told row by row."""
        report, options = self.plan.report, self.context.options
        if self.is_slips:
            report.what = "slips"
            report.note(gettext("Every row is dated %(day)s.", day=options.day))
        elif options.day is not None:
            report.note(gettext("The file has dates of its own; the day given was not used."))
        self.people.note_former()
