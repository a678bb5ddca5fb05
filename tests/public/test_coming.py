"""Strangers come as visitors, once they have shown that the address is theirs."""

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
from groupnet.public.models import PublicRequest
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.guests import all_of, announce
from tests.public.pages import VERA, VISIT, come, mails_to, proving_link, run_tidy, type_in
from tests.snapshot import all_rows


@pytest.fixture
def meeting(world: World, group: Group) -> Meeting:
    return world.meeting(group, place="The Ship Inn", link="https://video.example.org/secret")


def test_a_visitor_is_expected_and_a_mail_thanks_them(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    own_page = come(world, mailbox)
    assert own_page.status_code == 303
    assert "You are expected" in browser.get(own_page.location).text
    (vera,) = all_of(world, group, Visitor)
    assert (vera.name, vera.company, vera.source) == ("Vera Visitor", "Ink Ltd", VisitorSource.PUBLIC)
    (visit,) = all_of(world, group, Visit)
    assert visit.meeting_id == meeting.id
    assert all_of(world, group, PublicRequest) == []
    mail = mails_to(mailbox, "vera@example.org")[-1]
    assert mail.subject.startswith("You are expected")
    assert "The Ship Inn" in mail.text
    assert "secret" not in mail.text + mail.html


def test_T46_twenty_presses_make_one_visit_and_one_mail_and_lead_to_the_same_page(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    type_in(world, VERA)
    page = browser.get(proving_link(mailbox, VERA["email"]))
    first = browser.submit(page, {})
    for _ in range(19):
        again = browser.submit(page, {})
        assert again.status_code == 303
        assert browser.get(again.location).location == first.location
    assert len(all_of(world, group, Visitor)) == len(all_of(world, group, Visit)) == 1
    assert len(mails_to(mailbox, VERA["email"])) == 2


def test_T12_extra_fields_are_ignored(world: World, mailbox: Mailbox, group: Group, meeting: Meeting) -> None:
    extra = {"status": "joined", "came": "y", "invited_by_id": "1", "group_id": "2", "note": "let me in"}
    come(world, mailbox, {**VERA, **extra})
    (vera,) = all_of(world, group, Visitor)
    assert (vera.status, vera.note, vera.invited_by_id) == (VisitorStatus.EXPECTED, "", None)


def test_of_a_known_visitor_blanks_are_filled_and_nothing_else_changes(
    world: World, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    member = world.member(group)
    later = world.meeting(group, starts_at=utc_now() + timedelta(days=20))
    announce(world, group, later, member, "Vera Known", email="vera@example.org", category="Inks")
    come(world, mailbox)
    (vera,) = all_of(world, group, Visitor)
    assert (vera.name, vera.company, vera.category) == ("Vera Known", "Ink Ltd", "Inks")
    assert vera.invited_by_id == member.id
    assert len(all_of(world, group, Visit)) == 2


def test_who_is_expected_already_needs_no_other_place(world: World, mailbox: Mailbox, group: Group) -> None:
    small = world.meeting(group, capacity=2)
    type_in(world, VERA)
    visit = announce(world, group, small, world.member(group), "Vera", email=VERA["email"])
    announce(world, group, small, world.member(group), "Another")
    link = proving_link(mailbox, VERA["email"])
    browser = Browser(world.app)
    assert "Every place" not in browser.get(link).text
    assert "/visit/" in browser.submit(link, {}).location
    assert visit.id in [one.id for one in all_of(world, group, Visit)]
    assert len(all_of(world, group, Visit)) == 2


def test_T26_the_link_of_the_mail_shows_and_only_its_button_changes(
    world: World, browser: Browser, mailbox: Mailbox, group: Group
) -> None:
    full = world.meeting(group, starts_at=utc_now() + timedelta(days=2), capacity=1)
    link = come(world, mailbox).location
    waits = world.member(group)
    world.answer(full, waits, Answer.WAITLISTED, queue_number=1)
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
    link = come(world, mailbox).location
    browser.submit(link, {})
    assert browser.submit(link, {}).status_code == 303
    (visit,) = all_of(world, group, Visit)
    assert visit.came is None


def test_T59_a_visitor_erases_what_the_group_keeps_and_what_waits_for_its_button(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    link = come(world, mailbox).location
    type_in(world, {**VERA, "name": "Vera Vale"})
    mailbox.deliver()
    assert "It is erased" in browser.submit(f"{link}/erase", {}).text
    with time_machine.travel(utc_now() + timedelta(hours=1)):
        run_tidy(world)
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
    world: World, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    come(world, mailbox)
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
    world: World, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    come(world, mailbox)
    with time_machine.travel(utc_now() + timedelta(days=8)):
        assert VERA["email"] not in [mail.to for mail in mailbox.deliver()]


def test_T33_line_ends_in_a_name_make_no_header(
    world: World, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    come(world, mailbox, {**VERA, "name": "Vera\r\nBcc: all@example.org"})
    mails = mails_to(mailbox, VERA["email"])
    assert len(mails) == 2
    assert all("Bcc" not in mail.headers for mail in mails)


def test_T42_no_payload_holds_a_name(world: World, mailbox: Mailbox, group: Group, meeting: Meeting) -> None:
    come(world, mailbox)
    with world.app.app_context():
        mails = list(db.session.execute(select(OutgoingMail)).scalars())
    assert {mail.kind for mail in mails} >= {"public.request", "public.visit"}
    for mail in mails:
        assert "Vera" not in mail.payload
        assert "vera" not in mail.payload


def test_the_form_keeps_its_meeting_when_another_comes_first(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    page = browser.get(VISIT)
    sooner = world.meeting(group, starts_at=utc_now() + timedelta(days=1))
    again = browser.submit(page, VERA)
    assert again.status_code == 422
    assert "another by now" in again.text
    assert browser.submit(again, {"consent": "y"}).status_code == 303
    browser.submit(proving_link(mailbox, VERA["email"]), {})
    assert [visit.meeting_id for visit in all_of(world, group, Visit)] == [sooner.id]
