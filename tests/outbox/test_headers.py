"""What people type in a mail: one mail, no header, and text that stays text."""

import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from groupnet.core.addresses import site_address
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.outbox.delivery import write_message
from groupnet.outbox.letters import Button, Code, Letter, Line, Lines, Quote, Words
from groupnet.outbox.models import OutgoingMail
from groupnet.outbox.service import queue_mail
from tests.mailbox import Mailbox
from tests.worker.office import HELLO, give

INJECTIONS = (
    "Harbour\r\nBcc: evil@example.org",
    "Harbour\nBcc: evil@example.org\n\nBody",
    "Harbour\rBcc: evil@example.org",
    "Harbour\x0bBcc: evil@example.org",
    "Harbour\x0cBcc: evil@example.org",
    "Harbour\u2028Bcc: evil@example.org",
    "Harbour\x85Bcc: evil@example.org",
    "Harbour <evil@example.org>",
    'Harbour" <evil@example.org>, "',
    "Harbour, evil@example.org",
    "=?utf-8?q?Harbour=0D=0ABcc:_evil@example.org?=",
    "=?utf-8?b?SGFyYm91cg0KQmNjOiBldmlsQGV4YW1wbGUub3Jn?=",
)
POLYGLOT = "\"'><script>alert(1)</script>{{7*7}}{% raw %}<img src=x onerror=alert(2)>'; DROP TABLE person;--"
ADDRESS = "p@example.org"


def mail_to(address: str = ADDRESS) -> OutgoingMail:
    now = utc_now()
    return OutgoingMail(
        id=1, kind=HELLO, to_address=address, message_id="<1@example.org>", created_at=now, due_at=now
    )


def sent(app: Flask, letter: Letter, address: str = ADDRESS) -> EmailMessage:
    """A letter as the other side reads it."""
    with app.app_context(), force_locale("en_GB"):
        content = write_message(mail_to(address), letter).as_bytes()
    return BytesParser(EmailMessage, policy=policy.default).parsebytes(content)


def html_of(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    assert part
    return str(part.get_content())


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part
    return str(part.get_content())


@pytest.mark.parametrize("typed", INJECTIONS)
def test_T33_what_is_typed_makes_one_mail_and_no_header(app: Flask, typed: str) -> None:
    usual = sent(app, Letter(subject="Hello", sender="Harbour", parts=(Words(text="x"),)))
    mail = sent(app, Letter(subject=typed, sender=typed, parts=(Words(text=typed),)))
    assert mail.keys() == usual.keys()
    assert (mail["Bcc"], mail["To"].addresses[0].addr_spec, len(mail["To"].addresses)) == (None, ADDRESS, 1)
    assert [one.addr_spec for one in mail["From"].addresses] == ["groupnet@127.0.0.1"]
    assert typed[:7] in text_of(mail)


@pytest.mark.parametrize(
    "address",
    [
        "p@example.org\r\nBcc: evil@example.org",
        "p@example.org\nBcc: evil@example.org",
        "p@example.org, evil@example.org",
        "<p@example.org> <evil@example.org>",
        "=?utf-8?q?p=0D=0ABcc:_evil?=@example.org",
        "",
    ],
)
def test_T33_an_address_with_a_header_in_it_is_refused(app: Flask, address: str) -> None:
    with app.app_context(), pytest.raises(ValueError):  # noqa: PT011 - of several kinds
        write_message(mail_to(address), Letter(subject="Hello")).as_bytes()


@pytest.mark.parametrize("name", ["Harbour", "Zürich Kreis", 'A, "B" <x@y>', "名刺の会", "O’Brien & Söhne"])
def test_a_senders_name_arrives_as_it_is(app: Flask, name: str) -> None:
    mail = sent(app, Letter(subject=f"From {name}", sender=name))
    (sender,) = mail["From"].addresses
    assert (sender.display_name, mail["Subject"]) == (name, f"From {name}")


def test_T29_a_polyglot_in_a_mail_shows_as_text(app: Flask) -> None:
    letter = Letter(
        subject=POLYGLOT,
        sender=POLYGLOT,
        why=POLYGLOT,
        parts=(
            Words(text=POLYGLOT),
            Quote(text=POLYGLOT),
            Code(text=POLYGLOT),
            Button(text=POLYGLOT, url="http://127.0.0.1/x?y=" + POLYGLOT),
            Lines(title=POLYGLOT, lines=[Line(text=POLYGLOT, url=POLYGLOT, about=POLYGLOT)]),
        ),
    )
    mail = sent(app, letter)
    html = html_of(mail)
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "{{7*7}}" in html
    assert text_of(mail).count("{{7*7}}") >= 9


def test_T35_links_in_mails_lead_to_the_configured_address_whatever_host_was_asked(
    app: Flask, mailbox: Mailbox
) -> None:
    def compose(_mail: OutgoingMail) -> Letter:
        return Letter(subject="x", parts=(Button(text="Go", url=site_address("people.sign_in")),))

    give(app, composers={HELLO: compose})
    with app.test_request_context(headers={"Host": "evil.example"}):
        queue_mail(kind=HELLO, to=ADDRESS, payload={})
        db.session.commit()
    (mail,) = mailbox.deliver()
    assert mail.links == ["http://127.0.0.1:8000/sign-in"]
    assert mail.message.msgId.endswith("@127.0.0.1>")


def test_one_click_unsubscribing_is_offered_as_rfc_8058_says(app: Flask) -> None:
    mail = sent(app, Letter(subject="x", unsubscribe="https://groups.example.org/u/token"))
    assert mail["List-Unsubscribe"] == "<https://groups.example.org/u/token>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    asked_for = sent(app, Letter(subject="x"))
    assert asked_for["List-Unsubscribe"] is None
    assert asked_for["Auto-Submitted"] == "auto-generated"


def test_a_long_unsubscribe_address_stays_whole(app: Flask) -> None:
    address = "https://groups.example.org/unsubscribe/" + "a1b2c3d4" * 30
    with app.app_context(), force_locale("en_GB"):
        content = write_message(mail_to(), Letter(subject="x", unsubscribe=address)).as_bytes()
    assert f"\r\nList-Unsubscribe: <{address}>\r\n".encode() in content, "mail programs decode no words here"


@pytest.mark.parametrize("typed", INJECTIONS[:7])
def test_T33_an_unsubscribe_address_makes_no_header(app: Flask, typed: str) -> None:
    letter = Letter(subject="x", unsubscribe=f"https://groups.example.org/{typed}")
    with app.app_context(), force_locale("en_GB"):
        try:
            content = write_message(mail_to(), letter).as_bytes()
        except ValueError:
            return
    assert BytesParser(EmailMessage, policy=policy.default).parsebytes(content)["Bcc"] is None


def test_the_text_holds_every_link_of_the_mail_whole(app: Flask) -> None:
    url = "http://127.0.0.1:8000/" + "t" * 150
    mail = sent(app, Letter(subject="x", parts=(Button(text="Go", url=url),)))
    assert url in text_of(mail).split()


def test_a_mail_says_its_language(app: Flask) -> None:
    with app.app_context(), force_locale("de_CH"):
        content = write_message(mail_to(), Letter(subject="x")).as_bytes()
    mail = BytesParser(EmailMessage, policy=policy.default).parsebytes(content)
    assert '<html lang="de-CH">' in html_of(mail)


def test_a_mail_reads_well_where_styles_of_the_head_are_dropped(app: Flask) -> None:
    buttons = (
        Button(text="Yes", url="http://a.example/1"),
        Button(text="No", url="http://a.example/2", second=True),
    )
    html = html_of(sent(app, Letter(subject="x", parts=(Words(text="Well?"), *buttons), why="You asked.")))
    body = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    for tag in re.findall(r"<(?:p|a|h1|td|li|blockquote)\b[^>]*>", body):
        assert "style=" in tag, tag
    assert len(re.findall(r'<td class="(?:first|second)" bgcolor="#\w{6}"', body)) == len(buttons)
    assert re.search(r'<body[^>]*>\s*<div class="unseen" style="display:none;[^>]*>Well\?', body)


def test_the_colours_of_mails_are_the_houses(app: Flask) -> None:
    tokens = (Path(__file__).parents[2] / "static/css/tokens.css").read_text()
    html = html_of(sent(app, Letter(subject="x", parts=(Button(text="Go", url="http://a.example/"),))))
    colours = {colour.lower() for colour in re.findall(r"#[0-9a-fA-F]{6}\b", html)}
    assert len(colours) > 10
    assert {colour for colour in colours if colour not in tokens} <= {"#ffffff"}, "white is #fff there"


def test_the_text_ends_with_a_foot_only_where_there_is_one(app: Flask) -> None:
    assert "-- " not in text_of(sent(app, Letter(subject="x", parts=(Words(text="Hello"),)))).splitlines()
    with_foot = text_of(sent(app, Letter(subject="x", parts=(Words(text="Hello"),), why="You asked.")))
    assert with_foot.splitlines()[-2:] == ["-- ", "You asked."]
