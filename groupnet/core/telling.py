"""What a view says when it has no form to say it on: a rule that was broken, told on the page after."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import flash

from groupnet.core.db import db
from groupnet.core.errors import RuleBroken


@contextmanager
def telling_rules() -> Iterator[None]:
    """Tell a broken rule of the domain on the next page, with nothing written.

    The view redirects after the block, whether or not a rule was broken in it.
    """
    try:
        yield
    except RuleBroken as broken:
        # a redirect would commit what was written before the rule was met
        db.session.rollback()
        flash(broken.message, "info")
