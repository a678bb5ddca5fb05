"""Strangers come as visitors."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group
from groupnet.meetings.models import (
    Answer,
    Meeting,
    MeetingAnswer,
    MeetingStatus,
    Visit,
    Visitor,
    VisitorSource,
    VisitorStatus,
)
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.signals import meeting_changed
from groupnet.outbox.models import OutgoingMail
from groupnet.public.service import coming
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.guests import all_of, announce
from tests.public.pages import VERA, open_page
from tests.snapshot import all_rows


@pytest.fixture
def group(world: World) -> Group:
    group = world.group("harbour", name="Harbour")
    open_page(world, group)
    return group


@pytest.fixture
def meeting(world: World, group: Group) -> Meeting:
    return world.meeting(group, place="The Ship Inn", link="https://video.example.org/secret")


def test_a_visitor_is_expected_and_a_mail_thanks_them(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    sent = browser.submit("/p/harbour/visit", VERA)
    assert sent.status_code == 303
    thanks = browser.get(sent.location).text
    assert "A mail is on its way" in thanks
    (when,) = re.findall(r"You asked to come on ([^<]+, \d\d:\d\d–\d\d:\d\d)\.", thanks)
    assert when in browser.get("/p/harbour").text
    (vera,) = all_of(world, group, Visitor)
    assert (vera.name, vera.company, vera.source) == ("Vera Visitor", "Ink Ltd", VisitorSource.PUBLIC)
    (visit,) = all_of(world, group, Visit)
    assert visit.meeting_id == meeting.id
    mail = next(one for one in mailbox.deliver() if one.to == "vera@example.org")
    assert "The Ship Inn" in mail.text
    assert "secret" not in mail.text + mail.html


def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    world: World, browser: Browser, group: Group, meeting: Meeting
) -> None:
    sent = browser.submit("/p/harbour/visit", {"name": "Vera Visitor", "company": "Ink Ltd"})
    assert sent.status_code == 422
    assert "Type your e-mail address" in sent.text
    assert "needs your leave" in sent.text
    assert "Ink Ltd" in sent.text
    bad = browser.submit("/p/harbour/visit", {**VERA, "email": "no address"})
    assert bad.status_code == 422
    assert "This is not an e-mail address" in bad.text
    assert all_of(world, group, Visitor) == []


def test_T16_a_known_visitor_a_member_and_a_stranger_get_the_same_answer(
    world: World, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    member = world.member(group, "Dev Patel")
    announce(world, group, meeting, member, "Vera", email="known@example.org")
    answers = []
    for email in ("stranger@example.org", "known@example.org", member.email):
        browser = Browser(world.app)
        sent = browser.submit("/p/harbour/visit", {**VERA, "email": email})
        answers.append((sent.status_code, sent.location, len(sent.data)))
    assert len(set(answers)) == 1
    assert len(all_of(world, group, Visitor)) == 2
    told = {mail.to: mail.text for mail in mailbox.deliver()}
    assert "You are a member already" in told[str(member.email)]


def test_T16_a_full_meeting_refuses_known_and_unknown_alike(world: World, group: Group) -> None:
    member = world.member(group)
    full = world.meeting(group, starts_at=utc_now() + timedelta(days=2), capacity=1)
    announce(world, group, full, member, "Vera", email="known@example.org")
    texts = set()
    for email in ("stranger@example.org", "known@example.org", str(member.email)):
        sent = Browser(world.app).submit("/p/harbour/visit", {**VERA, "email": email})
        texts.add((sent.status_code, "Every place at this meeting is taken" in sent.text))
    assert texts == {(422, True)}


def test_T46_twenty_identical_posts_make_one_visitor_and_one_mail(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    page = browser.get("/p/harbour/visit")
    assert {browser.submit(page, VERA).status_code for _ in range(20)} == {303}
    assert len(all_of(world, group, Visitor)) == len(all_of(world, group, Visit)) == 1
    assert len([mail for mail in mailbox.deliver() if mail.to == "vera@example.org"]) == 1


def test_T25_a_form_without_a_token_is_refused(world: World, group: Group, meeting: Meeting) -> None:
    client = Browser(world.app).client
    assert client.post("/p/harbour/visit", data={**VERA, "meeting_id": meeting.id}).status_code == 400
    assert all_of(world, group, Visitor) == []


def test_T12_extra_fields_are_ignored(world: World, browser: Browser, group: Group, meeting: Meeting) -> None:
    extra = {"status": "joined", "came": "y", "invited_by_id": "1", "group_id": "2", "note": "let me in"}
    browser.submit("/p/harbour/visit", {**VERA, **extra})
    (vera,) = all_of(world, group, Visitor)
    assert (vera.status, vera.note, vera.invited_by_id) == (VisitorStatus.EXPECTED, "", None)


def test_a_program_that_fills_in_everything_is_thanked_and_forgotten(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    page = browser.get("/p/harbour/visit")
    before = all_rows(world.app)
    assert browser.submit(page, {**VERA, "website": "https://spam.example.org"}).status_code == 303
    assert all_rows(world.app) == before
    assert mailbox.deliver() == []


def test_a_stranger_changes_nothing_of_a_known_visitor(
    world: World, browser: Browser, group: Group, meeting: Meeting
) -> None:
    member = world.member(group)
    later = world.meeting(group, starts_at=utc_now() + timedelta(days=20))
    announce(world, group, later, member, "Vera Known", email="vera@example.org")
    browser.submit("/p/harbour/visit", VERA)
    (vera,) = all_of(world, group, Visitor)
    assert (vera.name, vera.company, vera.invited_by_id) == ("Vera Known", "", member.id)
    assert len(all_of(world, group, Visit)) == 2


def test_the_next_meeting_became_another_while_the_form_was_open(
    world: World, browser: Browser, group: Group, meeting: Meeting
) -> None:
    page = browser.get("/p/harbour/visit")
    sooner = world.meeting(group, starts_at=utc_now() + timedelta(days=1))
    again = browser.submit(page, VERA)
    assert again.status_code == 422
    assert "another by now" in again.text
    assert browser.submit(again, {"consent": "y"}).status_code == 303
    assert [visit.meeting_id for visit in all_of(world, group, Visit)] == [sooner.id]


def test_a_flood_is_stopped(
    world: World, browser: Browser, group: Group, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coming, "MOST_A_DAY", 2)
    statuses = [
        browser.submit("/p/harbour/visit", {**VERA, "email": f"v{number}@example.org"}).status_code
        for number in range(3)
    ]
    assert statuses == [303, 303, 422]


def test_T26_the_link_of_the_mail_shows_and_only_its_button_changes(
    world: World, browser: Browser, mailbox: Mailbox, group: Group
) -> None:
    full = world.meeting(group, starts_at=utc_now() + timedelta(days=2), capacity=1)
    browser.submit("/p/harbour/visit", VERA)
    waits = world.member(group)
    world.answer(full, waits, Answer.WAITLISTED, queue_number=1)
    link = next(one for one in mailbox.deliver() if one.to == VERA["email"]).link("/visit/")
    before = all_rows(world.app)
    assert "You are expected" in browser.get(link).text
    assert all_rows(world.app) == before
    assert browser.submit(link, {}).status_code == 303
    (visit,) = all_of(world, group, Visit)
    assert visit.came is False
    (answer,) = all_of(world, group, MeetingAnswer)
    assert answer.answer is Answer.COMING
    noted = browser.get(link)
    assert "you can’t come" in noted.text
    assert "Every place" in browser.submit(noted, {}).text


def test_who_could_not_come_comes_after_all(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    browser.submit("/p/harbour/visit", VERA)
    link = next(one for one in mailbox.deliver() if one.to == VERA["email"]).link("/visit/")
    browser.submit(link, {})
    assert browser.submit(link, {}).status_code == 303
    (visit,) = all_of(world, group, Visit)
    assert visit.came is None


def test_T59_a_visitor_erases_what_the_group_keeps(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    browser.submit("/p/harbour/visit", VERA)
    link = next(one for one in mailbox.deliver() if one.to == VERA["email"]).link("/visit/")
    assert "It is erased" in browser.submit(f"{link}/erase", {}).text
    kept = repr(all_rows(world.app))
    for told in ("Vera", "vera@example.org", "Ink Ltd", "Printing"):
        assert told not in kept
    (visit,) = all_of(world, group, Visit)
    assert visit.came is False
    for path in (link, f"{link}/erase"):
        assert browser.get(path).status_code == 404


@pytest.mark.parametrize("token", ["x", "WzEsMV0.forged", "x" * 500])
def test_a_forged_link_opens_nothing(browser: Browser, token: str) -> None:
    for path in (f"/visit/{token}", f"/visit/{token}/erase"):
        page = browser.get(path)
        assert page.status_code == 404
        assert "no longer good" in page.text
    assert browser.post(f"/visit/{token}").status_code == 404


def test_a_visitor_hears_of_a_cancellation_and_not_of_what_is_past(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    browser.submit("/p/harbour/visit", VERA)
    mailbox.deliver()
    member = world.member(group)
    with world.inside(group):
        held = get_meeting(meeting.id, member, to_change=True)
        held.status = MeetingStatus.CANCELLED
        db.session.flush()
        meeting_changed.send(held, what="cancelled", acting=member)
        db.session.commit()
    with time_machine.travel(utc_now() + timedelta(minutes=16)):
        mail = next(one for one in mailbox.deliver() if one.to == VERA["email"])
    assert "does not take place" in mail.text


def test_T48_a_mail_for_a_meeting_that_has_begun_is_dropped(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    browser.submit("/p/harbour/visit", VERA)
    with time_machine.travel(utc_now() + timedelta(days=8)):
        assert VERA["email"] not in [mail.to for mail in mailbox.deliver()]


def test_T33_line_ends_in_a_name_make_no_header(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    browser.submit("/p/harbour/visit", {**VERA, "name": "Vera\r\nBcc: all@example.org"})
    mails = [mail for mail in mailbox.deliver() if mail.to == VERA["email"]]
    assert len(mails) == 1
    assert "Bcc" not in mails[0].headers


def test_T42_no_payload_holds_a_name(world: World, browser: Browser, group: Group, meeting: Meeting) -> None:
    browser.submit("/p/harbour/visit", VERA)
    for mail in [one for one in all_mails(world) if one.kind.startswith("public.")]:
        assert "Vera" not in mail.payload


def all_mails(world: World) -> list[OutgoingMail]:
    with world.app.app_context():
        return list(db.session.execute(select(OutgoingMail)).scalars())
