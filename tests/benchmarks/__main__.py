"""Measures pages beside a bare Flask page, and mails beside bare smtplib: `python -m tests.benchmarks`."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

import click

from tests.benchmarks.data import many_groups
from tests.benchmarks.mail import MAILS, measure_mails
from tests.benchmarks.measure import Stopwatch
from tests.benchmarks.meetings import measure_meetings
from tests.benchmarks.pages import (
    FEW,
    MANY,
    SHAPES,
    measure_boards,
    measure_ordinary,
    measure_pages,
    measure_post,
    measure_scale,
)
from tests.benchmarks.results import Result, as_json, as_table
from tests.benchmarks.sign_up import measure_sign_up
from tests.benchmarks.sites import Site


@click.command()
@click.option("--postgresql", is_flag=True, help="Measure on a real PostgreSQL instead of SQLite.")
@click.option("--rounds", default=200, show_default=True, help="Calls of each page.")
@click.option(
    "--cpu", is_flag=True, help="Count the processor's time of this process alone: for a busy machine."
)
@click.option("--json", "to_json", is_flag=True, help="Print the results as JSON.")
def main(*, postgresql: bool, rounds: int, cpu: bool, to_json: bool) -> None:
    """Measure the pages beside a bare Flask page, and print a table."""
    start = perf_counter()
    with tempfile.TemporaryDirectory(prefix="groupnet-benchmarks-") as folder:
        stopwatch = Stopwatch(rounds, process_time if cpu else perf_counter)
        results = measure(Path(folder), stopwatch, on_postgresql=postgresql)
    if to_json:
        click.echo(as_json(results))
        return
    clock = "of the processor's time" if cpu else "by the clock"
    database = "PostgreSQL" if postgresql else "SQLite"
    click.echo(as_table(results))
    click.echo(f"\nMedians of {rounds} calls {clock}, on {database}; all in {perf_counter() - start:.0f} s.")


def measure(folder: Path, stopwatch: Stopwatch, *, on_postgresql: bool) -> list[Result]:
    """Build the databases and measure everything.

    Args:
        folder: for the databases; an empty one.
        on_postgresql: rather than SQLite.
    """
    address_of = new_postgresql if on_postgresql else lambda name: f"sqlite:///{folder / name}.sqlite3"
    main_site = opened("groups of every size", lambda: Site(address_of("bench_pages"), folder, SHAPES))
    results = [
        measure_ordinary(main_site, stopwatch),
        *measure_pages(main_site, stopwatch),
        *measure_boards(main_site, stopwatch),
        *measure_meetings(main_site, stopwatch),
        measure_post(main_site, stopwatch),
        measure_sign_up(main_site, stopwatch),
    ]
    main_site.close()
    small = opened(f"{FEW} groups", lambda: Site(address_of("bench_few"), folder, many_groups(FEW)))
    large = opened(f"{MANY:,} groups", lambda: Site(address_of("bench_many"), folder, many_groups(MANY)))
    results += measure_scale(small, large, stopwatch)
    small.close()
    large.close()
    print(f"Sending {MAILS:,} mails …", file=sys.stderr, flush=True)
    results.append(measure_mails(address_of("bench_mail"), folder))
    return results


def new_postgresql(name: str) -> str:
    """An empty database on the tests' own server."""
    from tests.postgresql import new_database  # starts a server

    return new_database(name)


def opened(what: str, build: Callable[[], Site]) -> Site:
    """Build a site, and say so: it takes a while."""
    print(f"Filling a database with {what} …", file=sys.stderr, flush=True)
    return build()


if __name__ == "__main__":
    main()
