"""Where mails leave: to the mail server, or as files where there is none."""

import os
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from flask_mail import BadHeaderError

from groupnet.outbox.mailer import CheckedConnection, current_mail
from groupnet.outbox.message import Mail
from groupnet.outbox.troubles import Trouble
from groupnet.settings import Settings


class NeverDeliverable(Exception):
    """The mail server will never take this mail; the message is a `Trouble`, and names nobody."""


class NotNow(Exception):
    """The mail cannot be handed over now; the message is a `Trouble`, and names nobody."""


class NobodyThere(NotNow):
    """The mail server itself cannot be used now, for this mail or another."""


class Transport(Protocol):
    """Takes one mail at a time."""

    def send(self, message: Mail) -> None:
        """Hand a mail over; when this returns, it is the other side's to deliver.

        Raises:
            NeverDeliverable: trying again would not help.
            NotNow: it is to be tried again later.
        """


class Server:
    """The mail server, over one connection that is opened at the first mail and again after an error."""

    def __init__(self) -> None:
        self._line: CheckedConnection | None = None

    def send(self, message: Mail) -> None:
        """See `Transport`."""
        line = self._open()
        try:
            line.send(message)
        except (BadHeaderError, ValueError) as broken:  # ValueError: a character that no command may hold
            self.close()
            raise NeverDeliverable(Trouble.UNMAILABLE) from broken
        except smtplib.SMTPRecipientsRefused as refused:
            self.close()
            code, _ = next(iter(refused.recipients.values()))
            raise _refusal(code, Trouble.ADDRESS_REFUSED) from refused
        except smtplib.SMTPSenderRefused as refused:
            # the site's own address is refused, not this mail: that is for the host to mend
            self.close()
            raise NobodyThere(f"{Trouble.SENDER_REFUSED} ({refused.smtp_code})") from refused
        except smtplib.SMTPResponseException as refused:
            self.close()
            raise _refusal(refused.smtp_code, Trouble.MAIL_REFUSED) from refused
        except OSError as error:
            self.close()
            raise NotNow(f"{Trouble.UNREACHABLE} ({type(error).__name__})") from error
        except Exception:
            self.close()  # nobody knows how far it came: the next mail begins a line of its own
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
            try:
                self._line = current_mail().connect().__enter__()
            except OSError as error:
                raise NobodyThere(f"{_trouble_of(error)} ({type(error).__name__})") from error
        return self._line


class Folder:
    """A folder of `.eml` files, where no mail server is set; a mail sent twice is one file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: Mail) -> None:
        """See `Transport`."""
        try:
            content = message.as_bytes()
        except ValueError as broken:
            raise NeverDeliverable(Trouble.UNMAILABLE) from broken
        name = re.sub(r"[^a-z0-9-]", "", message.msgId.partition("@")[0]) + ".eml"
        draft = self._folder / f".{name}.{os.getpid()}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(content)
            draft.replace(self._folder / name)
        except OSError as error:
            raise NobodyThere(f"{Trouble.UNREACHABLE} ({type(error).__name__})") from error

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


def _refusal(code: int, what: Trouble) -> NeverDeliverable | NotNow:
    """What a server's answer means: with 5xx it has made up its mind (RFC 5321, 4.2.1)."""
    return NeverDeliverable(f"{what} ({code})") if 500 <= code < 600 else NotNow(f"{Trouble.BUSY} ({code})")


def _trouble_of(error: OSError) -> Trouble:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Trouble.UNTRUSTED
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Trouble.NO_ENCRYPTION
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Trouble.SIGN_IN_REFUSED
    return Trouble.UNREACHABLE
