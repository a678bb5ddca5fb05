"""Imports in the browser: upload, look, confirm, result, undo."""

import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from werkzeug.test import TestResponse

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from groupnet.imports.models import ImportRun, ImportUpload
from groupnet.referrals.models import Referral
from groupnet.sheets import Table, read_table
from tests.browser import Browser
from tests.factories import World
from tests.imports.conftest import csv_of, members_of, rows_of
from tests.imports.test_slips import NAME, new_audit
from tests.statements import count_statements


@pytest.fixture
def group(world: World) -> Group:
    return world.group()


@pytest.fixture
def admin(world: World, browser: Browser, group: Group) -> Membership:
    """The signed-in admin of the group."""
    member = world.member(group, "Amara Okafor", rights=(Right.ADMIN,))
    browser.sign_in(member)
    return member


def send(browser: Browser, kind: str, content: bytes, name: str = "file.csv", **more: Any) -> TestResponse:
    """Upload a file with the card's form."""
    file = (io.BytesIO(content), name)
    return browser.post("imports/uploads", {"kind": kind, "file": file, **more})


def look(browser: Browser, kind: str, content: bytes, name: str = "file.csv") -> TestResponse:
    """Upload a file and open its page."""
    sent = send(browser, kind, content, name)
    assert sent.status_code == 303, sent.text
    return browser.get(sent.location)


def act(browser: Browser, page: TestResponse, act: str, **data: Any) -> TestResponse:
    """Send the page's form, its last part named by the act ("" reads again)."""
    path = page.request.path + (f"/{act}" if act else "")
    return (
        browser.submit(page, data, action=page.request.path + "/confirm")
        if act == "confirm"
        else (browser.post(path, data))
    )


def test_a_file_is_looked_at_and_goes_in_with_a_yes(
    world: World, browser: Browser, admin: Membership, group: Group
) -> None:
    page = look(browser, "members", csv_of("Name,E-mail,Shoe size", "Dev Patel,dev@example.org,9", "Ben,x,1"))
    assert page.status_code == 200
    assert "Not read: Shoe size" in page.text
    assert "This is not an e-mail address: x" in page.text
    assert list(members_of(world, group)) == ["Amara Okafor"]
    done = act(browser, page, "confirm")
    assert done.status_code == 303
    (run,) = rows_of(world, group, ImportRun)
    assert (run.imported_by_id, run.kind, run.filename) == (admin.id, "members", "file.csv")
    assert sorted(members_of(world, group)) == ["Amara Okafor", "Dev Patel"]
    assert rows_of(world, group, ImportUpload) == []
    result = browser.get(done.location)
    assert "This is not an e-mail address: x" in result.text
    refused = browser.get(f"imports/{run.id}/refused.csv")
    assert refused.data.decode("utf-8-sig").splitlines() == [
        "line,column,reason",
        "3,email,This is not an e-mail address: x",
    ]
    assert "file.csv" in browser.get("imports").text


def test_T46_twenty_confirmations_are_one_import(
    world: World, browser: Browser, admin: Membership, group: Group
) -> None:
    page = look(browser, "members", csv_of("name", "Dev Patel"))
    answers = {act(browser, page, "confirm").location for _ in range(20)}
    assert len(answers) == 1
    assert len(rows_of(world, group, ImportRun)) == 1
    assert browser.get(answers.pop()).status_code == 200


def test_T46_twenty_uploads_of_one_form_are_one_file(
    world: World, browser: Browser, admin: Membership, group: Group
) -> None:
    for _ in range(20):
        send(browser, "members", csv_of("name", "Dev Patel"), submission_key="one")
    assert len(rows_of(world, group, ImportUpload)) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty."),
        (csv_of("company", "Hearth"), "lacks"),
        (b"PK\x03\x04 broken", "imports"),
    ],
)
def test_an_unusable_file_is_answered_at_its_field(
    world: World, browser: Browser, admin: Membership, group: Group, content: bytes, said: str
) -> None:
    answer = send(browser, "members", content)
    assert answer.status_code == 422
    assert "<title>Error:" in answer.text
    assert 'href="#members-file"' in answer.text
    assert said in answer.text
    assert rows_of(world, group, ImportUpload) == []


def test_no_file_and_an_unknown_kind(browser: Browser, admin: Membership) -> None:
    assert "Choose a file." in browser.post("imports/uploads", {"kind": "members"}).text
    assert send(browser, "people", b"name\nx\n").status_code == 404
    assert browser.get("imports/exports/people.csv").status_code == 404
    assert browser.get("imports/examples/people.csv").status_code == 404


def test_the_order_of_dates_is_chosen_on_the_page(
    world: World, browser: Browser, admin: Membership, group: Group
) -> None:
    world.member(group, "Dev Patel")
    page = look(browser, "referrals", csv_of("date,giver,receiver", "03/04/2025,Dev Patel,Amara Okafor"))
    assert "Choose the order of the dates on this page." in page.text
    assert "--date-order" not in page.text
    assert act(browser, page, "confirm", date_order="dmy").location == page.request.path
    again = browser.get(page.request.path)
    assert "Nothing is in yet" in again.text
    assert rows_of(world, group, Referral) == []
    assert 'value="dmy" checked' in again.text
    assert act(browser, again, "confirm").status_code == 303
    assert [str(row.given_on) for row in rows_of(world, group, Referral)] == ["2025-04-03"]


def test_unknown_people_are_taken_in_when_ticked(
    world: World, browser: Browser, admin: Membership, group: Group
) -> None:
    page = look(browser, "referrals", csv_of("date,giver,receiver", "2025-04-03,Ben Fox,Amara Okafor"))
    assert "Ben Fox is not in this group." in page.text
    assert "Bring it in" not in page.text
    assert act(browser, page, "", add_former="y", date_order="").status_code == 303
    again = browser.get(page.request.path)
    assert "Ben Fox is not known and becomes a former member." in again.text
    act(browser, again, "confirm")
    assert members_of(world, group)["Ben Fox"].left_undated


def test_a_slips_audit_is_asked_for_its_day(
    world: World, browser: Browser, admin: Membership, group: Group
) -> None:
    for name in ("Dev Patel", "Elena Rossi"):
        world.member(group, name)
    page = look(browser, "referrals", new_audit(), NAME)
    assert "This slips audit has no dates" in page.text
    assert 'value="2025-08-24"' in page.text
    assert "Bring it in" not in page.text
    late = act(browser, page, "", day="2999-01-01", starts_on="2999-01-01")
    assert late.status_code == 422
    assert "This day lies in the future." in late.text
    assert 'value="2999-01-01"' in late.text
    reverse = act(browser, page, "", starts_on="2025-08-24", day="2025-08-18")
    assert "The last day lies before the first." in reverse.text
    assert act(browser, page, "", starts_on="2025-08-18", day="2025-08-24").status_code == 303
    ready = browser.get(page.request.path)
    assert "One-to-One slips: 1, not kept yet" in ready.text
    act(browser, ready, "confirm")
    assert {str(row.given_on) for row in rows_of(world, group, Referral)} == {"2025-08-24"}


def test_a_file_with_nothing_new_cannot_be_confirmed(
    world: World, browser: Browser, admin: Membership, group: Group
) -> None:
    page = look(browser, "members", csv_of("name", "Amara Okafor"))
    assert "Nothing in this file is new. It goes by itself" in page.text
    act(browser, page, "confirm")
    assert rows_of(world, group, ImportRun) == []


def test_a_file_can_be_discarded_and_goes_by_itself_after_a_day(
    world: World, browser: Browser, admin: Membership, group: Group
) -> None:
    page = look(browser, "members", csv_of("name", "Dev Patel"))
    assert "file.csv" in browser.get("imports").text
    act(browser, page, "discard")
    assert rows_of(world, group, ImportUpload) == []
    stale = look(browser, "members", csv_of("name", "Dev Patel"))
    with time_machine.travel(utc_now() + timedelta(days=1, minutes=1)):
        assert browser.get(stale.request.path).status_code == 404
        look(browser, "members", csv_of("name", "Elena Rossi"))
    assert len(rows_of(world, group, ImportUpload)) == 1


def test_T3_the_file_of_another_admin_or_group_is_not_there(
    world: World, browser: Browser, admin: Membership, group: Group
) -> None:
    upload = look(browser, "members", csv_of("name", "Dev Patel")).request.path.rpartition("/")[2]
    browser.post(f"imports/uploads/{upload}/confirm", {})
    (run,) = rows_of(world, group, ImportRun)
    waiting = look(browser, "members", csv_of("name", "Elena Rossi")).request.path.rpartition("/")[2]
    elsewhere = world.member(world.group(), "Tom Berg", rights=(Right.ADMIN,))
    colleague = world.member(group, "Ben Fox", rights=(Right.ADMIN,))
    for other, run_status in ((elsewhere, 404), (colleague, 200)):
        browser.sign_in(other)
        for path in ("", "/confirm", "/discard"):
            assert browser.post(f"imports/uploads/{waiting}{path}", {}).status_code == 404
        assert browser.get(f"imports/uploads/{waiting}").status_code == 404
        for path in ("", "/undo", "/refused.csv"):
            assert browser.get(f"imports/{run.id}{path}").status_code == run_status
    browser.sign_in(elsewhere)
    assert browser.post(f"imports/{run.id}/undo", {}).status_code == 404
    assert len(rows_of(world, group, ImportUpload)) == 1
    assert "Dev Patel" in members_of(world, group)


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
