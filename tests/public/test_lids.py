"""How many mails go to addresses that nobody has proven: a stranger's box is spared, the page stays open."""

from datetime import timedelta

import pytest
import time_machine

from groupnet.core.clock import utc_now
from groupnet.groups.models import Group
from groupnet.meetings.models import Meeting, Visit
from groupnet.public.models import PublicRequest, RequestMail
from groupnet.public.service import asking
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.guests import all_of
from tests.public.pages import JOIN, VERA, VISIT, come, mails_to, proving_link, type_in
from tests.snapshot import all_rows

HOME, OFFICE, CAFE = "2001:db8::1", "192.0.2.7", "198.51.100.9"


@pytest.fixture(autouse=True)
def meeting(world: World, group: Group) -> Meeting:
    return world.meeting(group)


def send(world: World, number: int, network: str, path: str = VISIT) -> int:
    """Somebody at a network types an address of their own."""
    browser = Browser(world.app)
    browser.client.environ_base["REMOTE_ADDR"] = network
    return browser.submit(path, {**VERA, "email": f"v{number}@example.org"}).status_code


def test_an_address_gets_three_mails_a_day_for_a_form_and_the_page_answers_the_same(
    world: World, mailbox: Mailbox, group: Group
) -> None:
    for number in range(6):
        type_in(world, {**VERA, "name": f"Vera {number}"})
    assert len(mails_to(mailbox, VERA["email"])) == 3
    (request,) = all_of(world, group, PublicRequest)
    assert request.name == "Vera 5"
    first = mailbox.sent[0].link("/request/")
    assert "Vera 5" in Browser(world.app).get(first).text
    type_in(world, VERA, JOIN)
    assert len(mails_to(mailbox, VERA["email"])) == 4
    with time_machine.travel(utc_now() + timedelta(hours=25)):
        type_in(world, VERA)
        assert len(mails_to(mailbox, VERA["email"])) == 5


def test_T46_twenty_identical_posts_make_one_request_and_one_mail(
    world: World, browser: Browser, mailbox: Mailbox, group: Group
) -> None:
    page = browser.get(VISIT)
    assert {browser.submit(page, VERA).status_code for _ in range(20)} == {303}
    assert len(all_of(world, group, PublicRequest)) == len(all_of(world, group, RequestMail)) == 1
    assert len(mails_to(mailbox, VERA["email"])) == 1


def test_who_comes_again_after_a_visit_was_confirmed_is_asked_anew(
    world: World, mailbox: Mailbox, group: Group
) -> None:
    first = come(world, mailbox)
    link = proving_link(mailbox, VERA["email"])
    assert come(world, mailbox).location == first.location
    assert proving_link(mailbox, VERA["email"]) != link
    assert len(all_of(world, group, Visit)) == 1


def test_T17_one_network_is_stopped_and_leaves_the_page_to_others(
    world: World, mailbox: Mailbox, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_BY_A_NETWORK", 3)
    assert [send(world, number, HOME) for number in range(5)] == [303, 303, 303, 422, 422]
    assert send(world, 9, "2001:db8::ffff") == 422, "an IPv6 /64 is one network"
    assert send(world, 10, OFFICE) == 303
    assert len(mailbox.deliver()) == 4
    with time_machine.travel(utc_now() + timedelta(hours=25)):
        assert send(world, 11, HOME) == 303


def test_what_was_confirmed_counts_on_so_that_one_with_many_addresses_is_stopped_too(
    world: World, mailbox: Mailbox, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_BY_A_NETWORK", 2)
    for number in range(2):
        come(world, mailbox, {**VERA, "email": f"v{number}@example.org"})
    assert all_of(world, group, PublicRequest) == []
    refused = Browser(world.app).submit(VISIT, VERA)
    assert refused.status_code == 422
    assert "come back tomorrow" in refused.text


def test_many_networks_together_do_not_shut_the_page_for_another(
    world: World, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_BY_A_GROUP", 4)
    for network in (HOME, OFFICE):
        assert [send(world, number, network) for number in range(2)] == [303, 303]
    assert [send(world, 5, HOME), send(world, 6, OFFICE)] == [422, 422]
    assert [send(world, 7, CAFE), send(world, 7, CAFE, JOIN), send(world, 8, CAFE)] == [303, 303, 422]


def test_T16_T42_the_lid_refuses_every_address_alike_and_keeps_no_network(
    world: World, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = world.member(group)
    assert send(world, 1, OFFICE) == 303
    monkeypatch.setattr(asking, "MOST_BY_A_NETWORK", 1)
    answers = set()
    browser = Browser(world.app)
    browser.client.environ_base["REMOTE_ADDR"] = OFFICE
    for email in ("v1@example.org", str(member.email), "stranger@example.org"):
        sent = browser.submit(VISIT, {**VERA, "email": email})
        answers.add((sent.status_code, "come back tomorrow" in sent.text))
    assert answers == {(422, True)}
    (mailed,) = all_of(world, group, RequestMail)
    assert OFFICE not in repr(all_rows(world.app))
    assert "v1" not in mailed.address


def test_sixty_people_of_one_office_may_all_come(world: World, group: Group) -> None:
    page = (sender := Browser(world.app)).get(VISIT)
    sender.client.environ_base["REMOTE_ADDR"] = OFFICE
    sent = [
        sender.submit(page, {**VERA, "email": f"v{number}@example.org", "submission_key": f"{number:032x}"})
        for number in range(60)
    ]
    assert {one.status_code for one in sent} == {303}
    assert len(all_of(world, group, PublicRequest)) == len(all_of(world, group, RequestMail)) == 60


def test_a_program_that_fills_in_everything_is_thanked_and_forgotten(
    world: World, browser: Browser, mailbox: Mailbox, group: Group
) -> None:
    for path in (VISIT, JOIN):
        page = browser.get(path)
        before = all_rows(world.app)
        sent = browser.submit(page, {**VERA, "website": "https://spam.example.org"})
        assert "Look in your mail" in browser.get(sent.location).text
        assert all_rows(world.app) == before
    assert mailbox.deliver() == []


def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    world: World, browser: Browser, group: Group
) -> None:
    sent = browser.submit(VISIT, {"name": "Vera Visitor", "company": "Ink Ltd"})
    assert sent.status_code == 422
    assert "Type your e-mail address" in sent.text
    assert "needs your leave" in sent.text
    assert "Ink Ltd" in sent.text
    bad = browser.submit(VISIT, {**VERA, "email": "no address"})
    assert bad.status_code == 422
    assert "This is not an e-mail address" in bad.text
    assert all_of(world, group, PublicRequest) == []
