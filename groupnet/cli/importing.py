"""`groupnet import`: members and referrals from a file."""

import click


@click.group("import")
def importing() -> None:
    """Bring in members or referrals from a file."""
