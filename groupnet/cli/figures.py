"""`groupnet figures`: the board, exact and complete, for the host alone."""

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from groupnet.cli.plain import Refused
from groupnet.cli.standing import get_group, settings_with_group
from groupnet.cli.work import at_work

if TYPE_CHECKING:
    from groupnet.groups.models import Group
    from groupnet.reciprocity.windows import Window

UNDEFINED = "–"
NARROWEST = 100
COUNTS = {
    "members": "Members",
    "referrals": "Referrals",
    "ties": "Ties",
    "mutual_pairs": "Pairs that refer both ways",
    "one_way_pairs": "Pairs that refer one way",
    "empty_pairs": "Pairs without a referral",
}
RATES = {
    "reciprocity": "Reciprocity",
    "beyond_chance": "Beyond chance",
    "weighted_reciprocity": "Weighted reciprocity",
    "circulation": "Circulation",
}
COLUMNS = {
    "given": "Given",
    "received": "Received",
    "net": "Net",
    "partners": "Partners",
    "mutual_partners": "Mutual",
}
DAY = click.DateTime(["%Y-%m-%d"])


@click.command("figures")
@click.option("--group", "slug", required=True, help="The group's slug.")
@click.option("--from", "start", type=DAY, help="First day, such as 2026-01-31.")
@click.option("--to", "end", type=DAY, help="Last day; today when not given.")
@click.option("--json", "as_json", is_flag=True, help="For programs: full precision, null where undefined.")
def figures(slug: str, start: datetime | None, end: datetime | None, *, as_json: bool) -> None:
    """Print the figures of a group's board, exact, nothing withheld.

    Without days, the window is the group's own, up to today.
    """
    with at_work(settings_with_group(slug), writes=False):
        from groupnet.core.tenancy import group_bound
        from groupnet.reciprocity.queries import exact_figures

        group = get_group(slug)
        window = choose_window(group, start and start.date(), end and end.date())
        with group_bound(group.id):
            told = exact_figures(window=window)
        if as_json:
            click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            show(told, group)


def choose_window(group: "Group", start: date | None, end: date | None) -> "Window":
    """The days asked for; what is not said is as on the group's board.

    Raises:
        Refused: they end before they start.
    """
    from groupnet.core.clock import today_in
    from groupnet.reciprocity.windows import Window, default_window

    end = end or today_in(group.timezone)
    try:
        return Window(start, end) if start else default_window(end, group.default_window_months)
    except ValueError as error:
        raise Refused(str(error)) from error


def show(told: dict[str, Any], group: "Group") -> None:
    """Print the figures for people."""
    from rich.console import Console
    from rich.table import Table

    from groupnet.core.money import money

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=NARROWEST)
    console.print(f"{group.name}, {told['from']} to {told['to']}", markup=False)
    overall = Table(show_header=False, box=None)
    overall.add_column()
    overall.add_column(justify="right")
    for name, label in COUNTS.items():
        overall.add_row(label, str(told[name]))
    for name, label in RATES.items():
        overall.add_row(label, UNDEFINED if told[name] is None else f"{told[name]:.4f}")
    console.print(overall)
    members = Table(box=None, padding=(0, 1))
    members.add_column("Member")
    for label in [*COLUMNS.values(), "Thanked"]:
        members.add_column(label, justify="right")
    for one in told["by_member"]:
        sums = money(one["thanked_minor"], group.currency)
        members.add_row(_plain(one["name"]), *(str(one[name]) for name in COLUMNS), sums)
    console.print(members)


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)
