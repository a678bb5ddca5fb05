"""`groupnet tidy`: what is kept only for a time goes when that time is over; meant to run once a day."""

import click

from groupnet.cli.work import at_work


@click.command("tidy")
def tidy() -> None:
    """Erase what is past its time in every group: prospects of referrals that closed long ago.

    Each group is a transaction of its own. Once more changes nothing.
    """
    with at_work():
        from sqlalchemy import select

        from groupnet.core.db import db
        from groupnet.groups.models import Group

        groups = db.session.execute(select(Group.id, Group.slug, Group.timezone).order_by(Group.slug)).all()
        db.session.commit()
        for group in groups:
            click.echo(tidy_group(*group))


def tidy_group(group_id: int, slug: str, timezone: str) -> str:
    """Tidy one group and commit; what was done, in words."""
    from groupnet.core.clock import today_in
    from groupnet.core.db import db
    from groupnet.core.tenancy import group_bound
    from groupnet.referrals.service import erase_old_prospects

    with group_bound(group_id):
        erased = erase_old_prospects(today=today_in(timezone))
        db.session.commit()
    return f"{slug}: prospects of {erased} referral{'' if erased == 1 else 's'} erased."
