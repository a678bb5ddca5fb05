"""Who asks to join, and what admins answer."""

from datetime import timedelta

import pytest

from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from groupnet.meetings.models import Visitor, VisitorSource, VisitorStatus
from groupnet.notices.models import Notice, NoticeKind
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.guests import all_of, announce, visitor_of
from tests.public.pages import ANNA, JOIN, come, mails_to, proving_link, type_in
from tests.statements import count_statements


@pytest.fixture
def admin(world: World, group: Group) -> Membership:
    return world.member(group, "Ada Min", rights=(Right.ADMIN,))


def ask(world: World, mailbox: Mailbox, **typed: str) -> None:
    assert come(world, mailbox, {**ANNA, **typed}, JOIN).location == "/p/harbour/thanks"


def applicant(world: World, group: Group) -> Visitor:
    found: Visitor = next(one for one in all_of(world, group, Visitor) if one.email == "anna@example.org")
    return found


def test_who_asks_is_confirmed_and_the_admins_are_told(
    world: World, mailbox: Mailbox, group: Group, admin: Membership
) -> None:
    world.member(group)
    ask(world, mailbox)
    anna = applicant(world, group)
    assert (anna.status, anna.message, anna.source) == (
        VisitorStatus.APPLIED,
        "I print.",
        VisitorSource.PUBLIC,
    )
    told = [one for one in all_of(world, group, Notice) if one.kind is NoticeKind.VISITORS]
    assert [(one.membership_id, one.visitor_id) for one in told] == [(admin.id, anna.id)]
    assert "has arrived" in mails_to(mailbox, "anna@example.org")[-1].text


def test_T46_twenty_presses_make_one_request_and_one_mail(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, admin: Membership
) -> None:
    type_in(world, ANNA, JOIN)
    page = browser.get(proving_link(mailbox, ANNA["email"]))
    for _ in range(20):
        assert browser.submit(page, {}).status_code == 303
    assert browser.get(page.request.path).location == "/p/harbour/thanks"
    assert "has arrived" in browser.get("/p/harbour/thanks").text
    assert len(all_of(world, group, Visitor)) == 1
    assert len([mail for mail in mails_to(mailbox, ANNA["email"]) if "has arrived" in mail.text]) == 1


def test_who_asks_again_says_it_in_other_words_and_is_told_of_once(
    world: World, mailbox: Mailbox, group: Group, admin: Membership
) -> None:
    ask(world, mailbox)
    ask(world, mailbox, message="I print books.")
    assert applicant(world, group).message == "I print books."
    assert len([one for one in all_of(world, group, Notice) if one.kind is NoticeKind.VISITORS]) == 1


def test_a_visitor_who_asks_is_the_same_visitor(
    world: World, mailbox: Mailbox, group: Group, admin: Membership
) -> None:
    visit = announce(world, group, world.meeting(group), admin, "Anna A.", email="anna@example.org")
    ask(world, mailbox)
    anna = visitor_of(world, visit)
    assert (anna.name, anna.status, anna.message) == ("Anna A.", VisitorStatus.APPLIED, "I print.")


def test_taken_in_they_are_invited_and_joined(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, admin: Membership
) -> None:
    ask(world, mailbox)
    anna = applicant(world, group)
    page = browser.sign_in(admin).get(f"applications/{anna.id}")
    assert "I print." in page.text
    sent = browser.submit(page, {}, action=f"/g/harbour/applications/{anna.id}/accept")
    assert "Anna Applicant is invited" in browser.get(sent.location).text
    anna = applicant(world, group)
    assert anna.status is VisitorStatus.JOINED
    member = next(one for one in all_of(world, group, Membership) if one.id == anna.membership_id)
    assert (member.name, member.email) == ("Anna Applicant", "anna@example.org")
    invitation = next(one for one in mailbox.deliver() if "/join/" in one.text)
    assert invitation.to == "anna@example.org"
    assert browser.get(f"applications/{anna.id}").status_code == 200
    assert browser.get(f"visitors/{anna.id}").status_code == 200


def test_T46_pressed_twenty_times_it_is_one_member_and_one_mail(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, admin: Membership
) -> None:
    ask(world, mailbox)
    anna = applicant(world, group)
    browser.sign_in(admin)
    for _ in range(20):
        assert browser.post(f"applications/{anna.id}/accept").status_code == 303
    assert "answered already" in browser.get(f"applications/{anna.id}").text
    assert len(all_of(world, group, Membership)) == 2
    assert len([mail for mail in mailbox.deliver() if "/join/" in mail.text]) == 1


def test_one_without_an_address_gets_a_joining_link(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    visit = announce(world, group, world.meeting(group), admin, "Walter")
    browser.sign_in(admin).submit(f"visitors/{visit.visitor_id}/follow-up", {"status": "applied"})
    sent = browser.post(f"applications/{visit.visitor_id}/accept")
    assert "joining-link" in sent.location
    assert "Hand them this joining link" in browser.get(sent.location).text


def test_who_was_a_member_before_is_not_invited_anew(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, admin: Membership
) -> None:
    former = world.member(group, "Anna", email="anna@example.org")
    world.end_periods(former, world.today - timedelta(days=1))
    ask(world, mailbox)
    anna = applicant(world, group)
    browser.sign_in(admin).post(f"applications/{anna.id}/accept")
    assert "was a member before" in browser.get(f"applications/{anna.id}").text
    assert applicant(world, group).status is VisitorStatus.APPLIED


@pytest.mark.parametrize("by_mail", [True, False])
def test_declined_with_a_kind_mail_or_without(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, admin: Membership, by_mail: bool
) -> None:
    ask(world, mailbox)
    mailbox.deliver()
    anna = applicant(world, group)
    browser.sign_in(admin).post(f"applications/{anna.id}/decline", {"by_mail": "y"} if by_mail else {})
    assert applicant(world, group).status is VisitorStatus.DECLINED
    mails = [mail for mail in mailbox.deliver() if mail.to == "anna@example.org"]
    assert [("wish you well" in mail.text) for mail in mails] == ([True] if by_mail else [])
    assert "Anna Applicant" not in browser.get("applications").text


def test_who_has_not_asked_cannot_be_answered(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    visit = announce(world, group, world.meeting(group), admin, "Vera")
    browser.sign_in(admin)
    for rest in ("", "/accept", "/decline"):
        send = browser.get if rest == "" else browser.post
        assert send(f"applications/{visit.visitor_id}{rest}").status_code == 404


@pytest.mark.parametrize("count", [0, 5, 50])
def test_the_list_costs_the_same_for_few_and_many(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, admin: Membership, count: int
) -> None:
    for number in range(count):
        ask(world, mailbox, email=f"a{number}@example.org", name=f"Anna {number}")
    browser.sign_in(admin)
    with count_statements() as statements:
        page = browser.get("applications")
    assert len(statements) <= 6
    assert ("Nobody waits" in page.text) is (count == 0)
