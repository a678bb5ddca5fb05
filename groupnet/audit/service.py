"""Writing the audit log, in the transaction of what it tells of."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import delete

from groupnet.audit.models import Action, AuditEntry
from groupnet.core.clock import utc_now
from groupnet.core.db import db


def record_act(
    *,
    action: Action,
    actor_id: int | None,
    subject_id: int | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Write one act of the bound group down.

    Args:
        actor_id: the acting membership; None for the host's command line or a stranger.
        subject_id: the membership it was done to.
        details: names of fields, settings and their values, counts, dates as ISO text. Never what somebody
            wrote, nor a name or an address of a person: those are read from the membership.
    """
    db.session.add(
        AuditEntry(
            action=action,
            actor_id=actor_id,
            subject_id=subject_id,
            details=json.dumps(details or {}, default=str),
            happened_at=utc_now(),
        )
    )
    db.session.flush()


def forget_acts(*, before: datetime) -> int:
    """Let go of what was done before an instant.

    Returns:
        how many entries went.
    """
    # an entry holds no more than names of fields and dates, and still: nothing is kept for ever
    gone = db.session.execute(delete(AuditEntry).where(AuditEntry.happened_at < before))
    return int(gone.rowcount)  # type: ignore[attr-defined]
