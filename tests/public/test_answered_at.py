"""Who asks to join is answered at the address they asked with, whoever has a hand in it meanwhile (T13)."""

import pytest

from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from groupnet.meetings.models import Visit, Visitor, VisitorStatus
from groupnet.public.models import PublicRequest
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.guests import all_of, announce, organiser_of, visitor_of
from tests.public.pages import ANNA, JOIN, VERA, come, mails_to, proving_link, type_in

HERS, OTHER = ANNA["email"], "other@example.org"


@pytest.fixture
def admin(world: World, group: Group) -> Membership:
    return world.member(group, "Ada Min", rights=(Right.ADMIN,))


@pytest.fixture
def asking(world: World, mailbox: Mailbox, group: Group, admin: Membership) -> int:
    """Who asked to join and waits for the answer."""
    come(world, mailbox, ANNA, JOIN)
    mailbox.deliver()
    (anna,) = all_of(world, group, Visitor)
    return int(anna.id)


@pytest.mark.parametrize("typed", [OTHER, ""])
def test_T13_nobody_writes_another_address_while_they_wait_for_the_answer(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, admin: Membership, asking: int, typed: str
) -> None:
    form = f"visitors/{asking}/edit"
    organiser = Browser(world.app).sign_in(organiser_of(world, group))
    refused = organiser.submit(form, {"email": typed, "company": "Ink Ltd"})
    assert refused.status_code == 422
    assert "It stays until they are answered" in refused.text
    assert organiser.submit(form, {"company": "Ink Ltd"}).status_code == 303
    browser.sign_in(admin).submit(
        f"applications/{asking}", {}, action=f"/g/harbour/applications/{asking}/accept"
    )
    assert [mail.to for mail in mailbox.deliver() if "/join/" in mail.text] == [HERS]
    assert OTHER not in [one.email for one in all_of(world, group, Membership)]


def test_once_they_are_answered_the_address_can_be_mended(
    world: World, browser: Browser, group: Group, admin: Membership, asking: int
) -> None:
    browser.sign_in(admin).post(f"applications/{asking}/decline")
    assert browser.submit(f"visitors/{asking}/edit", {"email": OTHER}).status_code == 303


def test_T13_who_brought_them_does_not_turn_the_invitation_to_themselves(
    world: World, mailbox: Mailbox, group: Group, admin: Membership
) -> None:
    mallory = world.member(group, "Mallory Mole")
    visit = announce(world, group, world.meeting(group), mallory, "Anna", email=HERS)
    browser = Browser(world.app).sign_in(mallory)
    opened_before = browser.get(f"visitors/{visit.visitor_id}/edit")
    come(world, mailbox, ANNA, JOIN)
    assert browser.submit(opened_before, {"email": OTHER}).status_code == 404
    request = f"applications/{visit.visitor_id}"
    Browser(world.app).sign_in(admin).submit(request, {}, action=f"/g/harbour/{request}/accept")
    assert [mail.to for mail in mailbox.deliver() if "/join/" in mail.text] == [HERS]


def test_T13_an_address_changed_before_they_ask_makes_the_request_one_of_its_own(
    world: World, mailbox: Mailbox, group: Group, admin: Membership
) -> None:
    mallory = world.member(group, "Mallory Mole")
    visit = announce(world, group, world.meeting(group), mallory, "Anna", email=HERS)
    browser = Browser(world.app).sign_in(mallory)
    assert browser.submit(f"visitors/{visit.visitor_id}/edit", {"email": OTHER}).status_code == 303
    come(world, mailbox, ANNA, JOIN)
    assert visitor_of(world, visit).status is VisitorStatus.EXPECTED
    (asks,) = [one for one in all_of(world, group, Visitor) if one.status is VisitorStatus.APPLIED]
    assert (asks.email, asks.invited_by_id) == (HERS, None)


def test_an_address_is_added_to_one_of_whom_none_is_known(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    visit = announce(world, group, world.meeting(group), admin, "Walter")
    browser.sign_in(admin).submit(f"visitors/{visit.visitor_id}/follow-up", {"status": "applied"})
    assert browser.submit(f"visitors/{visit.visitor_id}/edit", {"email": OTHER}).status_code == 303
    assert visitor_of(world, visit).email == OTHER


def test_who_asks_again_while_they_wait_is_the_same_visitor(
    world: World, mailbox: Mailbox, group: Group, asking: int
) -> None:
    come(world, mailbox, {**ANNA, "message": "I bind too."}, JOIN)
    assert [(one.id, one.message) for one in all_of(world, group, Visitor)] == [(asking, "I bind too.")]
    assert len([mail for mail in mails_to(mailbox, HERS) if "has arrived" in mail.text]) == 1


def test_T13_who_brought_them_takes_neither_the_request_nor_what_waits_for_its_button(
    world: World, mailbox: Mailbox, group: Group, admin: Membership
) -> None:
    mallory = world.member(group, "Mallory Mole")
    visit = announce(world, group, world.meeting(group), mallory, "Anna", email=HERS)
    browser = Browser(world.app).sign_in(mallory)
    type_in(world, ANNA, JOIN)
    assert browser.submit(f"visitors/{visit.visitor_id}/erase", {}).status_code == 303
    assert len(all_of(world, group, PublicRequest)) == 1
    Browser(world.app).submit(proving_link(mailbox, HERS), {})
    anna = next(one for one in all_of(world, group, Visitor) if one.email == HERS)
    assert anna.status is VisitorStatus.APPLIED


def test_who_is_expected_by_a_member_who_may_not_know_of_them_takes_one_place(
    world: World, browser: Browser, mailbox: Mailbox, group: Group
) -> None:
    come(world, mailbox, {**ANNA, "email": VERA["email"]}, JOIN)
    meeting = world.meeting(group)
    member = world.member(group)
    browser.sign_in(member).submit(
        "visitors/new", {"name": "Vera", "email": VERA["email"], "meeting_id": meeting.id}
    )
    assert len(all_of(world, group, Visitor)) == 2
    come(world, mailbox, VERA)
    assert [one.came for one in all_of(world, group, Visit)] == [None]
