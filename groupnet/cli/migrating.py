"""`groupnet migrate`: the database brought up to date, before a new version serves."""

import click

from groupnet.cli.work import app_at_hand, bring_up_to_date, read_settings


@click.command("migrate")
def migrate() -> None:
    """Bring the database up to date; nothing happens when it is."""
    with app_at_hand(read_settings()):
        was_behind = bring_up_to_date()
    click.echo("The database is up to date now." if was_behind else "The database was up to date already.")
