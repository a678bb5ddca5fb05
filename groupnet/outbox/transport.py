"""Where mails leave: to the mail server, or as files where there is none."""

import os
import re
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn, Protocol

from flask_mail import BadHeaderError, Message

from groupnet.outbox.mailer import CheckedConnection, current_mail
from groupnet.settings import Settings


class NeverDeliverable(Exception):
    """The mail server will never take this mail; the message says why without naming anybody."""


class Transport(Protocol):
    """Takes one mail at a time."""

    def send(self, message: Message) -> None:
        """Hand a mail over; when this returns, it is the other side's to deliver.

        Raises:
            NeverDeliverable: trying again would not help.
            OSError: the server cannot be reached or cannot take it now.
        """


class Server:
    """The mail server, over one connection that is opened at the first mail and again after an error."""

    def __init__(self) -> None:
        self._line: CheckedConnection | None = None

    def send(self, message: Message) -> None:
        """See `Transport`."""
        try:
            self._open().send(message)
        except BadHeaderError as broken:
            raise NeverDeliverable("a header would hold a line break") from broken
        except smtplib.SMTPRecipientsRefused as refused:
            self.close()
            code, _ = next(iter(refused.recipients.values()))
            _refuse(code, "the address", refused)
        except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as refused:
            self.close()
            _refuse(refused.smtp_code, "the mail", refused)
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        """Take leave of the mail server, whether it still listens or not."""
        line, self._line = self._line, None
        if line is None or line.host is None:
            return
        with suppress(OSError):
            line.host.quit()
        line.host.close()

    def _open(self) -> CheckedConnection:
        if self._line is None:
            line = current_mail().connect()
            line.__enter__()
            self._line = line
        return self._line


class Folder:
    """A folder of `.eml` files, where no mail server is set; a mail sent twice is one file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: Message) -> None:
        """See `Transport`."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = re.sub(r"[^a-z0-9-]", "", message.msgId.partition("@")[0]) + ".eml"
        draft = self._folder / f".{name}.{os.getpid()}"
        draft.write_bytes(message.as_bytes())
        draft.replace(self._folder / name)

    def close(self) -> None:
        """Nothing is open."""


def mail_folder(settings: Settings) -> Path:
    """Where the mails of a site without a mail server lie."""
    return settings.data_dir / "mail"


@contextmanager
def open_transport(settings: Settings) -> Iterator[Transport]:
    """The way out for mails, as the settings say."""
    way: Server | Folder = Server() if settings.mail_url else Folder(mail_folder(settings))
    try:
        yield way
    finally:
        way.close()


def _refuse(code: int, what: str, error: smtplib.SMTPException) -> NoReturn:
    if 500 <= code < 600:
        raise NeverDeliverable(f"the mail server refuses {what} ({code})") from error
    raise OSError(f"the mail server cannot take {what} now ({code})") from error
