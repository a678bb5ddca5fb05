"""One mail on its way: composed as things stand now, drawn, handed over, and noted."""

import logging

from flask import current_app
from flask_babel import force_locale, get_locale
from sqlalchemy.exc import DBAPIError

from groupnet.core.failures import without_values
from groupnet.core.outages import outage_of
from groupnet.core.tenancy import group_bound
from groupnet.core.unit_of_work import only_reading
from groupnet.outbox import claims
from groupnet.outbox.letters import Letter
from groupnet.outbox.mailer import sender_address
from groupnet.outbox.message import Mail
from groupnet.outbox.models import OutgoingMail, QueueState
from groupnet.outbox.queries import is_over
from groupnet.outbox.registry import composer_of
from groupnet.outbox.transport import NeverDeliverable, NobodyThere, NotNow, Transport
from groupnet.outbox.troubles import Trouble

logger = logging.getLogger(__name__)

MOST_MENDED = 8
"""So often is a mail tried that goes wrong here; the site may be mended meanwhile."""


def deliver(mail: OutgoingMail, transport: Transport) -> QueueState:
    """Compose and hand over a mail that this worker has claimed, and note how it ended.

    Killed anywhere, it is tried again after its lease with the same Message-ID: nothing is lost, and only a
    death between the handing over and the note sends it twice (T48).

    Returns:
        how it stands now; `WAITING` when it will be tried again.

    Raises:
        NobodyThere: noted for this mail; the next one would meet the same.
        DBAPIError: the database cannot be used now; the mail is tried again.
    """
    if mail.attempts > claims.MOST_ATTEMPTS:  # whoever had it last did not live to tell
        return _end(mail, QueueState.DEAD, f"{Trouble.BROKEN} (ended unnoted)")
    if is_over(mail.expires_at):
        return _end(mail, QueueState.DROPPED)
    message = _compose_or_note(mail)
    if not isinstance(message, Mail):
        return message
    try:
        transport.send(message)
    except NeverDeliverable as never:
        return _end(mail, QueueState.DEAD, str(never))
    except NobodyThere as nobody:
        claims.put_off(mail, failure=str(nobody))
        raise
    except NotNow as later:
        return claims.put_off(mail, failure=str(later))
    except Exception as error:
        return _note_broken(mail, error)
    return _end(mail, QueueState.DONE)


def compose(mail: OutgoingMail) -> Mail | None:
    """A mail as things stand now, or None where it has become needless. The database is free afterwards."""
    with only_reading(), group_bound(mail.about_group_id), force_locale(mail.locale):
        letter = composer_of(mail.kind)(mail)
        return None if letter is None else write_message(mail, letter)


def write_message(mail: OutgoingMail, letter: Letter) -> Mail:
    """A letter as a mail in both forms."""
    pages = current_app.jinja_env
    language = str(get_locale() or "en").replace("_", "-")
    message = Mail(
        to=mail.to_address,
        name=" ".join(letter.sender.split()),
        address=sender_address(),
        sent_at=mail.created_at,
        subject=" ".join(letter.subject.split()),
        body=pages.get_template("mail/letter.txt").render(letter=letter),
        html=pages.get_template("mail/letter.html").render(letter=letter, language=language),
        calendar=letter.calendar,
        extra_headers=_headers(letter),
    )
    message.msgId = mail.message_id
    return message


def _compose_or_note(mail: OutgoingMail) -> Mail | QueueState:
    """The mail, or how it stands where there is none to send."""
    try:
        message = compose(mail)
    except Exception as error:
        if isinstance(error, DBAPIError) and outage_of(error):
            # put off and counted: what only this mail asks of the database must not hold up the others
            claims.put_off(mail, failure=f"{Trouble.BROKEN} ({type(error).__name__})")
            raise
        return _note_broken(mail, error)
    return _end(mail, QueueState.DROPPED) if message is None else message


def _note_broken(mail: OutgoingMail, error: Exception) -> QueueState:
    # never the values: an address, a code or a prospect may be among them
    place = f"mail {mail.id} of kind {mail.kind}"
    logger.error("%s in %s", type(error).__name__, place, exc_info=without_values(error))
    failure = f"{Trouble.BROKEN} ({type(error).__name__})"
    return claims.put_off(mail, failure=failure, most_attempts=MOST_MENDED)


def _end(mail: OutgoingMail, state: QueueState, failure: str = "") -> QueueState:
    claims.finish(mail, state, failure=failure)
    return state


def _headers(letter: Letter) -> dict[str, str]:
    headers = {"Auto-Submitted": "auto-generated"}
    if letter.unsubscribe:
        headers["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
