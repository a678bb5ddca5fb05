"""What a stranger typed is nothing until the address is proven: seen by nobody, and gone after two days."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import update

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group
from groupnet.groups.roles import Right
from groupnet.meetings.models import Meeting, Visit, Visitor, VisitorStatus
from groupnet.meetings.queries.places import count_places
from groupnet.meetings.queries.visitors import get_visit
from groupnet.meetings.service.visitors_known import know_again, take_step
from groupnet.notices.models import Notice
from groupnet.outbox.models import OutgoingMail, QueueState
from groupnet.public.models import PublicRequest, RequestMail
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.guests import all_of, announce, visitor_of
from tests.public.pages import (
    ANNA,
    JOIN,
    VERA,
    VISIT,
    mails_to,
    proving_link,
    run_tidy,
    type_in,
)
from tests.rules.crawl import crawl
from tests.snapshot import all_rows
from tests.statements import count_statements

FORMS = pytest.mark.parametrize("path", [VISIT, JOIN])
DAYS = timedelta(hours=48)


@pytest.fixture
def meeting(world: World, group: Group) -> Meeting:
    return world.meeting(group, place="The Ship Inn", capacity=20)


def kinds_of_address(world: World, group: Group, meeting: Meeting) -> list[str]:
    """A stranger's, a member's, that of a former member, a visitor's and a declined visitor's."""
    member = world.member(group, "Dev Patel")
    former = world.member(group, "Former Fox")
    world.end_periods(former, world.today - timedelta(days=1))
    announce(world, group, meeting, member, "Vera", email="known@example.org")
    decline(world, announce(world, group, meeting, member, "Dora", email="declined@example.org"))
    known = ["known@example.org", "declined@example.org", str(member.email), str(former.email)]
    return ["stranger@example.org", *known]


def decline(world: World, visit: Visit) -> None:
    with world.inside(visit):
        take_step(visitor=know_again(visit.visitor_id), status=VisitorStatus.DECLINED)
        get_visit(visit.id).came = False
        db.session.commit()


def answer_to(world: World, path: str, email: str) -> tuple[object, ...]:
    browser = Browser(world.app)
    sent = browser.submit(path, {**VERA, "email": email})
    page = browser.get(sent.location).text.partition("<main")[2] if sent.location else sent.text.count(email)
    return (sent.status_code, sent.location, len(sent.data) if sent.location else "", page)


@FORMS
def test_T16_every_address_gets_the_same_answer_and_nothing_is_written_but_the_request(
    world: World, group: Group, meeting: Meeting, path: str
) -> None:
    addresses = kinds_of_address(world, group, meeting)
    before = all_rows(world.app)
    assert len({answer_to(world, path, email) for email in addresses}) == 1
    after = all_rows(world.app)
    changed = {table for table in after if after[table] != before.get(table)}
    assert changed == {"public_request", "public_request_mail", "outgoing_mail"}
    assert len(all_of(world, group, PublicRequest)) == len(addresses)


@FORMS
def test_T16_a_member_learns_by_mail_that_they_are_one_and_others_get_the_button(
    world: World, mailbox: Mailbox, group: Group, meeting: Meeting, path: str
) -> None:
    stranger, known, declined, member, former = kinds_of_address(world, group, meeting)
    for email in (stranger, known, declined, member, former):
        type_in(world, {**VERA, "email": email}, path)
    (told,) = mails_to(mailbox, member)
    assert "You are a member already" in told.text
    assert "/request/" not in told.text
    subjects = {mails_to(mailbox, email)[-1].subject for email in (stranger, known, declined, former)}
    assert len(subjects) == 1
    assert subjects.pop().startswith("One step more")


def test_T16_a_full_meeting_refuses_every_address_alike(world: World, group: Group) -> None:
    full = world.meeting(group, starts_at=utc_now() + timedelta(days=2), capacity=2)
    addresses = kinds_of_address(world, group, full)
    announce(world, group, full, world.member(group), "Third")
    texts = set()
    for email in addresses:
        sent = Browser(world.app).submit(VISIT, {**VERA, "email": email})
        texts.add((sent.status_code, "Every place at this meeting is taken" in sent.text))
    assert texts == {(422, True)}
    assert all_of(world, group, PublicRequest) == []


def test_the_mail_holds_nothing_that_was_typed(
    world: World, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    type_in(world, {**VERA, "name": "Buy at example.net", "company": "Spam Ltd"})
    type_in(world, {**ANNA, "email": VERA["email"], "message": "Buy at example.net"}, JOIN)
    for mail in mails_to(mailbox, VERA["email"]):
        assert "Buy" not in mail.text + mail.html + mail.subject
        assert "Spam" not in mail.text + mail.html


def test_T42_the_page_and_the_mail_say_what_to_do_next(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    sent = browser.submit(VISIT, VERA)
    page = browser.get(sent.location).text
    assert "Press the button there, and you are announced" in page
    assert "You asked to come on" in page
    assert VERA["email"] not in page
    (mail,) = mails_to(mailbox, VERA["email"])
    assert "The Ship Inn" in mail.text
    assert "vera" not in mail.link("/request/")


def test_an_unconfirmed_visitor_is_neither_counted_nor_seen(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    founder = world.member(group, "Fay Ounder", rights=tuple(Right))
    type_in(world, VERA)
    type_in(world, {**ANNA, "name": "Vera Applicant"}, JOIN)
    with world.inside(group):
        places = count_places(meeting)
    assert (places.taken, places.free) == (0, 20)
    assert all_of(world, group, Visitor) == all_of(world, group, Visit) == []
    assert all_of(world, group, Notice) == []
    browser.sign_in(founder)
    for page in crawl(browser, "/g/harbour/"):
        assert b"Vera" not in page.data, page.request.path
        assert b"vera@example.org" not in page.data, page.request.path
    assert [mail.to for mail in mailbox.deliver() if mail.to == founder.email] == []


def test_admins_do_not_see_the_addresses_that_a_mail_did_not_reach(
    world: World, browser: Browser, group: Group, meeting: Meeting
) -> None:
    admin = world.member(group, rights=(Right.ADMIN,))
    type_in(world, VERA)
    with world.app.app_context():
        dead = update(OutgoingMail).values(state=QueueState.DEAD, failure="address refused (550)")
        db.session.execute(dead)
        db.session.commit()
    assert VERA["email"] not in browser.sign_in(admin).get("mail").text


def test_a_declined_visitor_moves_only_when_the_button_is_pressed(
    world: World, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    visit = announce(world, group, meeting, world.member(group), "Dora", email="dora@example.org")
    decline(world, visit)
    for path in (VISIT, JOIN):
        type_in(world, {**VERA, "email": "dora@example.org"}, path)
    browser = Browser(world.app)
    for link in {mail.link("/request/") for mail in mails_to(mailbox, "dora@example.org")}:
        assert browser.get(link).status_code == 200
    assert visitor_of(world, visit).status is VisitorStatus.DECLINED
    browser.submit(proving_link(mailbox, "dora@example.org"), {})
    assert visitor_of(world, visit).status is VisitorStatus.APPLIED


@FORMS
def test_after_two_days_it_is_over_and_erased_with_its_mail(
    world: World, mailbox: Mailbox, group: Group, meeting: Meeting, path: str
) -> None:
    type_in(world, {**VERA, "message": "I print."}, path)
    link = proving_link(mailbox, VERA["email"])
    with time_machine.travel(utc_now() + DAYS - timedelta(minutes=5)):
        run_tidy(world)
        assert Browser(world.app).get(link).status_code == 200
    with time_machine.travel(utc_now() + DAYS):
        page = Browser(world.app).get(link)
        assert page.status_code == 404
        assert "used or is over" in page.text
        assert run_tidy(world) == "1 unconfirmed request erased."
    assert all_of(world, group, PublicRequest) == all_of(world, group, RequestMail) == []
    assert "vera" not in repr(all_rows(world.app)).lower()


def test_T48_a_mail_that_could_not_go_out_in_time_is_dropped(
    world: World, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    type_in(world, VERA)
    type_in(world, ANNA, JOIN)
    with time_machine.travel(utc_now() + DAYS):
        assert mailbox.deliver() == []


@FORMS
def test_T26_opening_the_link_changes_nothing_and_shows_what_was_typed(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, meeting: Meeting, path: str
) -> None:
    type_in(world, {**VERA, "message": "I print."}, path)
    link = proving_link(mailbox, VERA["email"])
    before = all_rows(world.app)
    text = browser.get(link).text
    assert all_rows(world.app) == before
    shown = ["Vera Visitor", "vera@example.org"]
    shown += ["Ink Ltd", "Printing", "The Ship Inn"] if path == VISIT else ["I print."]
    assert all(words in text for words in shown)
    assert "noindex" in text


@pytest.mark.parametrize("token", ["x", "WzEsMV0.forged", "x" * 500])
def test_a_forged_link_proves_nothing(browser: Browser, token: str) -> None:
    page = browser.get(f"/request/{token}")
    assert page.status_code == 404
    assert "used or is over" in page.text
    assert browser.post(f"/request/{token}").location.endswith(f"/request/{token}")


def test_T25_neither_form_nor_button_is_taken_without_a_token(
    world: World, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    client = Browser(world.app).client
    assert client.post(VISIT, data={**VERA, "meeting_id": meeting.id}).status_code == 400
    assert all_of(world, group, PublicRequest) == []
    type_in(world, VERA)
    assert client.post(proving_link(mailbox, VERA["email"])).status_code == 400
    assert all_of(world, group, Visitor) == []


def test_the_page_of_the_link_costs_few_statements(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    type_in(world, VERA)
    link = proving_link(mailbox, VERA["email"])
    with count_statements() as statements:
        browser.get(link)
    assert len(statements) <= 6
