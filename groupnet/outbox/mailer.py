"""The mail server: checked certificates and time-outs, neither of which Flask-Mail has of its own."""

import smtplib
import ssl
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import flask_mail
from flask import Flask, current_app

from groupnet.settings import LOOPBACK_HOSTS, Settings

TIME_OUT = 10
"""Seconds that the mail server may take for one step."""


class CheckedConnection(flask_mail.Connection):
    """A connection whose other end is who it says, and which gives up in time."""

    def configure_host(self) -> smtplib.SMTP | smtplib.SMTP_SSL:
        """Connect, encrypt and sign in, as the settings say.

        Raises:
            OSError: nobody answers, the certificate is not to be trusted, or the sign-in is refused.
        """
        server, port = self.mail.server, self.mail.port
        # asking the machine whom it trusts takes longer than a mail: only where it is needed
        encrypts = self.mail.use_ssl or self.mail.use_tls
        trusted = ssl.create_default_context() if encrypts else None
        host: smtplib.SMTP | smtplib.SMTP_SSL
        if self.mail.use_ssl:
            host = smtplib.SMTP_SSL(server, port, timeout=TIME_OUT, context=trusted)
        else:
            host = smtplib.SMTP(server, port, timeout=TIME_OUT)
        try:
            if self.mail.use_tls:
                host.starttls(context=trusted)
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
        except BaseException:
            host.close()
            raise
        return host


class CheckedMail(flask_mail.Mail):
    """Flask-Mail over checked connections."""

    def connect(self) -> CheckedConnection:
        """A connection, opened by `with`."""
        if self.state is None:
            raise RuntimeError("call init_app first")
        return CheckedConnection(self.state)  # type: ignore[arg-type]  # it is typed as Mail, and takes the state


def init_app(app: Flask) -> None:
    """Tell Flask-Mail where the mail server is; nothing is opened."""
    mail = CheckedMail()
    mail.state = mail.init_mail(mail_config(app.config["GROUPNET"]))
    app.extensions["mail"] = mail.state
    app.extensions["groupnet-mail"] = mail


def current_mail() -> CheckedMail:
    """The application's Flask-Mail, whose `connect()` leads to the mail server."""
    return current_app.extensions["groupnet-mail"]  # type: ignore[no-any-return]


def sender_address() -> str:
    """The address that this site's mails come from."""
    return str(current_app.extensions["mail"].default_sender)


def mail_config(settings: Settings) -> dict[str, Any]:
    """What Flask-Mail is told.

    `smtp://user:password@host:587` is encrypted by STARTTLS, but for a relay on this machine; `smtps://…:465`
    from the first byte. `?from=` is the sender, else groupnet@ the site's host.
    """
    parts = urlsplit(settings.mail_url or "")
    host = parts.hostname or "localhost"
    from_first_byte = parts.scheme == "smtps"
    site = urlsplit(settings.base_url).hostname or "localhost"
    return {
        "MAIL_SERVER": host,
        "MAIL_PORT": parts.port or (465 if from_first_byte else 587 if parts.username else 25),
        "MAIL_USE_SSL": from_first_byte,
        "MAIL_USE_TLS": not from_first_byte and host not in LOOPBACK_HOSTS,
        "MAIL_USERNAME": unquote(parts.username) if parts.username else None,
        "MAIL_PASSWORD": unquote(parts.password) if parts.password else None,
        "MAIL_DEFAULT_SENDER": parse_qs(parts.query).get("from", [f"groupnet@{site}"])[0],
    }


def try_connection(settings: Settings) -> None:
    """Connect to the mail server and take leave again; no mail is sent.

    Raises:
        OSError: the server cannot be used; smtplib's errors are OSErrors too.
        ValueError: the port is no number.
    """
    mail = CheckedMail()
    mail.state = mail.init_mail(mail_config(settings))
    with mail.connect() as connection:
        if connection.host is not None:
            connection.host.noop()
