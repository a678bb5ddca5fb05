"""Inviting many at once: a pasted list, or everybody without an account."""

from datetime import timedelta

import pytest
import time_machine

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups import invitations
from groupnet.groups.models import Group, Membership
from groupnet.groups.queries import get_membership
from groupnet.imports.models import ImportRun
from tests.browser import Browser
from tests.factories import World
from tests.groups.guests import (
    GRACE,
    confirm,
    invitations_in,
    invite_one,
    mails_in,
    member_with,
    preview,
)
from tests.groups.newcomers import expected
from tests.mailbox import Mailbox
from tests.rules.towns import REPORT
from tests.statements import count_statements

LIST = """Grace Lind <grace@example.org>
Ben Fox, ben@example.org
member@example.org
waiting@example.org
left@example.org
BEN@example.org
no address here
nick@example.org
"""


@pytest.fixture
def known(world: World, browser: Browser, ada: Membership, harbour: Group) -> None:
    """A member, one invited an hour ago, one who left, one without an account."""
    world.member(harbour, "Mia Member", email="member@example.org")
    left = world.member(harbour, "Lea Left", email="left@example.org")
    world.end_periods(left, world.today - timedelta(days=1))
    expected(world, harbour, "Nick Novak", email="nick@example.org")
    with time_machine.travel(utc_now() - timedelta(hours=1)):
        Browser(world.app).sign_in(ada)
        invite_one(Browser(world.app).sign_in(ada), "waiting@example.org", "Will Waiting")


@pytest.mark.usefixtures("known")
def test_a_list_is_looked_at_line_by_line_before_anything_happens(
    world: World, browser: Browser, harbour: Group
) -> None:
    before = (mails_in(world), len(invitations_in(world, harbour)))
    page = preview(browser, LIST)
    assert page.status_code == 200
    rows = page.text.split("<tr>")[2:]
    for words, row in zip(
        (
            "Is a member already.",
            "Will Waiting|Was invited already",
            "Has left the group. Bring them back first.",
            "Stands in the list twice",
            "no address here|No e-mail address in this line.",
            "Grace Lind|Will be invited.",
            "Ben Fox|Will be invited.",
            "Nick Novak|without an account: will be invited",
        ),
        rows,
        strict=True,
    ):
        assert all(word in row for word in words.split("|")), (words, row)
    assert "3 will be invited, 5 will not." in page.text
    assert page.text.count("Send 3 invitations") == 1
    assert "Mia Member" not in page.text, "whose an address is, is not told"
    assert (mails_in(world), len(invitations_in(world, harbour))) == before
    assert member_with(world, harbour, GRACE) is None


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("again", "mails", "left_out"), [({}, 3, "5 lines were"), ({"again": "y"}, 4, "4 lines were")]
)
def test_what_was_looked_at_is_sent(
    world: World, browser: Browser, mailbox: Mailbox, again: dict[str, str], mails: int, left_out: str
) -> None:
    mailbox.deliver()
    page = preview(browser, LIST, note="See you soon.")
    answer = confirm(browser, page, **again)
    assert (answer.status_code, answer.location) == (303, "/g/harbour/invitations")
    sent = mailbox.deliver()
    wanted = {GRACE, "ben@example.org", "nick@example.org"} | ({"waiting@example.org"} if again else set())
    assert {one.to for one in sent} == wanted
    assert len(sent) == mails
    assert all("> See you soon." in one.text for one in sent)
    told = f"{mails} invitations are on their way, {left_out} left out."
    assert told in browser.get("invitations").text


def test_T46_a_list_confirmed_twenty_times_is_sent_once(
    world: World, browser: Browser, ada: Membership, mailbox: Mailbox, harbour: Group
) -> None:
    page = preview(browser, "grace@example.org\nben@example.org")
    assert {confirm(browser, page).location for _ in range(20)} == {"/g/harbour/invitations"}
    assert len(mailbox.deliver()) == 2


def test_a_name_is_proposed_where_the_list_has_none(
    world: World, browser: Browser, ada: Membership, harbour: Group
) -> None:
    confirm(browser, preview(browser, "grace.lind@example.org"))
    guest = member_with(world, harbour, "grace.lind@example.org")
    assert guest
    assert guest.name == "Grace Lind"


def test_a_long_list_has_its_button_on_top_too(world: World, browser: Browser, ada: Membership) -> None:
    page = preview(browser, "\n".join(f"guest{number}@example.org" for number in range(13)))
    assert "13 will be invited." in page.text
    assert page.text.count('form="send-list">Send 13 invitations') == 2
    assert page.text.index("Send 13 invitations") < page.text.index("<table")


@pytest.mark.parametrize("people", ["", "   \n  "])
def test_an_empty_list_is_refused(world: World, browser: Browser, ada: Membership, people: str) -> None:
    answer = preview(browser, people, note="kept")
    assert answer.status_code == 422
    assert "Paste a list first" in answer.text
    assert ">kept</textarea>" in answer.text.replace("\r\n", "").replace("\n", "")


def test_a_list_with_nobody_to_invite_has_no_button(world: World, browser: Browser, ada: Membership) -> None:
    page = preview(browser, "hello\nthere")
    assert "There is nobody to invite in this list" in page.text
    assert "Send 0" not in page.text
    assert "hello" in page.text.split("<textarea")[1], "what was typed is kept"


def test_more_than_three_hundred_go_in_parts(world: World, browser: Browser, ada: Membership) -> None:
    many = "\n".join(f"guest{number}@example.org" for number in range(301))
    for path in ("invitations/preview", "invitations/list"):
        answer = browser.post(path, {"people": many})
        assert answer.status_code == 422
        assert "Up to 300 people at a time; these are 301" in answer.text
        assert "guest300@example.org" in answer.text
    assert mails_in(world) == 0


def test_a_group_mails_so_many_invitations_a_day(
    world: World, browser: Browser, ada: Membership, harbour: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitations, "MOST_A_DAY", 3)
    invite_one(browser)
    page = preview(browser, "a@example.org\nb@example.org\nc@example.org")
    answer = confirm(browser, page)
    assert answer.status_code == 422
    assert "2 are left today" in answer.text
    assert "a@example.org" in answer.text
    assert member_with(world, harbour, "a@example.org") is None
    confirm(browser, preview(browser, "a@example.org\nb@example.org"))
    assert "Go on tomorrow" in invite_one(browser, "c@example.org").text
    assert mails_in(world) == 3
    with time_machine.travel(utc_now() + timedelta(hours=25)):
        assert invite_one(browser, "c@example.org").status_code == 303


def test_everybody_without_an_account_is_invited_at_once(
    world: World, browser: Browser, ada: Membership, mailbox: Mailbox, harbour: Group
) -> None:
    for name in ("Ed", "Flo", "Gus"):
        expected(world, harbour, name, email=f"{name}@example.org")
    expected(world, harbour, "Nick Novak", email=None)
    invite_one(browser, "ed@example.org", "Ed")
    page = browser.get("invitations/everybody")
    assert "Send 2 invitations" in page.text
    assert "Nick Novak" not in page.text
    places = {
        browser.submit(page, {}, action=browser.path("invitations/everybody")).location for _ in range(3)
    }
    assert places == {"/g/harbour/invitations"}
    assert sorted(one.to for one in mailbox.deliver()) == [
        "ed@example.org",
        "flo@example.org",
        "gus@example.org",
    ]
    assert "Everybody has joined or been invited" in browser.get("invitations/everybody").text


def test_those_of_one_import_are_invited_from_its_page(
    world: World, browser: Browser, ada: Membership, mailbox: Mailbox, harbour: Group
) -> None:
    flo, gus = (expected(world, harbour, name, email=f"{name}@example.org") for name in ("flo", "gus"))
    with world.inside(harbour):
        report = REPORT.replace('"accepted": 0', '"accepted": 1')
        run = ImportRun(
            imported_by_id=ada.id, kind="members", filename="list.csv", report=report, created_at=utc_now()
        )
        db.session.add(run)
        db.session.flush()
        get_membership(flo.id).import_run_id = run.id
        db.session.commit()
    link = f"/g/harbour/invitations/everybody?run={run.id}"
    assert f'href="{link}"' in browser.get(f"imports/{run.id}").text
    page = browser.get(link)
    assert "Send 1 invitation" in page.text
    browser.submit(page, {}, action=browser.path("invitations/everybody"))
    assert mailbox.deliver_one().to == flo.email
    assert str(gus.email) in browser.get("invitations/everybody").text


def test_T4_another_groups_import_names_nobody(world: World, browser: Browser, ada: Membership) -> None:
    other = world.group("other")
    theirs = expected(world, other, "Theirs", email="theirs@example.org")
    with world.inside(other):
        run = ImportRun(imported_by_id=None, kind="members", filename="", report=REPORT, created_at=utc_now())
        db.session.add(run)
        db.session.flush()
        get_membership(theirs.id).import_run_id = run.id
        db.session.commit()
    assert "Theirs" not in browser.get(f"invitations/everybody?run={run.id}").text
    browser.post("invitations/everybody", {"run": str(run.id)})
    assert mails_in(world) == 0


@pytest.mark.parametrize("path", ["invitations", "invitations/everybody"])
def test_a_list_asks_the_same_of_the_database_for_5_and_for_50(
    world: World, browser: Browser, ada: Membership, harbour: Group, path: str
) -> None:
    counts = []
    for more in (5, 40):
        for number in range(more):
            expected(world, harbour, "Nick Novak", email=f"guest{more}-{number}@example.org")
        if path == "invitations":
            browser.post("invitations/everybody")
        browser.get(path)
        with count_statements() as statements:
            page = browser.get(path)
        assert page.text.count("Nick Novak") >= more
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[0] <= 6
