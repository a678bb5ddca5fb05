"""The mails of a demo: files that its visitors can read, and nobody else's."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from groupnet.core.db import db
from groupnet.core.migrating import migrate_database
from groupnet.outbox import folders
from groupnet.outbox.letters import Button, Letter, Words
from groupnet.outbox.models import OutgoingMail
from groupnet.people.guesses import DEMO_SIGN_INS
from groupnet.settings import Mode
from tests.browser import Browser
from tests.conftest import settings_for
from tests.worker.office import HELLO, build_app, give, queue, work

NASTY = "<script>alert(1)</script>"
SUBJECT = f"Number {{}} {NASTY}"
TOWARDS = "http://127.0.0.1:8000/sign-in?a=1&b=2"


def compose(mail: OutgoingMail) -> Letter:
    number = mail.content()["number"]
    return Letter(
        subject=SUBJECT.format(number),
        sender="Zürich Kreis",
        parts=(Words(text=f"Look {NASTY} javascript:alert(1)"), Button(text="Go", url=TOWARDS)),
    )


@pytest.fixture
def demo(own_database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A demo that has sent three mails."""
    app = build_app(settings_for(own_database_url, data_dir=tmp_path, mode=Mode.DEMO))
    app.config["RATELIMIT_ENABLED"] = False
    give(app, composers={HELLO: compose})
    with app.app_context():
        migrate_database()
    yield app
    with app.app_context():
        db.engine.dispose()


def send(app: Flask, folder: Path, number: int) -> list[str]:
    """Send so many mails, a second apart; their names, the newest first."""
    queue(app, number)
    work(app)
    paths = sorted(
        (folder / "mail").glob("*.eml"),
        key=lambda path: int(folders.read_mail(path).subject.split()[1]),
    )
    for second, path in enumerate(paths):
        os.utime(path, (second, second))
    return [path.stem for path in reversed(paths)]


def test_the_mails_stand_in_a_list_the_newest_first(demo: Flask, tmp_path: Path) -> None:
    names = send(demo, tmp_path, 3)
    page = Browser(demo).get("/mails").text
    assert sorted(names, key=page.index) == names
    assert "to p2@example.org" in page
    assert "&lt;script&gt;" in page
    assert NASTY not in page


def test_a_mail_shows_its_text_with_links_to_follow_and_nothing_else(demo: Flask, tmp_path: Path) -> None:
    (name,) = send(demo, tmp_path, 1)
    page = Browser(demo).get(f"/mails/{name}").text
    assert '<a href="http://127.0.0.1:8000/sign-in?a=1&amp;b=2">' in page
    assert 'href="javascript' not in page
    assert NASTY not in page
    assert "Zürich Kreis" in page
    file = Browser(demo).client.get(f"/mails/{name}/file")
    assert file.headers["Content-Disposition"] == f"attachment; filename={name}.eml"
    assert b"Message-ID" in file.data


def test_before_the_first_mail_the_page_says_what_will_be_here(demo: Flask) -> None:
    assert "No mail yet" in Browser(demo).get("/mails").text


def send_to_all(app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four mails of one subject, the last one two hours after the others."""
    monkeypatch.setattr(f"{__name__}.SUBJECT", "Moved: Breakfast")
    queue(app, 4)
    work(app)
    seconds = [0, 60, 120, 2 * 3600]
    for second, path in zip(seconds, sorted((folder / "mail").glob("*.eml")), strict=True):
        os.utime(path, (second, second))


def test_what_went_to_many_is_one_line_that_opens_to_them(
    demo: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_to_all(demo, tmp_path, monkeypatch)
    page = Browser(demo).get("/mails").text
    assert page.count("Moved: Breakfast") == 2, "the mail of another hour stands by itself"
    assert "3 mails," in page
    assert page.count("to p") == 4


def test_the_mails_to_one_address_stand_each_by_itself(
    demo: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_to_all(demo, tmp_path, monkeypatch)
    browser = Browser(demo)
    page = browser.get("/mails?to=P2@example").text
    assert page.count("Moved: Breakfast") == page.count("to p2@example.org") == 1
    assert "3 mails" not in page
    assert "No mail to this address" in browser.get("/mails?to=nobody").text


def test_times_are_those_of_the_machine_with_the_name_of_its_zone(
    demo: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (name,) = send(demo, tmp_path, 1)
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        for path in ("/mails", f"/mails/{name}"):
            assert "Thu 1 Jan 1970, 01:00 CET" in Browser(demo).get(path).text
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_long_list_has_pages(demo: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "PAGE_SIZE", 2)
    send(demo, tmp_path, 3)
    browser = Browser(demo)
    assert "page=2" in browser.get("/mails").text
    assert browser.get("/mails?page=2").text.count("Number ") == 1


@pytest.mark.parametrize("name", ["nobody", "..", "..%2f..%2fsecret", "%2e%2e%2fsecret.key", "A" * 20])
def test_only_mails_are_read(demo: Flask, tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.eml").write_text("Subject: x\n\nsecret")
    send(demo, tmp_path, 1)
    for tail in ("", "/file"):
        assert Browser(demo).client.get(f"/mails/{name}{tail}").status_code in (404, 308)


@pytest.mark.parametrize(
    "others",
    [
        {"mode": Mode.PRODUCTION},
        {"mode": Mode.TEST},
        {"mode": Mode.DEMO, "base_url": "https://groups.example.org"},
    ],
)
def test_T22_a_site_that_is_no_demo_on_ones_own_machine_shows_no_mail(
    own_database_url: str, tmp_path: Path, others: dict[str, object]
) -> None:
    app = build_app(settings_for(own_database_url, data_dir=tmp_path, **others))
    with app.app_context():
        migrate_database()
    (name,) = written(app, tmp_path)
    client = app.test_client()
    base = app.config["GROUPNET"].base_url
    for path in ("/mails", f"/mails/{name}", f"/mails/{name}/file"):
        assert client.get(path, base_url=base).status_code == 404


def written(app: Flask, folder: Path) -> list[str]:
    queue(app, 1)
    work(app)
    return [path.stem for path in (folder / "mail").glob("*.eml")]


def test_the_demos_sign_in_page_leads_to_its_mails(demo: Flask) -> None:
    demo.config[DEMO_SIGN_INS] = [("Member", "anna@example.org", "breakfast at seven")]
    assert 'href="/mails"' in Browser(demo).get("/sign-in").text


def test_pages_that_wait_for_a_mail_lead_to_it_in_a_demo_and_nowhere_else(demo: Flask, app: Flask) -> None:
    for site, leads in ((demo, True), (app, False)):
        browser = Browser(site)
        entered = browser.submit("/sign-in", {"email": "nobody@example.org", "way": "code"})
        asked = browser.submit("/forgotten-password", {"email": "nobody@example.org"})
        for page in (entered, asked):
            text = browser.get(page.location).text if page.location else page.text
            assert ('href="/mails"' in text) is leads
