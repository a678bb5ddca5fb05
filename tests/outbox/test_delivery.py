"""Handing mails over to a real mail server: whom to trust, when to try again, when to give up."""

import logging
import shutil
import smtplib
import socket
import ssl
import subprocess
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.migrating import migrate_database
from groupnet.outbox import mailer
from groupnet.outbox.letters import Letter
from groupnet.outbox.models import OutgoingMail, QueueState
from tests.conftest import settings_for
from tests.worker.office import Sink, build_app, give, mails, queue, states, work

SEEDED = "Zebediah-7731-secret"


@pytest.fixture
def certificate(tmp_path: Path) -> ssl.SSLContext:
    """A server's side of TLS with a certificate that nobody vouches for."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed, so no certificate can be made")
    key, made = tmp_path / "key.pem", tmp_path / "cert.pem"
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:127.0.0.2"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    subprocess.run(
        [*command, "-addext", names, "-keyout", str(key), "-out", str(made)], check=True, capture_output=True
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    return context


def office(own_database_url: str, tmp_path: Path, mail_url: str) -> Flask:
    """An application with one mail to send to this server."""
    app = build_app(settings_for(own_database_url, mail_url=mail_url, data_dir=tmp_path / "data"))
    with app.app_context():
        migrate_database()
    queue(app, 1)
    return app


def outcome(app: Flask) -> tuple[QueueState, str]:
    (mail,) = mails(app)
    return mail.state, mail.failure.partition(" (")[0]


def make_due(app: Flask) -> None:
    with app.app_context():
        db.session.execute(update(OutgoingMail).values(due_at=utc_now()))
        db.session.commit()


def test_a_certificate_that_nobody_vouches_for_is_refused_and_the_mail_waits(
    own_database_url: str, tmp_path: Path, certificate: ssl.SSLContext
) -> None:
    sink = Sink()
    app = office(own_database_url, tmp_path, f"smtps://localhost:{sink.port}")
    with sink.open(ssl_context=certificate):
        work(app)
    assert (outcome(app), sink.received) == ((QueueState.WAITING, "certificate untrusted"), [])


def test_a_server_without_encryption_gets_nothing(own_database_url: str, tmp_path: Path) -> None:
    sink = Sink(host="127.0.0.2")  # not a relay on this machine, by its name
    app = office(own_database_url, tmp_path, f"smtp://name:{SEEDED}@127.0.0.2:{sink.port}")
    with sink.open():
        work(app)
    assert (outcome(app), sink.received) == ((QueueState.WAITING, "no encryption"), [])


def test_starttls_with_an_untrusted_certificate_is_refused(
    own_database_url: str, tmp_path: Path, certificate: ssl.SSLContext
) -> None:
    sink = Sink(host="127.0.0.2")
    app = office(own_database_url, tmp_path, f"smtp://127.0.0.2:{sink.port}")
    with sink.open(tls_context=certificate):
        work(app)
    assert (outcome(app), sink.received) == ((QueueState.WAITING, "certificate untrusted"), [])


def test_starttls_with_a_trusted_certificate_is_used(
    own_database_url: str,
    tmp_path: Path,
    certificate: ssl.SSLContext,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = ssl.create_default_context
    trusted = str(tmp_path / "cert.pem")
    monkeypatch.setattr(mailer.ssl, "create_default_context", lambda: real(cafile=trusted))  # type: ignore[attr-defined]
    sink = Sink(host="127.0.0.2")
    app = office(own_database_url, tmp_path, f"smtp://127.0.0.2:{sink.port}")
    with sink.open(tls_context=certificate, require_starttls=True):
        work(app)
    assert (outcome(app)[0], len(sink.received)) == (QueueState.DONE, 1)


def test_a_server_that_says_nothing_is_left_in_time(
    own_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailer, "TIME_OUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        app = office(own_database_url, tmp_path, f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        work(app)
    assert outcome(app) == (QueueState.WAITING, "server unreachable")


@pytest.mark.parametrize(
    ("address_says", "mail_says", "state", "failure"),
    [
        ("550 no such user", "", QueueState.DEAD, "address refused"),
        ("450 mailbox busy", "", QueueState.WAITING, "server busy"),
        ("", "554 looks like spam", QueueState.DEAD, "mail refused"),
        ("", "451 try later", QueueState.WAITING, "server busy"),
        ("", "421 too many", QueueState.WAITING, "server busy"),
    ],
)
def test_a_refusal_is_final_where_the_server_says_so_and_else_tried_again(
    own_database_url: str, tmp_path: Path, address_says: str, mail_says: str, state: QueueState, failure: str
) -> None:
    sink = Sink(on_data=mail_says)
    app = office(own_database_url, tmp_path, f"smtp://127.0.0.1:{sink.port}")
    queue(app, 1, to="other@example.org")
    if address_says:
        sink.answers["p0@example.org"] = address_says
    with sink.open():
        work(app)
    first, second = mails(app)
    assert (first.state, first.failure.partition(" (")[0]) == (state, failure)
    assert (second.state is QueueState.DONE) is (not mail_says)


@pytest.mark.parametrize(
    "address", ["p@example.org\r\nBcc: evil@example.org", "pörsön@example.org", "nobody"]
)
def test_T33_an_address_that_no_mail_can_go_to_is_given_up_and_troubles_no_other(
    own_database_url: str, tmp_path: Path, address: str
) -> None:
    sink = Sink()
    app = office(own_database_url, tmp_path, f"smtp://127.0.0.1:{sink.port}")
    queue(app, 1, to=address)
    with sink.open():
        work(app)
    good, bad = mails(app)
    assert (good.state, bad.state) == (QueueState.DONE, QueueState.DEAD)
    assert [str(mail["To"]) for mail in sink.received] == ["p0@example.org"]


def test_the_same_mail_is_the_same_message_at_every_attempt(own_database_url: str, tmp_path: Path) -> None:
    sink = Sink(on_data="451 later")
    app = office(own_database_url, tmp_path, f"smtp://127.0.0.1:{sink.port}")
    with sink.open():
        work(app)
        sink.on_data = ""
        (mail,) = mails(app)
        make_due(app)
        work(app)
    (received,) = sink.received
    assert received["Message-ID"] == mail.message_id
    assert received["Date"].datetime == mail.created_at.replace(microsecond=0)


def test_where_no_server_is_set_a_mail_is_a_file_that_only_the_host_can_read(
    own_database_url: str, tmp_path: Path
) -> None:
    app = build_app(settings_for(own_database_url, data_dir=tmp_path / "data"))
    with app.app_context():
        migrate_database()
    queue(app, 2)
    work(app)
    files = sorted((tmp_path / "data" / "mail").glob("*.eml"))
    assert (states(app), len(files)) == ({QueueState.DONE: 2}, 2)
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert (tmp_path / "data" / "mail").stat().st_mode & 0o777 == 0o700


def test_T42_nothing_of_a_mail_stands_in_the_log_whatever_goes_wrong(
    own_database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="groupnet")
    sink = Sink(on_data=f"451 {SEEDED} is not welcome")
    app = office(own_database_url, tmp_path, f"smtp://127.0.0.1:{sink.port}")

    def broken(mail: OutgoingMail) -> Letter:
        raise LookupError(mail.content()["text"])

    give(app, composers={"test.broken": broken})
    told = {"payload": {"text": SEEDED}, "to": f"{SEEDED}@example.org"}
    queue(app, 1, **told)
    queue(app, 1, kind="test.broken", **told)
    with sink.open():
        work(app)
    work(app)  # and nobody listens
    make_due(app)
    work(app)
    assert "LookupError in mail" in caplog.text
    assert SEEDED not in caplog.text
    assert not any(SEEDED in mail.failure for mail in mails(app))


def test_a_mail_that_cannot_be_composed_is_given_up_after_a_while_and_others_go_out(
    own_database_url: str, tmp_path: Path
) -> None:
    sink = Sink()
    app = office(own_database_url, tmp_path, f"smtp://127.0.0.1:{sink.port}")
    queue(app, 1, kind="test.nobody-composes-this")
    with sink.open():
        for _ in range(9):
            make_due(app)
            work(app)
    good, bad = mails(app)
    assert (good.state, bad.state, bad.failure) == (QueueState.DONE, QueueState.DEAD, "broken (KeyError)")


def test_the_sites_own_address_refused_condemns_no_mail(own_database_url: str, tmp_path: Path) -> None:
    class Strict(Sink):
        async def handle_MAIL(self, *_arguments: object) -> str:
            return "550 not from here"

    sink = Strict()
    app = office(own_database_url, tmp_path, f"smtp://127.0.0.1:{sink.port}")
    with sink.open():
        work(app)
    assert outcome(app) == (QueueState.WAITING, "sender refused")
    assert issubclass(smtplib.SMTPException, OSError), "what transport relies on"
