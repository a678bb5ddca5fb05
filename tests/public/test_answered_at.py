"""Who asks to join is answered at the address they asked with, whoever had a hand in it since (T13)."""

import pytest

from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from groupnet.meetings.models import Visit, Visitor, VisitorStatus
from groupnet.public.models import PublicRequest
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.guests import all_of, announce, organiser_of
from tests.meetings.test_visitors_hidden import change
from tests.public.pages import ANNA, JOIN, VERA, come, open_page, proving_link, type_in

HERS, OTHER = ANNA["email"], "other@example.org"


@pytest.fixture
def group(world: World) -> Group:
    group = world.group("harbour", name="Harbour")
    open_page(world, group)
    return group


@pytest.fixture
def admin(world: World, group: Group) -> Membership:
    return world.member(group, "Ada Min", rights=(Right.ADMIN,))


@pytest.fixture
def readdressed(world: World, mailbox: Mailbox, group: Group, admin: Membership) -> str:
    """The page of a request whose address an organiser changed since."""
    come(world, mailbox, ANNA, JOIN)
    mailbox.deliver()
    (anna,) = all_of(world, group, Visitor)
    organiser = Browser(world.app).sign_in(organiser_of(world, group))
    assert organiser.submit(f"visitors/{anna.id}/edit", {"email": OTHER}).status_code == 303
    return f"applications/{anna.id}"


def test_an_address_changed_since_is_told_and_not_invited(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, admin: Membership, readdressed: str
) -> None:
    page = browser.sign_in(admin).get(readdressed)
    assert f"somebody wrote another address here: {OTHER}" in page.text
    assert HERS in page.text
    assert browser.submit(page, {}, action=f"/g/harbour/{readdressed}/accept").status_code == 303
    assert [mail.to for mail in mailbox.deliver() if "/join/" in mail.text] == [HERS]
    assert OTHER not in [one.email for one in all_of(world, group, Membership)]


def test_a_no_goes_to_who_asked(
    world: World, browser: Browser, mailbox: Mailbox, admin: Membership, readdressed: str
) -> None:
    browser.sign_in(admin).post(f"{readdressed}/decline", {"by_mail": "y"})
    assert [mail.to for mail in mailbox.deliver() if "wish you well" in mail.text] == [HERS]


def test_an_address_taken_away_is_told_and_answered_all_the_same(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, admin: Membership, readdressed: str
) -> None:
    change(world, group, Visitor, email=None)
    page = browser.sign_in(admin).get(readdressed)
    assert "somebody took their address away" in page.text
    browser.post(f"{readdressed}/accept")
    assert [mail.to for mail in mailbox.deliver() if "/join/" in mail.text] == [HERS]


def test_nothing_is_said_of_an_address_that_stayed(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, admin: Membership
) -> None:
    come(world, mailbox, ANNA, JOIN)
    (anna,) = all_of(world, group, Visitor)
    page = browser.sign_in(admin).get(f"applications/{anna.id}").text
    assert HERS in page
    assert "Since they asked" not in page


def test_who_asks_again_once_the_address_was_changed_is_answered_where_they_asked_first(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, admin: Membership, readdressed: str
) -> None:
    come(world, mailbox, {**ANNA, "email": OTHER}, JOIN)
    (anna,) = all_of(world, group, Visitor)
    assert (anna.email, anna.asked_email) == (OTHER, HERS)
    assert "somebody wrote another address" in browser.sign_in(admin).get(readdressed).text


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
    assert (anna.status, anna.asked_email) == (VisitorStatus.APPLIED, HERS)


def test_T59_the_address_they_asked_with_is_erased_too(
    world: World, browser: Browser, group: Group, admin: Membership, readdressed: str
) -> None:
    visitor = readdressed.replace("applications", "visitors")
    assert browser.sign_in(admin).submit(f"{visitor}/erase", {}).status_code == 303
    assert [(one.email, one.asked_email) for one in all_of(world, group, Visitor)] == [(None, None)]


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
