"""The end of an account: what goes, what stays, and who cannot go yet."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from groupnet.account.jobs import FORGET, HANDLERS
from groupnet.audit.models import Action, AuditEntry
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Membership, Status
from groupnet.groups.periods import status_on
from groupnet.groups.queries import list_periods
from groupnet.groups.roles import Right
from groupnet.outbox.models import Job
from groupnet.people.models import Person
from groupnet.referrals.models import Referral, Thanks
from tests.account.lives import PHONE, TEXTS, Life, live, unpack
from tests.browser import Browser
from tests.factories import PASSWORD, World
from tests.mailbox import Mailbox
from tests.snapshot import all_rows
from tests.statements import count_statements

DELETE = "/account/delete"
OF_THEIRS_ALONE = ("sign_in", "recovery_code", "notice_choice", "proof", "photo", "job_search_viewer", "job")
YES = {"present_password": PASSWORD, "sure": "y"}


@pytest.fixture
def person(world: World) -> Person:
    return world.person("zora@example.org", name="Zora Quillfeather", password=PASSWORD)


@pytest.fixture
def life(world: World, person: Person) -> Life:
    return live(world, world.group("harbour"), "Zora", person=person)


def delete(app: Flask, person: Person, data: dict[str, Any] = YES) -> Any:
    """Send the form of the page."""
    return Browser(app).sign_in(person).submit(DELETE, data, action=DELETE)


def stored(world: World, where: Any, model: Any, row_id: int) -> Any:
    """A row as it stands now."""
    with world.inside(where):
        return db.session.execute(select(model).where(model.id == row_id)).scalar_one()


def test_nothing_of_them_is_left_in_the_whole_database(
    world: World, person: Person, life: Life, mailbox: Mailbox
) -> None:
    live(world, world.group("hillside"), "Zora", person=person)
    for typed in ("zora@example.org", "Zora-Quillfeather"):  # refused, and once it was no address at all
        Browser(world.app).submit("/sign-in", {"email": typed, "password": "three other words"})
    assert delete(world.app, person).status_code == 303
    mailbox.deliver()
    with world.app.app_context():
        HANDLERS[FORGET](Job(), lambda _done, _total: None)
        db.session.commit()
    rows = all_rows(world.app)
    everything = repr(rows).casefold()
    for trace in (
        "quillfeather",
        "zora@example.org",
        PHONE,
        "zora.example.org",
        "zora-calls",
        "zora-welcome",
    ):
        assert trace not in everything.replace("other-zora-welcome", ""), trace
    for name in TEXTS:
        assert f"zora-{name}" not in everything.replace(f"other-zora-{name}", "")
    assert person.id not in {row[0] for row in rows["person"]}
    for table in OF_THEIRS_ALONE:
        assert not rows[table], table


def test_what_they_did_with_others_stays_without_a_name(world: World, person: Person, life: Life) -> None:
    delete(world.app, person)
    given = stored(world, life.group, Referral, life.given.id)
    assert (given.giver_id, given.prospect_name) == (life.me.id, "given-by-Zora-prospect")
    thanks = stored(world, life.group, Thanks, life.thanks_given.id)
    assert (thanks.thanker_id, thanks.amount_minor, thanks.note) == (life.me.id, 12_345, "thanks-of-Zora")
    assert stored(world, life.group, Thanks, life.thanks_received.id).note == "other-Zora-thanks"


def test_where_they_were_the_customer_nobody_is_left_to_call(
    world: World, person: Person, life: Life
) -> None:
    delete(world.app, person)
    inside = stored(world, life.group, Referral, life.inside.id)
    assert (inside.prospect_name, inside.prospect_contact, inside.note) == ("", "", "")


def test_they_become_a_former_member_without_rights_from_today_on(
    world: World, person: Person, life: Life
) -> None:
    world.member(life.group, rights=(Right.ADMIN,))
    delete(world.app, person)
    former = stored(world, life.group, Membership, life.me.id)
    assert (former.name, former.email, former.person_id, former.photo_version) == (
        "Former member",
        None,
        None,
        None,
    )
    assert former.erased_at is not None
    with world.inside(life.group):
        periods = list_periods([former.id])[former.id]
        assert [period.ends_on for period in periods] == [world.today - timedelta(days=1)]
        assert status_on(world.today, periods) is Status.LEFT
        entry = (
            db.session.execute(select(AuditEntry).where(AuditEntry.subject_id == former.id))
            .scalars()
            .all()[-1]
        )
        assert (entry.action, entry.details) == (Action.MEMBER_ERASED, "{}")


@pytest.mark.parametrize("stay", ["joined today", "joins later", "left long ago", "on leave"])
def test_whoever_they_were_they_are_gone(world: World, person: Person, stay: str) -> None:
    group = world.group()
    first = {"joined today": world.today, "joins later": world.today + timedelta(days=9)}.get(stay)
    me = world.member(group, person=person, joined_on=first)
    if stay in ("left long ago", "on leave"):
        world.end_periods(me, world.today - timedelta(days=40))
    if stay == "on leave":
        world.period(me, Status.ON_LEAVE, world.today - timedelta(days=39))
    assert delete(world.app, person).status_code == 303
    former = stored(world, group, Membership, me.id)
    with world.inside(group):
        periods = list_periods([me.id])[me.id]
        assert status_on(world.today, periods, left_undated=former.left_undated) is Status.LEFT
        assert (
            status_on(world.today + timedelta(days=30), periods, left_undated=former.left_undated)
            is Status.LEFT
        )


def test_T13_the_last_admin_of_a_group_cannot_go_and_reads_where_to_hand_over(
    world: World, person: Person
) -> None:
    group = world.group("harbour", name="Harbour Lunch")
    me = world.member(group, person=person, rights=(Right.ADMIN,))
    other = world.member(group)
    before = all_rows(world.app)
    page = Browser(world.app).sign_in(person).get(DELETE)
    assert "Harbour Lunch" in page.text
    assert "/g/harbour/rights/new" in page.text
    assert 'name="sure"' not in page.text
    browser = Browser(world.app).sign_in(person)
    refused = browser.post(DELETE, YES)
    assert refused.status_code == 422
    assert "Harbour Lunch: this needs another admin first" in refused.text
    after = all_rows(world.app)
    assert {name: rows for name, rows in after.items() if name != "sign_in"} == {
        name: rows for name, rows in before.items() if name != "sign_in"
    }
    with world.inside(group):
        from groupnet.groups.service import grant_right

        grant_right(membership=other, right=Right.ADMIN, starts_on=world.today)
        db.session.commit()
    assert delete(world.app, person).status_code == 303
    assert stored(world, group, Membership, me.id).erased_at is not None


@pytest.mark.parametrize("groups", [1, 6])
def test_the_page_takes_as_many_statements_for_six_groups_as_for_one(
    world: World, person: Person, groups: int
) -> None:
    for number in range(groups):
        group = world.group(name=f"Group {number}")
        world.member(group, person=person, rights=(Right.ADMIN,) if number % 2 else ())
        world.member(group, rights=() if number % 4 == 1 else (Right.ADMIN,))
    browser = Browser(world.app).sign_in(person)
    with count_statements() as sent:
        page = browser.get(DELETE).text
    assert len(sent) <= 6, "\n".join(sent)
    needed = [
        number
        for number in range(groups)
        if f'>Hand over<span class="visually-hidden"> Group {number}<' in page
    ]
    assert needed == [number for number in range(groups) if number % 4 == 1]


def test_T13_one_group_in_the_way_keeps_every_place(world: World, person: Person, life: Life) -> None:
    world.member(world.group(), person=person, rights=(Right.ADMIN,))
    assert Browser(world.app).sign_in(person).post(DELETE, YES).status_code == 422
    assert stored(world, life.group, Membership, life.me.id).name == "Zora Quillfeather"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"present_password": "wrong words here", "sure": "y"}, "This is not your current password"),
        ({"present_password": PASSWORD}, "Tick this"),
        ({"present_password": "", "sure": "y"}, "Type your current password"),
    ],
)
def test_without_proof_or_tick_nothing_happens(
    world: World, person: Person, life: Life, data: dict[str, str], words: str
) -> None:
    refused = delete(world.app, person, data)
    assert refused.status_code == 422
    assert words in refused.text
    assert "Error: " in refused.text
    assert stored(world, life.group, Membership, life.me.id).person_id == person.id


def test_without_a_password_a_mailed_code_is_the_proof(
    world: World, browser: Browser, mailbox: Mailbox
) -> None:
    person = world.person("zora@example.org")
    life = live(world, world.group(), "Zora", person=person)
    browser.sign_in(person)
    refused = browser.post(DELETE, {"code": "000000", "sure": "y"})
    assert refused.status_code == 422
    browser.submit(DELETE, {}, action="/account/code")
    code = next(sent for sent in mailbox.deliver() if "change your account" in sent.subject)
    digits = next(word for word in code.text.split() if word.isdecimal() and len(word) == 6)
    assert browser.submit(DELETE, {"code": digits, "sure": "y"}, action=DELETE).status_code == 303
    assert stored(world, life.group, Membership, life.me.id).erased_at is not None


def test_every_browser_is_signed_out_and_a_last_mail_comes(
    world: World, person: Person, life: Life, mailbox: Mailbox
) -> None:
    here, there = Browser(world.app).sign_in(person), Browser(world.app).sign_in(person)
    gone = here.submit(DELETE, YES, action=DELETE)
    assert gone.location == "/account/goodbye"
    assert here.get("/account/goodbye").status_code == 200
    for browser in (here, there):
        assert browser.client.get("/account").location.startswith("/sign-in")
    mail = mailbox.deliver_one()
    assert (mail.to, mail.subject) == ("zora@example.org", "Your groupnet account is gone")
    assert "Quillfeather" not in mail.text


def test_T9_the_pages_of_the_group_are_dead_for_them(world: World, person: Person, life: Life) -> None:
    browser = Browser(world.app).sign_in(person)
    browser.submit(DELETE, YES, action=DELETE)
    again = world.person("zora@example.org", password=PASSWORD)
    assert Browser(world.app).sign_in(again).client.get("/g/harbour/").status_code == 404
    assert "harbour" not in "".join(unpack(world.app, again.id))


def test_T12_extra_fields_change_nobody_else(world: World, person: Person, life: Life) -> None:
    victim = world.person("victim@example.org", password=PASSWORD)
    Browser(world.app).sign_in(person).submit(
        DELETE, {**YES, "person_id": str(victim.id), "email": "victim@example.org"}, action=DELETE
    )
    with world.app.app_context():
        assert db.session.execute(select(Person.id).where(Person.id == victim.id)).scalar_one() == victim.id


def test_T42_no_log_names_whoever_went(
    world: World, person: Person, life: Life, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        unpack(world.app, person.id)
        delete(world.app, person)
        mailbox.deliver()
    for secret in ("Quillfeather", "zora@example.org", PASSWORD, "given-by-Zora-prospect"):
        assert secret not in caplog.text


def test_who_goes_while_somebody_else_makes_them_the_last_admin_stays(world: World, person: Person) -> None:
    from groupnet.account.service import delete_account

    group = world.group()
    world.member(group, person=person, rights=(Right.ADMIN,))
    with world.app.app_context(), pytest.raises(RuleBroken):
        delete_account(person=person)
