"""Writing mails and jobs down in the transaction of the change that they follow from."""

import json
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext
from sqlalchemy import and_, delete, or_, select, update

from groupnet.core.clock import utc_now
from groupnet.core.db import Model, db, insert_unless_there
from groupnet.core.errors import NotFound, RuleBroken
from groupnet.outbox.models import Job, JobFile, OutgoingMail, QueueState
from groupnet.outbox.queries import is_over
from groupnet.outbox.registry import is_needless

SENT_KEPT = timedelta(days=30)
DROPPED_KEPT = timedelta(days=7)
MAILS_AT_ONCE = 500
"""So many are written in one statement, which may hold only so many values."""
JOBS_KEPT = timedelta(days=8)
"""Longer than the longest period of scheduled work, which is known by its job."""


def queue_mail(
    *,
    kind: str,
    to: str,
    payload: dict[str, Any],
    person_id: int | None = None,
    about_group_id: int | None = None,
    locale: str = "en_GB",
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    unique_key: str | None = None,
) -> int | None:
    """Write a mail down; it is composed and sent by a worker, after this transaction's commit.

    Args:
        kind: who composes it; stands in `COMPOSERS` of a feature's `mail.py`.
        to: one address, in stored form.
        payload: ids and choices; never a secret or a text.
        person_id: whose mail it is. about_group_id: the group that the composer is bound to.
        due_at: not before this. expires_at: dropped when it could not be sent by then.
        unique_key: a second mail with the same key is not written.

    Returns:
        its id; None where one with this key is there already.
    """
    now = utc_now()
    return _write(
        OutgoingMail,
        kind=kind,
        to_address=to,
        message_id=_new_message_id(),
        payload=json.dumps(payload),
        person_id=person_id,
        about_group_id=about_group_id,
        locale=locale,
        created_at=now,
        due_at=due_at or now,
        expires_at=expires_at,
        unique_key=unique_key,
    )


@dataclass(frozen=True, kw_only=True)
class Addressed:
    """One of several mails of a kind; all as for `queue_mail`."""

    to: str
    payload: dict[str, Any]
    unique_key: str
    person_id: int | None = None


def queue_mails(
    mails: Sequence[Addressed],
    *,
    kind: str,
    about_group_id: int | None = None,
    locale: str = "en_GB",
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Write mails of one kind down at once; arguments as for `queue_mail`, which writes one."""
    now = utc_now()
    same = {"kind": kind, "about_group_id": about_group_id, "locale": locale, "expires_at": expires_at}
    rows = [
        {
            **same,
            "state": QueueState.WAITING,
            "attempts": 0,
            "failure": "",
            "message_id": _new_message_id(),
            "to_address": mail.to,
            "payload": json.dumps(mail.payload),
            "person_id": mail.person_id,
            "created_at": now,
            "due_at": due_at or now,
            "unique_key": mail.unique_key,
        }
        for mail in mails
    ]
    for start in range(0, len(rows), MAILS_AT_ONCE):
        some = rows[start : start + MAILS_AT_ONCE]
        written = insert_unless_there(OutgoingMail).values(some)
        db.session.execute(written.on_conflict_do_nothing(index_elements=["unique_key"]))


def queue_job(
    *,
    kind: str,
    payload: dict[str, Any],
    person_id: int | None = None,
    about_group_id: int | None = None,
    locale: str = "en_GB",
    due_at: datetime | None = None,
    unique_key: str | None = None,
) -> int | None:
    """Write a job down; arguments as for `queue_mail`. Its person follows it at the page `work.show`.

    Returns:
        its id; None where one with this key is there already.
    """
    now = utc_now()
    return _write(
        Job,
        kind=kind,
        payload=json.dumps(payload),
        person_id=person_id,
        about_group_id=about_group_id,
        locale=locale,
        created_at=now,
        due_at=due_at or now,
        unique_key=unique_key,
    )


def drop_mails(*, unique_keys: list[str]) -> None:
    """Take mails back that are still waiting; what is on its way already goes out."""
    db.session.execute(
        update(OutgoingMail)
        .where(OutgoingMail.unique_key.in_(unique_keys), OutgoingMail.state == QueueState.WAITING)
        .values(state=QueueState.DROPPED, finished_at=utc_now())
    )


def drop_mails_to(*, address: str) -> None:
    """Forget every mail to an address, sent or not: its account goes."""
    db.session.execute(delete(OutgoingMail).where(OutgoingMail.to_address == address))


def forget_ended(*, kind: str) -> None:
    """Forget the mails of one kind that were sent or given up."""
    over = (OutgoingMail.kind == kind, OutgoingMail.state != QueueState.WAITING)
    db.session.execute(delete(OutgoingMail).where(*over), execution_options={"synchronize_session": False})


def forget_mails_to(*, address: str, about_group_id: int, kinds: Collection[str]) -> None:
    """Forget some kinds of mail of a group to an address, sent or not: who has it is erased there."""
    db.session.execute(
        delete(OutgoingMail).where(
            OutgoingMail.to_address == address,
            OutgoingMail.about_group_id == about_group_id,
            OutgoingMail.kind.in_(kinds),
        )
    )


def send_again(*, mail_id: int, about_group_id: int) -> str:
    """Give a dead mail of a group another chance.

    Returns:
        of which kind it is.

    Raises:
        NotFound: the group has no such dead mail.
        RuleBroken: it is over, or has become needless: it would never go out.
    """
    mail = db.session.execute(
        select(OutgoingMail)
        .where(
            OutgoingMail.id == mail_id,
            OutgoingMail.about_group_id == about_group_id,
            OutgoingMail.state == QueueState.DEAD,
        )
        .with_for_update()
    ).scalar_one_or_none()
    if mail is None:
        raise NotFound
    if is_over(mail.expires_at) or is_needless(mail):
        raise RuleBroken(gettext("This mail is over by now, so it was not sent again."))
    now = utc_now()
    # the failure stays until it is sent: by it the group's page knows what is being sent again
    mail.state, mail.attempts = QueueState.WAITING, 0
    mail.created_at = mail.due_at = now
    mail.finished_at = None
    db.session.flush()
    return mail.kind


def forget_old() -> int:
    """Forget what ended long ago: mails, jobs with their files, and files whose time is over.

    Dead mails stay as long as sent ones, for an admin who may send them again.

    Returns:
        how many mails and jobs.
    """
    now = utc_now()
    db.session.execute(delete(JobFile).where(JobFile.expires_at <= now))
    dropped, sent = OutgoingMail.state == QueueState.DROPPED, OutgoingMail.state != QueueState.WAITING
    old = (
        delete(OutgoingMail)
        .where(
            or_(
                and_(dropped, OutgoingMail.finished_at < now - DROPPED_KEPT),
                and_(sent, OutgoingMail.finished_at < now - SENT_KEPT),
            )
        )
        .returning(OutgoingMail.id),
        delete(Job)
        .where(Job.state != QueueState.WAITING, Job.finished_at < now - JOBS_KEPT)
        .returning(Job.id),
    )
    return sum(len(db.session.execute(one).all()) for one in old)


def _new_message_id() -> str:
    host = urlsplit(current_app.config["GROUPNET"].base_url).hostname or "localhost"
    return f"<{secrets.token_hex(16)}@{host}>"


def _write(model: type[Model], **values: Any) -> int | None:
    written = db.session.execute(
        insert_unless_there(model)
        .values({"state": QueueState.WAITING, "attempts": 0, "failure": "", **_blank(model), **values})
        .on_conflict_do_nothing(index_elements=["unique_key"])
        .returning(model.id)  # type: ignore[attr-defined]
    )
    found = written.scalar_one_or_none()
    return int(found) if found is not None else None


def _blank(model: type[Model]) -> dict[str, Any]:
    return {"done": 0, "total": 0, "outcome": "{}"} if model is Job else {}
