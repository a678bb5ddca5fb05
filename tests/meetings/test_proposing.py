"""Proposing a one-to-one, and accepting one of its times."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from groupnet.core.clock import day_in, utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.groups.queries import lock_group
from groupnet.meetings.models import (
    Answer,
    Meeting,
    MeetingAnswer,
    MeetingKind,
    MeetingStatus,
)
from groupnet.meetings.pairing import offered_times
from groupnet.meetings.queries.proposals import get_proposal
from groupnet.meetings.service import proposals as service
from tests.meetings.pairs import A_DAY, Pair, fields

LONDON = ZoneInfo("Europe/London")


def test_two_times_are_proposed_on_a_form_without_scripts(pair: Pair) -> None:
    amara = pair.signed_in(pair.amara)
    page = amara.get(f"one-to-ones/propose?to={pair.dev.id}")
    assert "Propose to Dev" in page.text
    sent = amara.submit(page, {**fields(pair, 2, 3), "place": "Café Harbour", "minutes": "45"})
    assert sent.status_code == 303
    proposal = pair.proposals[0]
    assert (proposal.proposer_id, proposal.invited_id, proposal.minutes) == (pair.amara.id, pair.dev.id, 45)
    noon = datetime.combine(pair.world.today + A_DAY * 2, datetime.min.time(), LONDON).replace(hour=12)
    assert pair.starts(proposal.id) == [noon, noon + A_DAY]
    assert "<bdi>Dev</bdi> has been asked." in amara.get(f"one-to-ones/proposals/{proposal.id}").text


def test_times_are_seen_before_anything_is_proposed(pair: Pair) -> None:
    amara = pair.signed_in(pair.amara)
    faces = amara.get("one-to-ones/propose")
    assert 'name="day_1"' not in faces.text
    assert "Next" in faces.text
    nobody = amara.get("one-to-ones/propose?step=times")
    assert nobody.status_code == 422
    assert "Pick a person: tap a face." in nobody.text
    times = amara.get(f"one-to-ones/propose?person_id={pair.dev.id}&step=times")
    assert 'name="day_1"' in times.text
    assert "Propose to Dev" in times.text


def test_T46_twenty_posts_propose_once(pair: Pair) -> None:
    amara = pair.signed_in(pair.amara)
    page = amara.get(f"one-to-ones/propose?to={pair.dev.id}")
    locations = {amara.submit(page, fields(pair, 2)).location for _ in range(20)}
    assert len(locations) == 1
    assert len(pair.proposals) == 1


def test_the_form_offers_whole_hours_of_coming_working_days() -> None:
    friday = datetime(2026, 11, 27, 14, 35, tzinfo=LONDON)
    assert offered_times(friday, "Europe/London") == [datetime(2026, 11, 30, 15), datetime(2026, 12, 1, 15)]  # noqa: DTZ001
    late = datetime(2026, 11, 25, 23, 35, tzinfo=LONDON)
    assert [one.hour for one in offered_times(late, "Europe/London")] == [8, 8]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"day_1": "", "time_1": ""}, "Propose at least one time."),
        ({"day_1": "2020-01-01", "time_1": "12:00"}, "One of these times is over."),
        ({"day_1": "soon", "time_1": "12:00"}, "Type a day such as"),
        ({"time_2": "09:00"}, "A time needs a day and an hour."),
        ({"link": "javascript:alert(1)"}, "http"),
    ],
)
def test_what_cannot_be_proposed_says_why_and_keeps_what_was_typed(
    pair: Pair, typed: dict[str, str], says: str
) -> None:
    amara = pair.signed_in(pair.amara)
    page = f"one-to-ones/propose?to={pair.dev.id}"
    refused = amara.submit(page, {**fields(pair, 2), "place": "Café Harbour", **typed})
    assert refused.status_code == 422
    assert says in refused.text
    assert "Café Harbour" in refused.text
    assert not pair.proposals


def test_nobody_proposes_to_themselves_or_to_one_who_left(pair: Pair) -> None:
    gone = pair.world.member(pair.group, "Gina Gone")
    pair.world.end_periods(gone, pair.world.today - A_DAY)
    for other in (pair.amara, gone):
        with pytest.raises(RuleBroken):
            pair.propose(other=other)


def test_two_have_one_proposal_at_a_time(pair: Pair) -> None:
    pair.propose()
    with pytest.raises(RuleBroken, match="answer or withdraw those first"):
        pair.propose(pair.dev, pair.amara)


def test_an_accepted_time_is_a_meeting_in_both_calendars(pair: Pair) -> None:
    proposal = pair.propose(minutes=45, note="Bring samples")
    dev = pair.signed_in(pair.dev)
    page = dev.get(f"one-to-ones/proposals/{proposal.id}")
    assert "Bring samples" in page.text
    done = dev.submit(
        page,
        {"time_id": str(pair.time_ids(proposal)[1])},
        action=f"/g/harbour/one-to-ones/proposals/{proposal.id}/accept",
    )
    (meeting,) = pair.all(Meeting)
    assert done.location == f"/g/harbour/meetings/{meeting.id}"
    assert (meeting.kind, meeting.status, meeting.capacity) == (
        MeetingKind.ONE_TO_ONE,
        MeetingStatus.SCHEDULED,
        2,
    )
    assert (meeting.starts_at, meeting.ends_at - meeting.starts_at) == (
        pair.times()[1],
        timedelta(minutes=45),
    )
    assert meeting.on_day == day_in("Europe/London", meeting.starts_at)
    answers = pair.all(MeetingAnswer)
    assert {one.membership_id: one.answer for one in answers} == {
        pair.amara.id: Answer.COMING,
        pair.dev.id: Answer.COMING,
    }
    for who, other in ((pair.amara, "Dev Patel"), (pair.dev, "Amara Okafor")):
        assert other in pair.signed_in(who).get("one-to-ones").text


def test_T46_accepting_twenty_times_makes_one_meeting(pair: Pair) -> None:
    proposal = pair.propose()
    dev = pair.signed_in(pair.dev)
    page = dev.get(f"one-to-ones/proposals/{proposal.id}")
    typed = {"time_id": str(pair.time_ids(proposal)[0])}
    action = f"/g/harbour/one-to-ones/proposals/{proposal.id}/accept"
    locations = {dev.submit(page, typed, action=action).location for _ in range(20)}
    (meeting,) = pair.all(Meeting)
    assert locations == {f"/g/harbour/meetings/{meeting.id}"}
    assert len(pair.all(MeetingAnswer)) == 2


def test_a_time_that_is_over_is_not_accepted(pair: Pair) -> None:
    proposal = pair.propose(times=pair.times(2, 5))
    with time_machine.travel(utc_now() + A_DAY * 3, tick=False):
        with pytest.raises(RuleBroken, match="This time is over"):
            pair.accept(proposal, 0)
        dev = pair.signed_in(pair.dev)
        first, second = pair.time_ids(proposal)
        page = dev.get(f"one-to-ones/proposals/{proposal.id}").text
        assert f'value="{second}"' in page
        assert f'value="{first}"' not in page
    assert not pair.all(Meeting)


def test_a_time_of_another_proposal_is_none_of_its_times(pair: Pair) -> None:
    other = pair.time_ids(pair.propose(pair.chief, pair.amara))[0]
    proposal = pair.propose()
    with pair.world.inside(pair.group), pytest.raises(RuleBroken, match="Choose one of the times"):
        service.accept(
            acting=pair.dev,
            proposal=get_proposal(proposal.id, pair.dev, to_change=True),
            time_id=other,
            group=pair.group,
        )


@pytest.mark.parametrize("when", [("0001-01-01", "00:00"), ("9999-12-31", "23:59")], ids=["first", "last"])
@pytest.mark.parametrize("zone", ["Europe/Zurich", "America/Los_Angeles"])
def test_a_day_at_the_end_of_time_is_refused_with_a_sentence(
    pair: Pair, zone: str, when: tuple[str, str]
) -> None:
    with pair.world.inside(pair.group):
        lock_group().timezone = zone
        db.session.commit()
    asked, agreed = pair.propose(), pair.accept(pair.propose(pair.chief, pair.dev))
    amara, dev = pair.signed_in(pair.amara), pair.signed_in(pair.dev)
    typed = {**fields(pair, 2), "day_1": when[0], "time_1": when[1]}
    for browser, page in (
        (amara, f"one-to-ones/propose?to={pair.chief.id}"),
        (dev, f"one-to-ones/proposals/{asked.id}/other-times"),
        (dev, f"one-to-ones/meetings/{agreed.id}/move"),
    ):
        sent = browser.submit(page, typed)
        assert sent.status_code == 422
        assert "Type a day such as 2026-12-03." in sent.text
