"""Proposing a one-to-one, answering, moving and cancelling: only the two know of it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from groupnet.core.clock import day_in, utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Status
from groupnet.groups.queries import get_membership
from groupnet.groups.service import change_status
from groupnet.meetings.models import (
    Answer,
    Meeting,
    MeetingAnswer,
    MeetingKind,
    MeetingStatus,
    ProposalStatus,
)
from groupnet.meetings.pairing import offered_times
from groupnet.meetings.queries.proposals import get_proposal
from groupnet.meetings.service import proposals as service
from groupnet.meetings.signals import meeting_changed, one_to_one_answered, one_to_one_proposed
from tests.factories import World
from tests.meetings.pairs import A_DAY, Pair
from tests.statements import count_statements

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def pair(world: World) -> Pair:
    """Amara and Dev."""
    return Pair(world)


def fields(pair: Pair, *days: int, hour: str = "12:00") -> dict[str, str]:
    """What the form of times is filled in with."""
    typed: dict[str, str] = {f"day_{number}": "" for number in (1, 2, 3)}
    typed |= {f"time_{number}": "" for number in (1, 2, 3)}
    for number, day in enumerate(days, 1):
        typed[f"day_{number}"] = (pair.world.today + A_DAY * day).isoformat()
        typed[f"time_{number}"] = hour
    return typed


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


def test_declining_is_one_button_and_the_proposer_reads_it_kindly(pair: Pair) -> None:
    proposal = pair.propose()
    dev = pair.signed_in(pair.dev)
    dev.submit(
        f"one-to-ones/proposals/{proposal.id}",
        {},
        action=f"/g/harbour/one-to-ones/proposals/{proposal.id}/decline",
    )
    assert pair.proposals[0].status is ProposalStatus.DECLINED
    said = pair.signed_in(pair.amara).get(f"one-to-ones/proposals/{proposal.id}").text
    assert "does not suit <bdi>Dev</bdi> this time" in said


def test_other_times_are_the_others_to_accept(pair: Pair) -> None:
    proposal = pair.propose()
    dev = pair.signed_in(pair.dev)
    sent = dev.submit(f"one-to-ones/proposals/{proposal.id}/other-times", fields(pair, 6))
    assert sent.status_code == 303
    first, second = pair.proposals
    assert first.status is ProposalStatus.DECLINED
    assert (second.proposer_id, second.invited_id, second.status) == (
        pair.dev.id,
        pair.amara.id,
        ProposalStatus.OPEN,
    )
    meeting = pair.accept(second, who=pair.amara)
    assert meeting.on_day == pair.world.today + A_DAY * 6


def test_only_the_proposer_withdraws_and_only_the_asked_answers(pair: Pair) -> None:
    proposal = pair.propose()
    dev, amara = pair.signed_in(pair.dev), pair.signed_in(pair.amara)
    base = f"one-to-ones/proposals/{proposal.id}"
    assert dev.post(f"{base}/withdraw").status_code == 422
    assert amara.post(f"{base}/decline").status_code == 422
    assert amara.post(f"{base}/accept", {"time_id": pair.time_ids(proposal)[0]}).status_code == 422
    assert pair.proposals[0].status is ProposalStatus.OPEN
    assert amara.post(f"{base}/withdraw").status_code == 303
    assert pair.proposals[0].status is ProposalStatus.WITHDRAWN
    with pytest.raises(RuleBroken, match="answered or withdrawn meanwhile"):
        pair.accept(proposal)


def test_either_moves_an_agreed_one_and_until_it_is_accepted_it_stands(pair: Pair) -> None:
    meeting = pair.agreed()
    before = meeting.starts_at
    dev = pair.signed_in(pair.dev)
    assert dev.submit(f"one-to-ones/meetings/{meeting.id}/move", fields(pair, 9)).status_code == 303
    assert pair.meeting(meeting.id).starts_at == before
    told: list[str] = []

    def hear(_meeting: Meeting, *, what: str, **_others: object) -> None:
        told.append(what)

    with meeting_changed.connected_to(hear):
        pair.accept(pair.proposals[-1], who=pair.amara)
    after = pair.meeting(meeting.id)
    assert after.on_day == pair.world.today + A_DAY * 9
    assert (after.sequence, told) == (meeting.sequence + 1, ["moved"])
    assert len(pair.all(Meeting)) == 1


def test_a_declined_move_leaves_it_where_it_is(pair: Pair) -> None:
    meeting = pair.agreed()
    pair.signed_in(pair.dev).submit(f"one-to-ones/meetings/{meeting.id}/move", fields(pair, 9))
    amara = pair.signed_in(pair.amara)
    assert amara.post(f"one-to-ones/proposals/{pair.proposals[-1].id}/decline").status_code == 303
    after = pair.meeting(meeting.id)
    assert (after.status, after.starts_at) == (MeetingStatus.SCHEDULED, meeting.starts_at)


def test_either_cancels_and_what_would_have_moved_it_falls_away(pair: Pair) -> None:
    meeting = pair.agreed()
    pair.signed_in(pair.dev).submit(f"one-to-ones/meetings/{meeting.id}/move", fields(pair, 9))
    amara = pair.signed_in(pair.amara)
    page = f"one-to-ones/meetings/{meeting.id}/cancel"
    assert amara.submit(page, {"reason": "A cold, sorry"}).status_code == 303
    after = pair.meeting(meeting.id)
    assert (after.status, after.cancel_reason) == (MeetingStatus.CANCELLED, "A cold, sorry")
    assert pair.proposals[-1].status is ProposalStatus.WITHDRAWN
    assert "A cold, sorry" in pair.signed_in(pair.dev).get(f"meetings/{meeting.id}").text


def test_a_group_meeting_is_not_cancelled_or_moved_here(pair: Pair) -> None:
    meeting = pair.world.meeting(pair.group)
    chief = pair.signed_in(pair.chief)
    for path in ("/move", "/cancel"):
        assert chief.get(f"one-to-ones/meetings/{meeting.id}{path}").status_code == 404
    for path in ("move", "cancel", "met", "not-met"):
        assert chief.post(f"one-to-ones/meetings/{meeting.id}/{path}").status_code == 404
    assert pair.all(Meeting)[0].status is MeetingStatus.SCHEDULED


def test_T3_others_with_every_right_find_nothing_of_it(pair: Pair) -> None:
    waiting = pair.propose(place="Zanzibar Lounge")
    agreed = pair.accept(pair.propose(pair.chief, pair.amara, place="Elsewhere"), who=pair.amara)
    with pair.world.inside(pair.group):
        # Carla's own ends, so that all that is left is between the other two
        service.cancel_agreed(acting=pair.chief, meeting_id=agreed.id)
        db.session.commit()
    meeting = pair.accept(waiting)
    chief = pair.signed_in(pair.chief)
    missing = chief.get("one-to-ones/proposals/98765")
    for path in (
        f"proposals/{waiting.id}",
        f"meetings/{meeting.id}/move",
        f"proposals/{waiting.id}/other-times",
    ):
        found = chief.get(f"one-to-ones/{path}")
        assert (found.status_code, missing.status_code) == (404, 404)
    for path in ("one-to-ones", "meetings", "home", "members", f"members/{pair.dev.id}", "audit"):
        text = chief.get(path, follow_redirects=True).text
        assert "Zanzibar Lounge" not in text
        assert "One-to-one: Amara" not in text


def test_what_happens_is_told_once_each(pair: Pair) -> None:
    told: list[tuple[str, str]] = []

    def asked(proposal: object, **_others: object) -> None:
        told.append(("proposed", ""))

    def answered(proposal: object, **_others: object) -> None:
        told.append(("answered", str(getattr(proposal, "status", ""))))

    with one_to_one_proposed.connected_to(asked), one_to_one_answered.connected_to(answered):
        proposal = pair.propose()
        pair.accept(proposal)
        pair.accept(proposal)
    assert told == [("proposed", ""), ("answered", "accepted")]


def test_whoever_leaves_lets_their_one_to_ones_go(pair: Pair) -> None:
    agreed = pair.agreed()
    waiting = pair.propose(pair.amara, pair.chief)
    with pair.world.inside(pair.group):
        change_status(
            membership=get_membership(pair.amara.id),
            status=Status.LEFT,
            from_day=pair.world.today,
            today=pair.world.today,
        )
        db.session.commit()
    assert pair.meeting(agreed.id).status is MeetingStatus.CANCELLED
    statuses = {one.id: one.status for one in pair.proposals}
    assert statuses[waiting.id] is ProposalStatus.WITHDRAWN


def test_a_page_of_many_takes_as_few_statements_as_one_of_few(pair: Pair) -> None:
    dev = pair.signed_in(pair.dev)
    counts = []
    for number in range(1, 9):
        other = pair.world.member(pair.group, f"Other {number}")
        pair.propose(other, pair.dev)
        if number in (1, 8):
            with count_statements() as sent:
                dev.get("one-to-ones")
            counts.append(len(sent))
    assert counts[0] == counts[1] <= 6


def test_the_days_are_the_groups_own(world: World) -> None:
    pair = Pair(world)
    pair.group = world.group("tokyo", timezone="Asia/Tokyo")
    one, other = world.member(pair.group, "Aiko"), world.member(pair.group, "Ben")
    day: date = world.today + A_DAY * 3
    typed = {"day_1": day.isoformat(), "time_1": "07:00", "day_2": "", "time_2": ""}
    pair.signed_in(one).submit(f"one-to-ones/propose?to={other.id}", typed)
    start = pair.starts(pair.proposals[0].id)[0]
    assert start.astimezone(ZoneInfo("Asia/Tokyo")).strftime("%H:%M") == "07:00"
    meeting = pair.accept(pair.proposals[0], who=other)
    assert meeting.on_day == day
