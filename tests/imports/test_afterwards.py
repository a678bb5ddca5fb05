"""What the imports pages say afterwards, and how light they stay."""

from typing import Any

import pytest

from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.imports.models import ImportRun
from groupnet.sheets import Table, read_table
from tests.browser import Browser
from tests.factories import World
from tests.imports.conftest import csv_of, members_of, rows_of
from tests.imports.test_slips import new_audit
from tests.imports.uploading import act, look, send
from tests.statements import count_statements


def test_a_file_brought_in_from_another_tab_is_told_kindly(
    world: World, browser: Browser, admin: Membership, group: Group
) -> None:
    page = look(browser, "members", csv_of("name", "Dev Patel"))
    act(browser, page, "confirm")
    sent = [browser.post(page.request.path + path, {}) for path in ("", "/confirm", "/discard")]
    assert [answer.status_code for answer in sent] == [303] * 3
    assert "This file was brought in already." in browser.get(sent[1].location).text
    assert browser.get(page.request.path).status_code == 303
    assert len(rows_of(world, group, ImportRun)) == 1
    assert browser.get("imports/uploads/999").status_code == 404


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("members", new_audit(), "This looks like BNI’s slips audit: bring it in under Referrals."),
        ("members", csv_of("Date,From,To,Who", "2025-01-01,A B,C D,E F"), "a list of referrals: bring it in"),
        ("referrals", csv_of("First Name,Last Name,P,A,RGI", "A,B,1,2,3"), "BNI’s summary (PALMS): bring it"),
        ("referrals", csv_of("Name,E-mail,Joined", "A,,"), "a list of members: bring it in under Members."),
    ],
)
def test_a_file_brought_to_the_wrong_card_is_shown_its_place(
    browser: Browser, admin: Membership, kind: str, content: bytes, said: str
) -> None:
    answer = send(browser, kind, content)
    assert answer.status_code == 422
    assert said in answer.text


def test_undo_asks_first_and_tells_what_it_did(
    world: World, browser: Browser, admin: Membership, group: Group
) -> None:
    page = look(browser, "members", csv_of("name", "Dev Patel", "Elena Rossi"))
    act(browser, page, "confirm")
    (run,) = rows_of(world, group, ImportRun)
    world.referral(members_of(world, group)["Dev Patel"], admin)
    path = f"imports/{run.id}/undo"
    assert "Undo this import?" in browser.get(path).text
    assert "Elena Rossi" in members_of(world, group)
    answer = browser.get(browser.submit(path, {}, action=browser.path(path)).location)
    assert "Removed: 1." in answer.text
    assert "<li>Dev Patel</li>" in answer.text
    assert sorted(members_of(world, group)) == ["Amara Okafor", "Dev Patel"]
    assert "undone already" in browser.get(browser.post(path, {}).location).text


def test_many_doubtful_rows_are_shown_up_to_a_limit(
    world: World, browser: Browser, admin: Membership, group: Group
) -> None:
    page = look(browser, "members", csv_of("name,email", *(f"Member {n},bad" for n in range(450))))
    assert page.text.count("This is not an e-mail address") == 200
    assert "200 of 450" in page.text


@pytest.mark.parametrize("size", [5, 50])
def test_the_pages_keep_to_their_statements(
    world: World, browser: Browser, admin: Membership, group: Group, size: int
) -> None:
    rows = [f"Person {n},person{n}@example.org" for n in range(size)]
    page = look(browser, "members", csv_of("name,email", *rows))
    with count_statements() as sent:
        browser.get(page.request.path)
    assert len(sent) <= 6, "\n".join(sent)
    act(browser, page, "confirm")
    (run,) = rows_of(world, group, ImportRun)
    referrals = [f"2025-01-01,Person {n},Amara Okafor" for n in range(size)]
    page = look(browser, "referrals", csv_of("date,giver,receiver", *referrals))
    for path in (page.request.path, "imports", f"imports/{run.id}"):
        with count_statements() as sent:
            browser.get(path)
        assert len(sent) <= 6, "\n".join(sent)


def test_a_file_is_read_while_the_database_is_free(
    browser: Browser, admin: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[bool] = []

    def read(*arguments: Any, **named: Any) -> Table:
        held.append(db.session().in_transaction())
        return read_table(*arguments, **named)

    monkeypatch.setattr("groupnet.imports.importer.read_table", read)
    page = look(browser, "members", csv_of("name,joined", "Dev Patel,2024-02-01"))
    act(browser, page, "", date_order="dmy")
    act(browser, browser.get(page.request.path), "confirm")
    assert held == [False] * 5
