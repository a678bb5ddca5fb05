"""What becomes of a request when things have changed before its button is pressed."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.forgetting import Forgotten, forget_everywhere
from groupnet.groups.models import Group
from groupnet.groups.queries import lock_group
from groupnet.meetings.models import Answer, Meeting, MeetingStatus, Visit, Visitor
from groupnet.public.models import PublicPage, PublicRequest
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.guests import all_of
from tests.public.pages import ANNA, JOIN, VERA, VISIT, come, proving_link, type_in
from tests.snapshot import all_rows

MARK = {"email": "mark@example.org", "consent": "y"}


@pytest.fixture
def meeting(world: World, group: Group) -> Meeting:
    return world.meeting(group, capacity=20)


def change_all(world: World, group: Group, model: type, **values: object) -> None:
    with world.inside(group):
        db.session.execute(update(model).values(**values))
        db.session.commit()


def test_other_words_typed_meanwhile_are_not_sent_unread(
    world: World, browser: Browser, mailbox: Mailbox, group: Group
) -> None:
    type_in(world, ANNA, JOIN)
    page = browser.get(proving_link(mailbox, ANNA["email"]))
    type_in(world, {**ANNA, "message": "Words of another."}, JOIN)
    again = browser.submit(page, {})
    assert again.status_code == 422
    assert "Words of another." in again.text
    assert all_of(world, group, Visitor) == []
    assert browser.submit(again, {}).status_code == 303
    assert [one.message for one in all_of(world, group, Visitor)] == ["Words of another."]


OBSTACLES: dict[str, tuple[type, dict[str, Any], str]] = {
    "cancelled": (Meeting, {"status": MeetingStatus.CANCELLED}, "does not take place"),
    "answers closed": (Meeting, {"closes_at": utc_now() - timedelta(hours=1)}, "takes no more visitors"),
    "page closed": (PublicPage, {"is_open": False}, "has closed its page"),
    "no visitors": (PublicPage, {"welcomes_visitors": False}, "no visitors by its page"),
    "full": (Meeting, {"capacity": 1}, "Every place at this meeting is taken"),
}


@pytest.mark.parametrize("why", OBSTACLES)
def test_what_has_changed_meanwhile_is_said_and_nothing_is_half_done(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, meeting: Meeting, why: str
) -> None:
    model, values, sentence = OBSTACLES[why]
    world.answer(meeting, world.member(group), Answer.COMING)
    type_in(world, VERA)
    page = browser.get(proving_link(mailbox, VERA["email"]))
    change_all(world, group, model, **values)
    before = all_rows(world.app)
    refused = browser.submit(page, {})
    assert refused.status_code == 422
    opened = browser.get(page.request.path)
    for shown in (refused, opened):
        assert sentence in shown.text
        assert "Yes, I’ll come" not in shown.text
    assert all_rows(world.app) == before


def test_no_requests_are_taken_any_more(
    world: World, browser: Browser, mailbox: Mailbox, group: Group
) -> None:
    type_in(world, ANNA, JOIN)
    page = browser.get(proving_link(mailbox, ANNA["email"]))
    change_all(world, group, PublicPage, takes_requests=False)
    assert "takes no requests" in browser.submit(page, {}).text
    assert all_of(world, group, Visitor) == []


def test_who_became_a_member_meanwhile_is_told(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    type_in(world, VERA)
    page = browser.get(proving_link(mailbox, VERA["email"]))
    world.member(group, "Vera", email=VERA["email"])
    assert "member of this group already" in browser.submit(page, {}).text
    assert all_of(world, group, Visitor) == []


def test_a_meeting_that_falls_away_takes_the_request_along(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    type_in(world, VERA)
    link = proving_link(mailbox, VERA["email"])
    with world.inside(group):
        db.session.delete(meeting)
        db.session.commit()
    assert all_of(world, group, PublicRequest) == []
    assert browser.get(link).status_code == 404


def test_T59_with_a_members_account_goes_what_was_typed_with_their_address(
    world: World, group: Group, meeting: Meeting
) -> None:
    member = world.member(group, email=VERA["email"])
    type_in(world, VERA)
    type_in(world, ANNA, JOIN)
    with world.inside(group):
        lock_group()
        forget_everywhere(Forgotten(membership=member, told_of=frozenset({"Vera"})))
        db.session.commit()
    assert [one.email for one in all_of(world, group, PublicRequest)] == [ANNA["email"]]


def test_T29_a_polyglot_shows_as_text_above_the_button(
    world: World, browser: Browser, mailbox: Mailbox, group: Group, meeting: Meeting
) -> None:
    bad = "\"'><sVg/oNloAd=alert()>{{7919*7907}}"
    for path in (VISIT, JOIN):
        type_in(world, {**dict.fromkeys(("name", "company", "category", "message"), bad), **MARK}, path)
        text = browser.get(proving_link(mailbox, MARK["email"])).text
        assert "&lt;sVg" in text
        assert "<sVg" not in text
        assert "62615533" not in text


def test_a_mark_made_early_at_the_door_changes_nothing_for_visitors(
    world: World, mailbox: Mailbox, group: Group
) -> None:
    world.meeting(group, starts_at=utc_now() + timedelta(minutes=20), status=MeetingStatus.HELD)
    link = come(world, mailbox).location
    assert "You are expected" in Browser(world.app).get(link).text
    Browser(world.app).submit(link, {})
    (visit,) = all_of(world, group, Visit)
    assert visit.came is False
