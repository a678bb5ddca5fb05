"""`groupnet import`: members, referrals and attendance from a file."""

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from groupnet.cli.plain import Refused
from groupnet.cli.standing import get_group, settings_with_group
from groupnet.cli.work import at_work

if TYPE_CHECKING:
    from groupnet.imports.importer import Options
    from groupnet.sheets import DateOrder, ImportReport, Row, Table

PERIOD_SIGN = ".."
MOST_NAMED = 40
LONGEST_NAMED = 60

FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
GROUP = click.option("--group", "slug", required=True, help="The group's slug.")
DRY_RUN = click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
DATE_ORDER = click.option(
    "--date-order",
    type=click.Choice(["dmy", "mdy", "ymd"]),
    help="What comes first in dates such as 03/04/2025: day, month or year.",
)
ADD_FORMER = click.option(
    "--add-former", is_flag=True, help="Take people who are not known in as former members."
)


@click.group("import")
def importing() -> None:
    """Bring in members, referrals or attendance from a file.

    CSV, XLSX and XLS are read. Good rows go in together, every other is named with its line and reason.
    Exit status: 0 all in, 1 some rows refused, 2 unusable file and nothing changed.
    """


@importing.command("members")
@FILE
@GROUP
@DRY_RUN
@DATE_ORDER
def members(file: Path, slug: str, date_order: "DateOrder | None", *, dry_run: bool) -> None:
    """Bring in members: columns name (or first and last name) and e-mail; also category, company, joined,
    status.
    """
    from groupnet.imports.importer import Options

    run("members", file, slug, Options(date_order=date_order), dry_run=dry_run)


@importing.command("referrals")
@FILE
@GROUP
@DRY_RUN
@DATE_ORDER
@ADD_FORMER
@click.option("--date", "day", help="The day of a BNI slips audit, which has no dates: 2025-08-24.")
@click.option("--period", help="Or its period, FROM..TO; every row is given the last day.")
def referrals(
    file: Path,
    slug: str,
    date_order: "DateOrder | None",
    day: str | None,
    period: str | None,
    *,
    add_former: bool,
    dry_run: bool,
) -> None:
    """Bring in referrals: columns date, giver, receiver; also kind, inside, prospect, status, thanks."""
    from groupnet.imports.importer import Options

    starts_on, ends_on = read_days(day, period, date_order)
    options = Options(date_order=date_order, add_former=add_former, starts_on=starts_on, day=ends_on)
    run("referrals", file, slug, options, dry_run=dry_run)


@importing.command("attendance")
@FILE
@GROUP
@DRY_RUN
@DATE_ORDER
@ADD_FORMER
def attendance(
    file: Path, slug: str, date_order: "DateOrder | None", *, add_former: bool, dry_run: bool
) -> None:
    """Bring in attendance: columns date, member, attendance (P L A M S, or a word); also meeting, substitute.

    Or a grid: members down, dates across, one letter a cell.
    """
    from groupnet.imports.importer import Options

    run("attendance", file, slug, Options(date_order=date_order, add_former=add_former), dry_run=dry_run)


def read_days(
    day: str | None, period: str | None, order: "DateOrder | None"
) -> tuple[date | None, date | None]:
    """The first and the last day that the options name.

    Raises:
        Refused: both are given, or one is no day.
    """
    from groupnet.sheets import BadCell, parse_date

    if day and period:
        raise Refused("Give either --date or --period, not both.")
    try:
        if not period:
            return None, parse_date(day, order) if day else None
        first, sign, last = period.partition(PERIOD_SIGN)
        if not sign:
            raise Refused(f"A period looks like 2025-08-01{PERIOD_SIGN}2025-08-31.")
        starts_on, ends_on = parse_date(first, order), parse_date(last, order)
    except BadCell as problem:
        raise Refused(problem.message) from problem
    if ends_on < starts_on:
        raise Refused("The period ends before it begins.")
    return starts_on, ends_on


def run(kind: str, file: Path, slug: str, options: "Options", *, dry_run: bool) -> None:
    """Import one file and print the report; ends the command with its exit status."""
    from groupnet.sheets import UnusableSheet

    try:
        content = file.read_bytes()
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from error
    try:
        report, table = _import(kind, content, file.name, slug, options, dry_run=dry_run)
    except UnusableSheet as problem:
        raise Refused(f"{file.name}: {problem.message}") from problem
    click.echo(report.to_text(), nl=False)
    say_columns(table)
    if report.exit_status:
        sys.exit(report.exit_status)


def _import(
    kind: str, content: bytes, filename: str, slug: str, options: "Options", *, dry_run: bool
) -> "tuple[ImportReport, Table]":
    with at_work(settings_with_group(slug), writes=not dry_run):
        from groupnet.core.clock import today_in
        from groupnet.core.db import db
        from groupnet.core.tenancy import group_bound
        from groupnet.groups.queries import lock_group
        from groupnet.imports.importer import Context, get_importer, read_for
        from groupnet.imports.service import carry_out, plan_import

        importer = get_importer(kind)
        get_group(slug)
        db.session.rollback()  # nobody is kept waiting while the file is read
        table = read_for(importer, content, filename)
        group = get_group(slug)
        context = Context(group, today_in(group.timezone), options, follow)
        with group_bound(group.id):
            if not dry_run:
                lock_group()  # two imports at once would not see each other's rows
            plan = plan_import(importer=importer, table=table, context=context)
            plan.report.dry_run = dry_run
            if not dry_run:
                carry_out(importer=importer, plan=plan, filename=filename, acting=None)
        return plan.report, table


def say_columns(table: "Table") -> None:
    """Print as what each column of the file was read, and which were not."""
    read = ", ".join(f"“{text[:LONGEST_NAMED]}” as {words}" for text, words in table.read_as)
    click.echo(f"Read: {read}")
    if table.unrecognised:
        names = ", ".join(f"“{text[:LONGEST_NAMED]}”" for text in table.unrecognised[:MOST_NAMED])
        more = " and more" if len(table.unrecognised) > MOST_NAMED else ""
        click.echo(f"Not read: {names}{more}")


def follow(rows: "Sequence[Row]") -> "Iterable[Row]":
    """The rows, with a bar on stderr where that is a terminal."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return track(rows, "Reading", console=console, transient=True, disable=not console.is_terminal)
