"""Reads of the audit log."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from groupnet.audit.models import Action, AuditEntry
from groupnet.core.db import db
from groupnet.core.paging import Page, fetch_page


@dataclass(frozen=True)
class Entry:
    """One act. `actor_id` and `subject_id` are memberships."""

    id: int
    action: Action
    actor_id: int | None
    subject_id: int | None
    details: dict[str, Any]
    happened_at: datetime


def fetch_entries(number: int, *, actions: Collection[Action] = ()) -> Page[Entry]:
    """A page of the log, newest first.

    Args:
        number: from 1.
        actions: only these; all of them when empty.
    """
    query = select(
        AuditEntry.id,
        AuditEntry.action,
        AuditEntry.actor_id,
        AuditEntry.subject_id,
        AuditEntry.details,
        AuditEntry.happened_at,
    ).order_by(AuditEntry.happened_at.desc(), AuditEntry.id.desc())
    if actions:
        query = query.where(AuditEntry.action.in_(actions))
    page = fetch_page(query, number)
    entries = [Entry(**{**row._mapping, "details": json.loads(row.details)}) for row in page.rows]
    return Page(rows=entries, number=page.number, has_next=page.has_next)


def was_recorded(action: Action, subject_id: int, since: datetime) -> bool:
    """Whether something was done to a member since an instant."""
    query = select(AuditEntry.id).where(
        AuditEntry.action == action, AuditEntry.subject_id == subject_id, AuditEntry.happened_at > since
    )
    return db.session.execute(query.limit(1)).first() is not None
