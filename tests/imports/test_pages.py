"""Imports in the browser: upload, look, confirm, result, undo."""

from datetime import timedelta

import pytest
import time_machine

from groupnet.core.clock import utc_now
from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from groupnet.imports.models import ImportRun, ImportUpload
from groupnet.referrals.models import Referral
from tests.browser import Browser
from tests.factories import World
from tests.imports.conftest import csv_of, members_of, rows_of
from tests.imports.test_slips import NAME, new_audit
from tests.imports.uploading import act, look, send


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
    assert browser.post("imports/exports/people.csv").status_code == 404
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
    assert "One-to-ones that both filed: 1, counted once" in ready.text
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
