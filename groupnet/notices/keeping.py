"""How long notices are kept."""

from datetime import timedelta

from sqlalchemy import delete

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.tenancy import every_group
from groupnet.notices.models import Notice

KEPT = timedelta(days=183)
"""Six months."""


def remove_old_notices() -> None:
    """Remove what was told half a year ago, in every group."""
    old = delete(Notice).where(Notice.due_at < utc_now() - KEPT)
    with every_group():
        db.session.execute(old.execution_options(synchronize_session=False))
