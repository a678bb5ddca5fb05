"""One mail on its way: composed as things stand now, drawn, handed over, and noted."""

import logging
from email.utils import formataddr

from flask import current_app
from flask_babel import force_locale
from flask_mail import Message

from groupnet.core.clock import utc_now
from groupnet.core.db import db, may_write
from groupnet.core.tenancy import group_bound
from groupnet.outbox import claims
from groupnet.outbox.letters import Letter
from groupnet.outbox.models import OutgoingMail, QueueState
from groupnet.outbox.registry import composer_of
from groupnet.outbox.transport import NeverDeliverable, Transport

logger = logging.getLogger(__name__)


def deliver(mail: OutgoingMail, transport: Transport) -> QueueState:
    """Compose and hand over a mail that this worker has claimed, and note how it ended.

    Killed anywhere, it is tried again after its lease with the same Message-ID: nothing is lost, and only a
    death between the handing over and the note sends it twice (T48).

    Returns:
        how it stands now; `WAITING` when it will be tried again.
    """
    if mail.expires_at is not None and mail.expires_at <= utc_now():
        claims.finish(mail, QueueState.DROPPED)
        return QueueState.DROPPED
    try:
        message = compose(mail)
        if message is None:
            claims.finish(mail, QueueState.DROPPED)
            return QueueState.DROPPED
        transport.send(message)
    except NeverDeliverable as never:
        claims.finish(mail, QueueState.DEAD, failure=str(never))
        return QueueState.DEAD
    except OSError as error:
        claims.put_off(mail, failure=str(error)[:200] if type(error) is OSError else type(error).__name__)
        return QueueState.WAITING
    except Exception as error:
        logger.exception("mail %d of kind %s could not be composed", mail.id, mail.kind)
        db.session.rollback()
        claims.put_off(mail, failure=type(error).__name__)
        return QueueState.WAITING
    claims.finish(mail, QueueState.DONE)
    return QueueState.DONE


def compose(mail: OutgoingMail) -> Message | None:
    """A mail as things stand now, or None where it has become needless. The database is free afterwards."""
    writing = may_write.set(False)
    db.session.expunge(mail)
    db.session.rollback()
    try:
        with group_bound(mail.about_group_id), force_locale(mail.locale):
            letter = composer_of(mail.kind)(mail)
            return None if letter is None else write_message(mail, letter)
    finally:
        db.session.rollback()
        may_write.reset(writing)


def write_message(mail: OutgoingMail, letter: Letter) -> Message:
    """A letter as a mail in both forms."""
    pages = current_app.jinja_env
    message = Message(
        subject=" ".join(letter.subject.split()),
        recipients=[mail.to_address],
        sender=formataddr((" ".join(letter.sender.split()), current_app.extensions["mail"].default_sender)),
        body=pages.get_template("mail/letter.txt").render(letter=letter),
        html=pages.get_template("mail/letter.html").render(letter=letter),
        date=mail.created_at.timestamp(),
        extra_headers=_headers(letter),
    )
    message.msgId = mail.message_id
    return message


def _headers(letter: Letter) -> dict[str, str]:
    headers = {"Auto-Submitted": "auto-generated"}
    if letter.unsubscribe:
        headers["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
