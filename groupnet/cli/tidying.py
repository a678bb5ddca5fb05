"""`groupnet tidy`: the daily tidying, now: for a host without a worker, or one who does not want to wait."""

import click

from groupnet.cli.work import at_work


@click.command("tidy")
def tidy() -> None:
    """Erase what is past its time, in every group: prospects of referrals that closed long ago, visitors of
    long ago, old mails, jobs, sign-ins and sent forms.

    A worker does the same once a day. Once more changes nothing.
    """
    with at_work():
        from groupnet.core.clock import utc_now
        from groupnet.core.db import db
        from groupnet.outbox.models import Job
        from groupnet.outbox.registry import handler_of, list_scheduled

        for kind in sorted(entry.kind for entry in list_scheduled() if entry.tidies):
            outcome = handler_of(kind)(Job(kind=kind, payload="{}", created_at=utc_now()), _tell_nobody)
            db.session.commit()
            if outcome:
                click.echo(outcome.sentence)


def _tell_nobody(_done: int, _total: int) -> None:
    """Nobody watches a page."""
