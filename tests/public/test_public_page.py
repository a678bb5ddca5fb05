"""A group's page for everybody."""

import re
from datetime import timedelta

import pytest

from groupnet.core.clock import utc_now
from groupnet.groups.roles import Right
from groupnet.meetings.models import Answer, MeetingKind, MeetingStatus
from tests.browser import Browser
from tests.factories import World
from tests.public.pages import open_page
from tests.statements import count_statements

RANDOM = re.compile(r'(?:nonce|value)="[^"]*"')
"""What is different in every answer, and may hold any short word by chance."""


def test_it_says_who_we_are_and_when_the_next_meeting_is(world: World, browser: Browser) -> None:
    group = world.group("harbour", name="Harbour Business Breakfast", timezone="America/New_York")
    open_page(world, group)
    at = utc_now().replace(hour=12, minute=0) + timedelta(days=7)
    world.meeting(group, starts_at=at, place="The Ship Inn")
    page = browser.get("/p/harbour")
    assert page.status_code == 200
    for told in ("Harbour Business Breakfast", "We meet for breakfast.", "Since 1998.", "The Ship Inn"):
        assert told in page.text
    assert "07:00" in page.text or "08:00" in page.text
    assert "noindex" not in page.text


def test_only_an_empty_line_begins_a_paragraph(world: World, browser: Browser) -> None:
    open_page(world, world.group("harbour"), about="We meet\r\nfor breakfast.\r\n\r\nSince 1998.")
    page = browser.get("/p/harbour").text
    assert page.count('<p class="as-typed">') == 2


def test_T3_a_closed_page_answers_byte_for_byte_like_an_unknown_group(world: World) -> None:
    closed, never = world.group("closed"), world.group("never")
    world.member(never)
    open_page(world, closed, is_open=False)
    for rest in ("", "/visit", "/join", "/sent", "/thanks"):
        answers = set()
        for slug in ("closed", "never", "unknown"):
            answer = Browser(world.app).client.get(f"/p/{slug}{rest}")
            body = answer.data.replace(
                answer.headers["Content-Security-Policy"].split("nonce-")[1][:22].encode(), b""
            )
            answers.add((answer.status_code, body))
        assert len(answers) == 1, rest
        assert answers.pop()[0] == 404


def test_it_names_no_member_no_link_and_no_number_of_people(world: World, browser: Browser) -> None:
    group = world.group("harbour")
    open_page(world, group)
    member = world.member(group, "Dev Patel", rights=(Right.ADMIN,))
    meeting = world.meeting(
        group,
        title="Breakfast with Dev Patel",
        place="https://video.example.org/secret-room",
        link="https://video.example.org/secret-link",
        agenda="Dev Patel speaks",
        capacity=1797,
    )
    world.answer(meeting, member, Answer.COMING)
    text = browser.get("/p/harbour").text + browser.get("/p/harbour/visit").text
    shown = RANDOM.sub("", text)
    for secret in ("Dev", "Patel", "secret-room", "secret-link", "1797", "1796"):
        assert secret not in shown, secret


def test_only_a_group_meeting_that_still_takes_visitors_is_the_next(world: World, browser: Browser) -> None:
    group = world.group("harbour")
    open_page(world, group)
    soon = utc_now() + timedelta(days=1)
    world.meeting(group, starts_at=soon, place="A draft", status=MeetingStatus.DRAFT)
    world.meeting(group, starts_at=soon, place="Cancelled", status=MeetingStatus.CANCELLED)
    world.meeting(group, starts_at=soon, place="One-to-one", kind=MeetingKind.ONE_TO_ONE)
    world.meeting(group, starts_at=soon, place="Closed", closes_at=utc_now() - timedelta(minutes=1))
    world.meeting(group, place="The Ship Inn")
    text = browser.get("/p/harbour").text
    assert "The Ship Inn" in text
    for other in ("A draft", "Cancelled", "One-to-one", "Closed"):
        assert other not in text


def test_what_is_not_offered_is_not_there(world: World, browser: Browser) -> None:
    group = world.group("harbour")
    open_page(world, group, welcomes_visitors=False, takes_requests=False)
    world.meeting(group)
    text = browser.get("/p/harbour").text
    assert "Come as a visitor" not in text
    assert "Ask to join" not in text
    assert browser.get("/p/harbour/visit").status_code == 404
    assert browser.get("/p/harbour/join").status_code == 404
    assert browser.post("/p/harbour/join", {"name": "X"}).status_code == 404


def test_without_a_meeting_and_words_the_page_still_stands(world: World, browser: Browser) -> None:
    group = world.group("harbour")
    open_page(world, group, about="")
    assert "not settled yet" in browser.get("/p/harbour").text
    assert browser.get("/p/harbour/visit").status_code == 404


def test_a_full_meeting_says_so(world: World, browser: Browser) -> None:
    group = world.group("harbour")
    open_page(world, group)
    meeting = world.meeting(group, capacity=1)
    world.answer(meeting, world.member(group), Answer.COMING)
    assert "Every place is taken" in browser.get("/p/harbour").text


def test_T14_a_member_of_another_group_who_looks_sees_this_group_alone(
    world: World, browser: Browser
) -> None:
    group, other = world.group("harbour"), world.group("other")
    open_page(world, group)
    open_page(world, other, about="The other group’s words")
    world.meeting(other, place="The other place")
    text = browser.sign_in(world.member(other)).get("/p/harbour").text
    assert "other" not in text.lower()


def test_T35_T40_T41_the_page_has_the_headers_of_every_page(world: World, browser: Browser) -> None:
    group = world.group("harbour")
    open_page(world, group)
    world.meeting(group)
    for path in ("/p/harbour", "/p/harbour/visit", "/p/harbour/join"):
        headers = browser.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"


def test_T29_a_polyglot_shows_as_text(world: World, browser: Browser) -> None:
    bad = "\"'><sVg/oNloAd=alert()>{{7919*7907}}"
    group = world.group("harbour", name=bad)
    open_page(world, group, about=bad)
    world.meeting(group, place=bad)
    for path in ("/p/harbour", "/p/harbour/visit", "/p/harbour/join", "/p/harbour/sent", "/p/harbour/thanks"):
        text = browser.get(path).text
        assert "<sVg" not in text
        assert "62615533" not in text


@pytest.mark.parametrize("count", [5, 50])
def test_the_page_costs_the_same_for_few_and_many(world: World, browser: Browser, count: int) -> None:
    group = world.group("harbour")
    open_page(world, group)
    for day in range(count):
        world.meeting(group, starts_at=utc_now() + timedelta(days=day + 1), capacity=20)
    with count_statements() as statements:
        browser.get("/p/harbour")
    assert len(statements) <= 4
