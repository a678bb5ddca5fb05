"""An address tells a member nothing: whoever may not know of the one who has it registers a visitor of their
own, as with a free address, and those who follow up see that both have it (T11)."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from groupnet.meetings.models import Meeting, Visit, Visitor, VisitorStatus
from groupnet.meetings.service.visitors_followed import erase_visitor
from groupnet.meetings.service.visitors_known import know_again
from tests.browser import Browser
from tests.factories import World
from tests.meetings.guests import all_of, announce
from tests.snapshot import all_rows
from tests.statements import count_statements

HIDDEN, FREE = "hidden@example.org", "free-1@example.org"


@pytest.fixture
def group(world: World) -> Group:
    return world.group("harbour")


@pytest.fixture
def meeting(world: World, group: Group) -> Meeting:
    return world.meeting(group)


@pytest.fixture
def dev(world: World, group: Group) -> Membership:
    return world.member(group, "Dev Patel")


@pytest.fixture
def hidden(world: World, group: Group, meeting: Meeting) -> int:
    """Who asked to join by themselves, and visits nothing: no member may know of them."""
    visit = announce(world, group, meeting, None, "Vera Applicant", email=HIDDEN, company="Ink Ltd")
    with world.inside(group):
        db.session.execute(update(Visitor).values(status=VisitorStatus.APPLIED, message="Keep it quiet."))
        db.session.execute(update(Visit).values(came=False))
        db.session.commit()
    return visit.visitor_id


def bring(browser: Browser, meeting: Meeting, email: str, name: str = "Somebody") -> int:
    """The id of the visitor whom a member registers."""
    sent = browser.submit("visitors/new", {"name": name, "email": email, "meeting_id": meeting.id})
    assert sent.status_code == 303
    found = re.search(r"/visitors/(\d+)\?saved=\d+$", sent.location)
    assert found is not None
    return int(found[1])


def words_of(browser: Browser, path: str, email: str) -> str:
    page = browser.get(path)
    assert page.status_code == 200
    main = page.text[page.text.index("<main") :].replace(email, "ADDRESS")
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


@pytest.mark.usefixtures("hidden")
def test_a_hidden_address_registers_as_a_free_one(
    browser: Browser, world: World, group: Group, meeting: Meeting, dev: Membership
) -> None:
    browser.sign_in(dev)
    pages = []
    for email in (HIDDEN, FREE):
        one = bring(browser, meeting, email)
        pages.append([words_of(browser, f"visitors/{one}{rest}", email) for rest in ("", "/edit", "/erase")])
    assert pages[0] == pages[1]
    assert "ADDRESS" in pages[0][0]
    assert not [word for word in ("Vera", "Ink Ltd", "Keep it quiet") if word in str(pages)]
    assert len([one for one in all_of(world, group, Visit) if one.came is None]) == 2


@pytest.mark.usefixtures("hidden")
def test_a_visitor_of_ones_own_takes_a_hidden_address_as_a_free_one(
    browser: Browser, world: World, group: Group, meeting: Meeting, dev: Membership
) -> None:
    mine = announce(world, group, meeting, dev, "Walter").visitor_id
    browser.sign_in(dev)
    for email in (HIDDEN, FREE, HIDDEN):
        assert browser.submit(f"visitors/{mine}/edit", {"email": email}).status_code == 303
        assert email in browser.get(f"visitors/{mine}").text


def test_the_hidden_one_stays_as_they_were(
    browser: Browser, world: World, group: Group, meeting: Meeting, dev: Membership, hidden: int
) -> None:
    browser.sign_in(dev)
    mine = bring(browser, meeting, HIDDEN)
    assert mine != hidden
    assert browser.get(f"visitors/{hidden}").status_code == 404
    vera = next(one for one in all_of(world, group, Visitor) if one.id == hidden)
    assert (vera.name, vera.status, vera.invited_by_id, vera.owner_id) == (
        "Vera Applicant",
        VisitorStatus.APPLIED,
        None,
        None,
    )


@pytest.mark.usefixtures("hidden")
def test_typed_again_by_whoever_may_know_it_is_the_same_visitor(
    browser: Browser, world: World, group: Group, meeting: Meeting, dev: Membership
) -> None:
    mine = bring(browser.sign_in(dev), meeting, HIDDEN)
    later = world.meeting(group, starts_at=utc_now() + timedelta(days=9))
    assert bring(browser, later, HIDDEN) == mine
    assert bring(browser.sign_in(world.member(group)), meeting, HIDDEN) == mine
    assert len(all_of(world, group, Visitor)) == 2


def test_those_who_follow_up_see_both_with_the_address(
    browser: Browser, world: World, group: Group, meeting: Meeting, dev: Membership, hidden: int
) -> None:
    mine = bring(browser.sign_in(dev), meeting, HIDDEN, "Walter")
    assert "The same address" not in browser.get(f"visitors/{mine}").text
    browser.sign_in(world.member(group, rights=(Right.OFFICER,)))
    for one, other, name in ((mine, hidden, "Vera Applicant"), (hidden, mine, "Walter")):
        with count_statements() as statements:
            page = browser.get(f"visitors/{one}").text
        assert len(statements) <= 6
        assert "The same address" in page
        assert f"/visitors/{other}" in page
        assert name in page
        asked = browser.get(f"visitors/{one}/erase").text
        assert name in asked
        assert "Erasing one erases all" in asked
    assert bring(browser, world.meeting(group, starts_at=utc_now() + timedelta(days=9)), HIDDEN) == hidden


def test_a_member_erases_their_own_and_not_the_hidden_one(
    browser: Browser, world: World, group: Group, meeting: Meeting, dev: Membership, hidden: int
) -> None:
    mine = bring(browser.sign_in(dev), meeting, HIDDEN)
    assert browser.submit(f"visitors/{mine}/erase", {}).status_code == 303
    emails = {one.id: one.email for one in all_of(world, group, Visitor)}
    assert emails == {mine: None, hidden: HIDDEN}


@pytest.mark.parametrize("is_by_themselves", [True, False])
def test_T59_with_a_visitor_goes_everybody_with_the_address(
    browser: Browser,
    world: World,
    group: Group,
    meeting: Meeting,
    dev: Membership,
    hidden: int,
    is_by_themselves: bool,
) -> None:
    bring(browser.sign_in(dev), meeting, HIDDEN, "Vera Again")
    announce(world, group, meeting, dev, "Walter Without")
    if is_by_themselves:
        with world.inside(group):
            erase_visitor(visitor=know_again(hidden), group=group)
            db.session.commit()
    else:
        browser.sign_in(world.member(group, rights=(Right.ADMIN,)))
        assert browser.submit(f"visitors/{hidden}/erase", {}).status_code == 303
    with world.inside(group):
        kept = repr({name: rows for name, rows in all_rows(world.app).items() if name != "submission"})
    assert not [word for word in (HIDDEN, "Vera") if word in kept]
    assert "Walter Without" in kept
    (walters,) = [one for one in all_of(world, group, Visit) if one.came is None]
    assert next(one.name for one in all_of(world, group, Visitor) if one.id == walters.visitor_id)
