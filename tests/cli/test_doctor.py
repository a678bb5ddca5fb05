"""What the doctor finds, and that it says what to mend."""

import shutil
import smtplib
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.migrating import migrate_database
from groupnet.outbox.mailer import mail_config
from groupnet.outbox.models import OutgoingMail, QueueState
from groupnet.outbox.service import queue_mail
from groupnet.settings import Settings
from tests.cli.conftest import Command
from tests.conftest import settings_for

SELF_SIGNED = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost")


@contextmanager
def mail_server(certificate: Path | None = None) -> Iterator[int]:
    """A server that greets, offers STARTTLS where it has a certificate, and says yes to everything."""
    listener = socket.create_server(("127.0.0.1", 0))

    def talk() -> None:
        connection, _ = listener.accept()
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            try:
                connection = context.wrap_socket(connection, server_side=True)
            except OSError:
                return
        with connection, connection.makefile("rwb") as stream:
            stream.write(b"220 mail\r\n")
            stream.flush()
            for line in stream:
                stream.write(
                    b"235 yes\r\n" if line.startswith(b"AUTH") else b"250-mail\r\n250 AUTH PLAIN\r\n"
                )
                stream.flush()

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    yield int(listener.getsockname()[1])
    listener.close()
    thread.join(5)


@pytest.fixture
def self_signed(tmp_path: Path) -> Path:
    """A certificate that nobody vouches for, with its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed, so no certificate can be made")
    path = tmp_path / "mail.pem"
    alternative = ("-addext", "subjectAltName=DNS:localhost")
    command = ["openssl", *SELF_SIGNED, *alternative, "-keyout", str(path), "-out", str(tmp_path / "cert")]
    subprocess.run(command, check=True, capture_output=True)
    path.write_text(path.read_text() + (tmp_path / "cert").read_text())
    return path


def test_a_database_that_is_behind_is_to_be_migrated(command: Command, site: Callable[[], Flask]) -> None:
    fresh = command("doctor")
    assert (fresh.exit_code, "no tables yet" in fresh.stdout) == (0, True)
    with site().app_context():
        migrate_database(revision="0001")
    behind = command("doctor")
    assert (behind.exit_code, "Run: groupnet migrate" in behind.stdout) == (1, True)
    command("migrate")
    well = command("doctor")
    assert (well.exit_code, "MEND" in well.stdout) == (0, False)
    assert well.stdout.endswith("All is well.\n")


def test_a_weak_setting_is_the_first_thing_to_mend(command: Command) -> None:
    result = command("doctor", GROUPNET_SECRET_KEY="short")
    assert (result.exit_code, "GROUPNET_SECRET_KEY" in result.stdout) == (1, True)


def test_a_site_in_the_open_is_told_to_use_https(command: Command) -> None:
    result = command("doctor", GROUPNET_BASE_URL="http://groups.example.org")
    assert (result.exit_code, "https" in result.stdout) == (1, True)


def test_a_database_that_does_not_answer_is_named_without_its_password(command: Command) -> None:
    result = command("doctor", GROUPNET_DATABASE_URL="postgresql://me:hunter2hunter2@127.0.0.1:9/x")
    assert (result.exit_code, "GROUPNET_DATABASE_URL" in result.stdout) == (1, True)
    assert "hunter2" not in result.output


def test_a_mail_server_that_answers_is_well(command: Command) -> None:
    command("migrate")
    with mail_server() as port:
        result = command("doctor", GROUPNET_MAIL_URL=f"smtp://groups:hunter2@127.0.0.1:{port}")
    assert (result.exit_code, "hunter2" in result.output) == (0, False)
    assert "the mail server takes a connection" in result.stdout


def test_a_mail_server_that_is_not_there_is_named(command: Command) -> None:
    command("migrate")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody answers
        result = command("doctor", GROUPNET_MAIL_URL=f"smtp://127.0.0.1:{taken.getsockname()[1]}")
    assert (result.exit_code, "GROUPNET_MAIL_URL" in result.stdout) == (1, True)
    assert "One thing to mend." in result.stdout


def test_a_certificate_that_nobody_vouches_for_is_refused(command: Command, self_signed: Path) -> None:
    command("migrate")
    with mail_server(self_signed) as port:
        result = command("doctor", GROUPNET_MAIL_URL=f"smtps://localhost:{port}")
    assert (result.exit_code, "certificate is not to be trusted" in result.stdout) == (1, True)


def test_a_trusted_certificate_is_taken(command: Command, self_signed: Path) -> None:
    command("migrate")
    with mail_server(self_signed) as port:
        trusted = {"SSL_CERT_FILE": str(self_signed)}
        result = command("doctor", GROUPNET_MAIL_URL=f"smtps://localhost:{port}", **trusted)
    assert result.exit_code == 0, result.stdout


def test_a_server_that_offers_no_encryption_gets_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("groupnet.outbox.mailer.LOOPBACK_HOSTS", ())
    from groupnet.outbox.mailer import try_connection

    with mail_server() as port:
        settings = settings_for("sqlite://", mail_url=f"smtp://groups:hunter2@127.0.0.1:{port}", mode="demo")
        with pytest.raises(smtplib.SMTPNotSupportedError):
            try_connection(settings)


def configured(mail_url: str) -> dict[str, object]:
    settings: Settings = settings_for("sqlite://", mail_url=mail_url, base_url="https://groups.example.org")
    return mail_config(settings)


def test_a_mail_address_says_how_to_encrypt() -> None:
    plain = configured("smtp://groups%40x:p%2Fw@mail.example.org?from=circle@example.org")
    assert (plain["MAIL_USERNAME"], plain["MAIL_PASSWORD"]) == ("groups@x", "p/w")
    assert (plain["MAIL_PORT"], plain["MAIL_USE_TLS"], plain["MAIL_USE_SSL"]) == (587, True, False)
    assert plain["MAIL_DEFAULT_SENDER"] == "circle@example.org"
    first_byte = configured("smtps://mail.example.org")
    assert (first_byte["MAIL_PORT"], first_byte["MAIL_USE_SSL"]) == (465, True)
    assert first_byte["MAIL_DEFAULT_SENDER"] == "groupnet@groups.example.org"
    assert configured("smtp://localhost:1025")["MAIL_USE_TLS"] is False


def queue(site: Callable[[], Flask], *, attempts: int = 0, **told: Any) -> None:
    """Write a mail down in the command's database."""
    app = site()
    with app.app_context():
        mail_id = queue_mail(
            kind="test.mail", to="p@example.org", payload={}, due_at=told.pop("due_at", None)
        )
        changed = {"attempts": attempts, **told}
        db.session.execute(update(OutgoingMail).where(OutgoingMail.id == mail_id).values(changed))
        db.session.commit()


def test_mails_that_nobody_sends_are_to_be_mended(command: Command, site: Callable[[], Flask]) -> None:
    command("migrate")
    assert "no worker was at work yet" in command("doctor").stdout
    queue(site, due_at=utc_now() - timedelta(minutes=61))
    behind = command("doctor")
    assert (behind.exit_code, "1 mail was due for over an hour" in behind.stdout) == (1, True)
    assert "Run: groupnet worker" in behind.stdout


def test_mails_that_are_tried_in_vain_are_to_be_mended(command: Command, site: Callable[[], Flask]) -> None:
    command("migrate")
    for _ in range(2):
        queue(site, attempts=7, due_at=utc_now() + timedelta(minutes=30))
    behind = command("doctor")
    assert (behind.exit_code, "2 mails were tried in vain" in behind.stdout) == (1, True)


def test_what_was_given_up_and_when_a_worker_was_at_work_is_told(
    command: Command, site: Callable[[], Flask]
) -> None:
    command("migrate")
    queue(site, state=QueueState.DEAD, finished_at=datetime(2026, 3, 4, 5, 6, tzinfo=UTC))
    told = command("doctor")
    assert (told.exit_code, "1 mail was not delivered" in told.stdout) == (0, True)
    assert "2026-03-04 05:06 UTC" in told.stdout
    assert "p@example.org" not in told.stdout
