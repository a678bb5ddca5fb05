"""What waits for a person around meetings, on their first page: one-to-ones, visitors, whom they met."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Membership
from groupnet.groups.roles import Right
from groupnet.meetings.models import (
    Answer,
    Expectation,
    Mark,
    Meeting,
    MeetingKind,
    MeetingStatus,
    ProposedTime,
    Visitor,
    VisitorStatus,
)
from tests.factories import World
from tests.home.test_home import two_places
from tests.meetings.pairs import Pair

DAY = timedelta(days=1)


@pytest.fixture
def pair(world: World) -> Pair:
    return Pair(world)


def home_of(pair: Pair, who: Membership) -> str:
    return pair.signed_in(who).get("/g/harbour/").text


def visitor(pair: Pair, **fields: object) -> Visitor:
    facts: dict[str, object] = {
        "name": "Vera Visitor",
        "status": VisitorStatus.CAME,
        "stepped_at": utc_now(),
        "created_at": utc_now(),
    }
    with pair.world.inside(pair.group):
        made = Visitor(**{**facts, **fields})
        db.session.add(made)
        db.session.commit()
        return made


def test_a_one_to_one_that_is_proposed_waits_until_it_is_answered(pair: Pair) -> None:
    proposal = pair.propose()
    dev = pair.signed_in(pair.dev)
    page = dev.get("/g/harbour/").text
    assert "Amara would like a one-to-one with you" in page
    assert f'href="/g/harbour/one-to-ones/proposals/{proposal.id}"' in page
    assert "would like a one-to-one" not in home_of(pair, pair.amara)
    dev.post(f"one-to-ones/proposals/{proposal.id}/decline")
    assert "would like a one-to-one" not in dev.get("/g/harbour/").text


def test_a_proposal_whose_times_are_over_asks_nobody(pair: Pair) -> None:
    pair.propose()
    with pair.world.inside(pair.group):
        for time in db.session.execute(select(ProposedTime)).scalars():
            time.starts_at -= 10 * DAY
        db.session.commit()
    assert "would like a one-to-one" not in home_of(pair, pair.dev)


@pytest.mark.parametrize(
    ("days", "status", "asks"), [(1, "scheduled", 1), (31, "scheduled", 0), (1, "held", 0)]
)
def test_both_are_asked_whether_an_agreed_one_to_one_was_had(
    pair: Pair, days: int, status: str, asks: int
) -> None:
    meeting = pair.world.meeting(
        pair.group,
        kind=MeetingKind.ONE_TO_ONE,
        starts_at=utc_now() - days * DAY,
        status=MeetingStatus(status),
    )
    for one in (pair.amara, pair.dev):
        pair.world.answer(meeting, one, Answer.COMING)
    assert home_of(pair, pair.amara).count("Did you meet Dev?") == asks
    assert home_of(pair, pair.dev).count("Did you meet Amara?") == asks
    assert "Did you meet" not in home_of(pair, pair.chief)


@pytest.mark.parametrize(("days", "asks"), [(-3, 1), (0, 1), (3, 0)])
def test_a_visitor_waits_for_who_follows_up_from_the_day_that_they_chose(
    pair: Pair, days: int, asks: int
) -> None:
    visitor(pair, owner_id=pair.dev.id, follow_up_on=pair.world.today + days * DAY)
    assert home_of(pair, pair.dev).count("What follows with Vera Visitor?") == asks
    assert "Vera Visitor" not in home_of(pair, pair.amara)
    assert "Vera Visitor" not in home_of(pair, pair.chief), "somebody looks after them"


def test_a_visitor_whom_nobody_looks_after_waits_for_those_who_follow_up_in_the_group(pair: Pair) -> None:
    found = visitor(pair)
    assert f'href="/g/harbour/visitors/{found.id}/follow-up"' in home_of(pair, pair.chief)
    assert "Vera Visitor" not in home_of(pair, pair.amara)


def test_a_request_to_join_waits_for_admins_alone(pair: Pair) -> None:
    found = visitor(pair, status=VisitorStatus.APPLIED, owner_id=pair.dev.id)
    assert f'href="/g/harbour/applications/{found.id}"' in home_of(pair, pair.chief)
    organiser = pair.world.member(pair.group, "Olga Orga", rights=(Right.ORGANISER,))
    for other in (pair.dev, organiser):
        assert "Vera Visitor" not in home_of(pair, other)


@pytest.mark.parametrize("status", [VisitorStatus.EXPECTED, VisitorStatus.JOINED, VisitorStatus.DECLINED])
def test_a_visitor_for_whom_nothing_follows_waits_for_nobody(pair: Pair, status: VisitorStatus) -> None:
    visitor(pair, status=status, owner_id=pair.chief.id)
    visitor(pair, owner_id=pair.chief.id, erased_at=utc_now())
    assert "Vera Visitor" not in home_of(pair, pair.chief)


def test_old_follow_ups_hide_no_request_to_join(pair: Pair) -> None:
    for number in range(6):
        visitor(pair, name=f"Old {number}", stepped_at=utc_now() - (40 - number) * DAY)
    visitor(pair, status=VisitorStatus.APPLIED)
    waiting = waiting_for(pair, pair.chief)
    assert waiting.index("Vera Visitor asks to join") < waiting.index("What follows with Old 0?")
    assert "Old 3" in waiting
    assert "Old 4" not in waiting, "five lines, and the way to the others"
    assert 'href="/g/harbour/visitors">All of them' in waiting


def test_five_things_that_wait_are_all_of_them(pair: Pair) -> None:
    for number in range(5):
        visitor(pair, name=f"Old {number}", owner_id=pair.chief.id)
    waiting = waiting_for(pair, pair.chief)
    assert waiting.count("What follows with") == 5
    assert "All of them" not in waiting


def test_the_way_to_the_others_leads_where_the_first_without_a_line_is_found(pair: Pair) -> None:
    northside, amara = two_places(pair.world, pair.amara)
    for number in range(5):
        visitor(pair, name=f"Old {number}", owner_id=pair.amara.id)
    meeting = pair.world.meeting(northside, starts_at=utc_now() - DAY, status=MeetingStatus.HELD)
    pair.world.attendance(meeting, amara, Mark.PRESENT)
    assert f'href="/g/{northside.slug}/meetings?when=past">All of them' in waiting_for(pair, pair.amara)
    for number in range(6):
        visitor(pair, name=f"Ask {number}", status=VisitorStatus.APPLIED)
    assert 'href="/g/harbour/applications">All of them' in waiting_for(pair, pair.chief)
    for _ in range(6):
        pair.world.referral(pair.dev, pair.chief, given_on=pair.world.today - 60 * DAY)
    link = 'href="/g/harbour/referrals?direction=received&amp;status=waiting">All of them'
    assert link in waiting_for(pair, pair.chief)


def waiting_for(pair: Pair, who: Membership) -> str:
    """The block of what waits."""
    return home_of(pair, who).partition('id="waiting"')[2].partition("</section>")[0]


def test_whom_one_met_is_asked_after_a_meeting_until_it_is_said(pair: Pair) -> None:
    meeting = pair.world.meeting(
        pair.group, title="Breakfast", starts_at=utc_now() - DAY, status=MeetingStatus.HELD
    )
    for one in (pair.amara, pair.dev):
        pair.world.attendance(meeting, one, Mark.PRESENT)
    page = home_of(pair, pair.amara)
    assert "Whom did you meet at Breakfast?" in page
    assert f'href="/g/harbour/meetings/{meeting.id}/met"' in page
    said = f"/g/harbour/meetings/{meeting.id}/met/{pair.dev.id}"
    pair.signed_in(pair.amara).submit(f"meetings/{meeting.id}/met", {"met": "yes"}, action=said)
    assert "Whom did you meet" not in home_of(pair, pair.amara)
    assert "Whom did you meet" not in home_of(pair, pair.chief)


def test_T7_what_waits_in_another_group_leads_there(pair: Pair) -> None:
    northside, amara = two_places(pair.world, pair.amara)
    farah = pair.world.member(northside, "Farah Siddiqui")
    meeting = pair.world.meeting(northside, kind=MeetingKind.ONE_TO_ONE, starts_at=utc_now() - DAY)
    for one in (amara, farah):
        pair.world.answer(meeting, one, Answer.COMING)
    page = home_of(pair, pair.amara)
    assert "Did you meet Farah?" in page
    assert f'href="/g/{northside.slug}/meetings/{meeting.id}"' in page


def test_the_second_meeting_asks_too_where_silence_does_not_mean_coming(pair: Pair) -> None:
    first, signed_up, expected = (
        pair.world.meeting(pair.group, starts_at=utc_now() + days * DAY, expectation=expectation)
        for days, expectation in (
            (1, Expectation.EVERYBODY),
            (2, Expectation.SIGN_UP),
            (3, Expectation.EVERYBODY),
        )
    )
    asked = [meeting.id for meeting in (first, signed_up, expected) if asks(pair, meeting)]
    assert asked == [signed_up.id]


def asks(pair: Pair, meeting: Meeting) -> bool:
    """Whether one of the next meetings asks for an answer by a line."""
    lines = home_of(pair, pair.amara).partition('id="next-meeting"')[2].partition("</section>")[0]
    return f'href="/g/harbour/meetings/{meeting.id}/answer"' in lines


def test_many_one_to_ones_hide_no_breakfast(pair: Pair) -> None:
    for number in range(3):
        talk = pair.world.meeting(
            pair.group, kind=MeetingKind.ONE_TO_ONE, starts_at=utc_now() + number * DAY + DAY, title="Talk"
        )
        for one in (pair.amara, pair.dev):
            pair.world.answer(talk, one, Answer.COMING)
    breakfast = pair.world.meeting(pair.group, starts_at=utc_now() + 6 * DAY, title="Breakfast")
    page = home_of(pair, pair.amara)
    assert f'href="/g/harbour/meetings/{breakfast.id}"' in page
    assert page.count(">Talk<") == 2
