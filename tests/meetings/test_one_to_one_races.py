"""Two at once, on a database of its own: one agreement, one record."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from flask import Flask

from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Membership
from groupnet.meetings.models import Meeting, MeetingAnswer, MeetingStatus, ProposalStatus
from groupnet.meetings.queries.proposals import has_open_between
from groupnet.meetings.service import proposals as service
from tests.factories import World
from tests.meetings.pairs import Pair

AT_ONCE = 6
pytestmark = pytest.mark.commits


def test_T46_one_time_accepted_many_times_at_once_is_one_meeting(own_app: Flask) -> None:
    pair = Pair(World(own_app))
    proposal = pair.propose()
    times = pair.time_ids(proposal)
    browsers = [pair.signed_in(pair.dev) for _ in range(AT_ONCE)]
    path = f"one-to-ones/proposals/{proposal.id}"
    pages = [browser.get(path) for browser in browsers]

    def accept(number: int) -> int:
        typed = {"time_id": str(times[0])}
        return browsers[number].submit(pages[number], typed, action=f"/g/harbour/{path}/accept").status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        statuses = Counter(pool.map(accept, range(AT_ONCE)))
    assert statuses == {303: AT_ONCE}
    assert len(pair.all(Meeting)) == 1
    assert len(pair.all(MeetingAnswer)) == 2


def test_accepting_and_withdrawing_at_once_end_in_one_of_the_two(own_app: Flask) -> None:
    pair = Pair(World(own_app))
    for _ in range(4):
        proposal = pair.propose()
        time_id = pair.time_ids(proposal)[0]
        dev, amara = pair.signed_in(pair.dev), pair.signed_in(pair.amara)
        path = f"one-to-ones/proposals/{proposal.id}"
        before = len(pair.all(Meeting))
        with ThreadPoolExecutor(2) as pool:
            accepted = pool.submit(dev.post, f"{path}/accept", {"time_id": time_id})
            withdrawn = pool.submit(amara.post, f"{path}/withdraw")
            statuses = (accepted.result().status_code, withdrawn.result().status_code)
        status = pair.proposals[-1].status
        made = len(pair.all(Meeting)) - before
        assert (statuses, status, made) in [
            ((303, 422), ProposalStatus.ACCEPTED, 1),
            ((422, 303), ProposalStatus.WITHDRAWN, 0),
        ]


def test_a_move_and_a_cancellation_at_once_never_wait_for_each_other(own_app: Flask) -> None:
    pair = Pair(World(own_app))
    for _ in range(4):
        meeting = pair.agreed()
        amara, dev = pair.signed_in(pair.amara), pair.signed_in(pair.dev)
        day = pair.times(9)[0].date().isoformat()
        amara.submit(f"one-to-ones/meetings/{meeting.id}/move", {"day_1": day, "time_1": "09:00"})
        move = pair.proposals[-1]
        time_id = pair.time_ids(move)[0]
        with ThreadPoolExecutor(2) as pool:
            accepted = pool.submit(dev.post, f"one-to-ones/proposals/{move.id}/accept", {"time_id": time_id})
            cancelled = pool.submit(amara.post, f"one-to-ones/meetings/{meeting.id}/cancel", {"reason": ""})
            assert cancelled.result().status_code == 303
            assert accepted.result().status_code in (303, 422)
        assert pair.meeting(meeting.id).status is MeetingStatus.CANCELLED


def test_two_who_ask_each_other_at_once_have_one_proposal(
    own_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = Pair(World(own_app))
    both_looked = Barrier(2)

    def look(one: int, other: int) -> bool:
        found = has_open_between(one, other)
        with suppress(BrokenBarrierError):  # one of them waits for the other to be done
            both_looked.wait(1)
        return found

    def ask(one: Membership, other: Membership) -> bool:
        try:
            pair.propose(one, other)
        except RuleBroken:
            return False
        return True

    monkeypatch.setattr(service, "has_open_between", look)
    with ThreadPoolExecutor(2) as pool:
        asked = list(pool.map(ask, (pair.amara, pair.dev), (pair.dev, pair.amara)))
    assert sorted(asked) == [False, True]
    assert len(pair.proposals) == 1


def test_both_recording_one_day_at_once_is_one_row(own_app: Flask) -> None:
    pair = Pair(World(own_app))

    def record(who: Membership, other: Membership) -> int:
        browser = pair.signed_in(who)
        return browser.submit("one-to-ones/new", {"person_id": str(other.id)}).status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        pairs = [(pair.amara, pair.dev), (pair.dev, pair.amara)] * (AT_ONCE // 2)
        statuses = list(pool.map(lambda two: record(*two), pairs))
    assert set(statuses) == {303}
    assert len(pair.had) == 1
