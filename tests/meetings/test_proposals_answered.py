"""A proposal declined, answered otherwise, withdrawn; an agreed one moved and cancelled; who sees it."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Status
from groupnet.groups.queries import get_membership
from groupnet.groups.service import change_status
from groupnet.meetings.models import (
    Meeting,
    MeetingStatus,
    ProposalStatus,
)
from groupnet.meetings.service import proposals as service
from groupnet.meetings.signals import meeting_changed, one_to_one_answered, one_to_one_proposed
from tests.factories import World
from tests.meetings.pairs import A_DAY, Pair, fields
from tests.statements import count_statements

LONDON = ZoneInfo("Europe/London")


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
    assert [one.status for one in pair.proposals] == [ProposalStatus.OPEN]
    assert amara.post(f"{base}/withdraw").status_code == 303
    assert [one.status for one in pair.proposals] == [ProposalStatus.WITHDRAWN]
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
