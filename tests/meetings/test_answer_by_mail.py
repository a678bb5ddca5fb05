"""Answering a meeting from the mail without signing in: one answer, one button, until answers close."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import update

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.signing import sign
from groupnet.groups.models import Status
from groupnet.groups.queries import get_membership
from groupnet.meetings.links import answer_address
from groupnet.meetings.models import Answer, MeetingKind, MeetingStatus
from groupnet.people.models import Person
from tests.browser import Browser
from tests.factories import World
from tests.meetings.tables import Table
from tests.snapshot import all_rows
from tests.statements import count_statements

COMING, SUBSTITUTE, DECLINED, WAITLISTED = Answer
PURPOSE = "groupnet.meetings.answer"


def link(table: Table, answer: Answer = COMING, **others: Any) -> str:
    """The path of a link, as a mail to Amara holds it."""
    values = {
        "group_id": table.group.id,
        "meeting_id": table.meeting.id,
        "membership_id": table.amara.id,
        "email": table.amara.email,
        **others,
    }
    with table.world.app.app_context():
        return "/" + answer_address(answer=answer, **values).split("/", 3)[3]


def heading(html: str) -> str:
    return " ".join(html.partition("<h1>")[2].partition("</h1>")[0].split())


@pytest.mark.parametrize(
    ("answer", "asks", "button", "says"),
    [
        (COMING, "Are you coming?", "I’m coming", "You’re coming."),
        (DECLINED, "You can’t come?", "I can’t come", "You can’t come."),
    ],
)
def test_two_taps_answer_without_signing_in(
    world: World, browser: Browser, answer: Answer, asks: str, button: str, says: str
) -> None:
    table = Table(world, title="Thursday breakfast", place="The Ship Inn")
    page = browser.get(link(table, answer))
    assert page.status_code == 200
    assert heading(page.text) == asks
    for said in ("Thursday breakfast", "The Ship Inn", f"{button}</button>"):
        assert said in page.text
    done = browser.submit(page, {})
    assert (done.status_code, done.location) == (303, link(table, answer))
    assert table.answer(table.amara) is answer
    after = browser.get(link(table, answer)).text
    assert heading(after) == "Noted"
    assert says in after
    assert "Sign in" in browser.client.get("/", follow_redirects=True).text, "nobody was signed in by it"


def test_sending_someone_asks_for_the_name(world: World, browser: Browser) -> None:
    table = Table(world)
    refused = browser.submit(link(table, SUBSTITUTE), {"substitute_name": ""})
    assert refused.status_code == 422
    assert "Type the name of who comes." in refused.text
    browser.submit(link(table, SUBSTITUTE), {"substitute_name": "Sam Stand-In"})
    assert table.answer(table.amara) is SUBSTITUTE
    assert "Sam Stand-In comes for you." in browser.get(link(table, SUBSTITUTE)).text


def test_the_full_meeting_offers_the_waiting_list(world: World, browser: Browser) -> None:
    table = Table(world, capacity=1)
    table.say(table.ben, COMING)
    page = browser.get(link(table))
    assert heading(page.text) == "Every place is taken"
    assert "Put me on the waiting list</button>" in page.text
    browser.submit(page, {})
    assert table.answer(table.amara) is WAITLISTED
    assert "You are 1st on the waiting list." in browser.get(link(table)).text


def test_another_answer_is_one_link_away_and_as_good(world: World, browser: Browser) -> None:
    table = Table(world)
    browser.submit(link(table), {})
    page = browser.get(link(table)).text
    assert link(table, DECLINED) in page
    browser.submit(link(table, DECLINED), {})
    assert table.answer(table.amara) is DECLINED
    assert heading(browser.get(link(table)).text) == "Are you coming?"


def test_T26_opening_the_link_changes_nothing(world: World, browser: Browser) -> None:
    table = Table(world)
    before = all_rows(world.app)
    for answer in (COMING, SUBSTITUTE, DECLINED):
        assert browser.get(link(table, answer)).status_code == 200
        assert browser.client.head(link(table, answer)).status_code == 200
    assert all_rows(world.app) == before


def test_T25_the_pages_token_is_needed(world: World, browser: Browser) -> None:
    table = Table(world)
    assert browser.client.post(link(table)).status_code == 400
    assert table.answer(table.amara) is None


def test_T46_twenty_posts_are_one_answer(world: World, browser: Browser) -> None:
    table = Table(world, capacity=1)
    page = browser.get(link(table))
    assert {browser.submit(page, {}).status_code for _ in range(20)} == {303}
    assert (table.places.taken, table.places.waiting) == (1, 0)


def test_T12_extra_fields_answer_nothing_else(world: World, browser: Browser) -> None:
    table = Table(world)
    sent = {"answer": "declined", "membership_id": str(table.ben.id), "substitute_name": "Sam"}
    browser.submit(link(table), sent)
    row = table.row(table.amara)
    assert row
    assert (row.answer, row.substitute_name) == (COMING, "")
    assert table.answer(table.ben) is None


def test_T9_after_leaving_the_link_is_dead_and_says_nothing(world: World, browser: Browser) -> None:
    table = Table(world, title="Secret breakfast")
    before = browser.get(link(table))
    table.standing(table.amara, Status.LEFT)
    after = browser.get(link(table))
    assert (after.status_code, heading(after.text)) == (404, "This link is no longer good")
    assert "Secret breakfast" not in after.text
    rows = all_rows(world.app)
    assert browser.submit(before, {}).status_code == 303
    assert all_rows(world.app) == rows


def test_T9_an_erased_account_answers_nothing(world: World, browser: Browser) -> None:
    table = Table(world)
    with world.inside(table.group):
        get_membership(table.amara.id).erased_at = utc_now()
        db.session.commit()
    assert browser.get(link(table)).status_code == 404


def test_what_is_cancelled_takes_no_answer(world: World, browser: Browser) -> None:
    table = Table(world, title="Thursday breakfast")
    page = browser.get(link(table))
    table.change(status=MeetingStatus.CANCELLED)
    over = browser.get(link(table))
    assert over.status_code == 404
    assert "Thursday breakfast" in over.text
    assert "This meeting is cancelled." in over.text
    assert browser.submit(page, {}).status_code == 303
    assert table.answer(table.amara) is None


def test_the_link_ends_when_answers_close(world: World, browser: Browser) -> None:
    now = utc_now()
    table = Table(world, starts_at=now + timedelta(days=3), closes_at=now + timedelta(days=2))
    page = browser.get(link(table))
    with time_machine.travel(now + timedelta(days=2, minutes=1), tick=False):
        over = browser.get(link(table))
        assert over.status_code == 404
        assert "tell an organiser" in over.text
        browser.submit(page, {})
        assert table.answer(table.amara) is None


def test_T3_foreign_missing_and_forged_links_are_one_page(world: World, browser: Browser) -> None:
    table = Table(world)
    hill = world.group("hill")
    stranger, theirs = world.member(hill), world.meeting(hill)
    both = world.meeting(table.group, kind=MeetingKind.ONE_TO_ONE)
    world.answer(both, table.amara, COMING)
    draft = world.meeting(table.group, status=MeetingStatus.DRAFT)
    with world.app.app_context():
        other_purpose = sign("groupnet.answer", [table.group.id, table.meeting.id, table.amara.id, "coming"])
    paths = [
        link(table, meeting_id=10**6),
        link(table, meeting_id=theirs.id),
        link(table, membership_id=stranger.id, email=stranger.email),
        link(table, group_id=hill.id),
        link(table, group_id=10**6),
        link(table, meeting_id=both.id),
        link(table, meeting_id=draft.id),
        f"/meeting-answer/{other_purpose}",
        "/meeting-answer/nothing",
        link(table)[:-1],
    ]
    pages = {browser.get(path).text.partition("<main")[2] for path in paths}
    assert len(pages) == 1
    assert {browser.get(path).status_code for path in paths} == {404}


def test_T41_the_page_is_not_cached_and_tells_no_address(world: World, browser: Browser) -> None:
    table = Table(world)
    headers = browser.get(link(table)).headers
    assert "no-store" in headers["Cache-Control"]
    assert headers["Referrer-Policy"] in ("no-referrer", "same-origin", "strict-origin")


def test_the_hours_are_those_of_the_group(world: World, browser: Browser) -> None:
    with time_machine.travel("2026-11-20T10:00Z", tick=False):
        group = world.group("tokyo", timezone="Asia/Tokyo")
        member = world.member(group)
        meeting = world.meeting(group, starts_at=utc_now() + timedelta(days=5, hours=12))
        with world.app.app_context():
            whole = answer_address(
                group_id=group.id,
                meeting_id=meeting.id,
                membership_id=member.id,
                answer=COMING,
                email=member.email,
            )
        assert "Thu 26 Nov, 07:00" in browser.get("/" + whole.split("/", 3)[3]).text


def test_a_link_opens_nothing_once_the_mail_address_is_another(world: World, browser: Browser) -> None:
    table = Table(world)
    page = browser.get(link(table, DECLINED))
    with world.inside(table.group):
        theirs = Person.id == table.amara.person_id
        db.session.execute(update(Person).where(theirs).values(email="new@example.org"))
        db.session.commit()
    browser.submit(page, {})
    assert table.answer(table.amara) is None
    assert browser.get(link(table, DECLINED)).status_code == 404
    assert table.meeting.title not in browser.get(link(table, DECLINED)).text
    assert browser.get(link(table, DECLINED, email="new@example.org")).status_code == 200


def test_few_statements(world: World, browser: Browser) -> None:
    table = Table(world, capacity=3)
    browser.get(link(table))
    with count_statements() as sent:
        browser.get(link(table))
    assert len(sent) <= 6, "\n".join(sent)
