"""`groupnet create-group`: a new group and its first admin."""

import click

from groupnet.cli.plain import one_line
from groupnet.cli.work import at_work


@click.command("create-group")
@click.option("--name", required=True, callback=one_line(120), help="As people call the group.")
@click.option("--slug", required=True, help="Its part of web addresses, such as harbour-circle.")
@click.option("--timezone", required=True, help="Such as Europe/London.")
@click.option("--currency", required=True, help="Three letters, such as GBP.")
@click.option("--admin-name", required=True, callback=one_line(120), help="Of the first admin.")
@click.option("--admin-email", required=True, help="With which the admin will sign in.")
def create_group(
    name: str, slug: str, timezone: str, currency: str, admin_name: str, admin_email: str
) -> None:
    """Found a group. Prints a one-use link with which the admin sets a password."""
    with at_work():
        from groupnet.groups import links, service

        _, admin = service.create_group(
            name=name,
            slug=slug,
            timezone=timezone,
            currency=currency,
            admin_name=admin_name,
            admin_email=admin_email,
        )
        link = links.joining_address(service.invite([admin])[0])
        days = service.INVITATION_KEPT.days
    click.echo(f"{name} stands. This link lets {admin_name} in, once, within {days} days:", err=True)
    click.echo(link)
