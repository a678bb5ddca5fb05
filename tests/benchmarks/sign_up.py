"""Signing up for a meeting, beside a bare form that does no more than it must (`sign_up_floor`)."""

from collections.abc import Iterator

from sqlalchemy import insert

from groupnet.core.db import Base
from tests.benchmarks.calendars import add_meeting, group_of
from tests.benchmarks.measure import Stopwatch, Work, statements_of
from tests.benchmarks.results import Result
from tests.benchmarks.sign_up_floor import PATH, new_answer
from tests.benchmarks.sites import Member, Site

ROUNDS = 120
"""Fewer than the posts that one person may send in a minute."""
MEETINGS = 2 * ROUNDS
CAPACITY = 100
COOKIE = "groupnet"
ANSWERED = 30
"""So many of the others have answered each meeting."""


def measure_sign_up(site: Site, stopwatch: Stopwatch) -> Result:
    """Answering "coming", as a rate, beside the bare sign-up: one meeting after another."""
    member = site.first_member("forty")
    ours, bare = (_add_meetings(site, member) for _ in range(2))
    one, floor = stopwatch.compare(
        _answers(member, ours), _bare_answers(member, bare), most_rounds=min(ROUNDS, MEETINGS - 20)
    )
    few, many = (_statements(site, slug) for slug in ("five", "fifty"))
    return Result(
        "answer a meeting (rate)", one, "bare sign-up", floor, 0.6, is_rate=True, statements=(few, many)
    )


def _statements(site: Site, slug: str) -> int:
    member = site.first_member(slug)
    first, second, *_ = _add_meetings(site, member)
    form = {"csrf_token": member.token, "answer": "coming"}
    member.at_groupnet.send(member.path(f"meetings/{first}/answer"), form)
    return statements_of(member.at_groupnet, member.path(f"meetings/{second}/answer"), form)


def _answers(member: Member, meeting_ids: list[int]) -> Iterator[Work]:
    form = {"csrf_token": member.token, "answer": "coming"}
    client = member.at_groupnet.client
    kept = client.get_cookie(COOKIE)
    for meeting_id in meeting_ids:
        path = member.path(f"meetings/{meeting_id}/answer")
        if kept is not None:
            client.set_cookie(COOKIE, kept.value)  # no page is opened between that would show what was said
        yield lambda path=path: member.at_groupnet.send(path, form)  # type: ignore[misc]


def _bare_answers(member: Member, meeting_ids: list[int]) -> Iterator[Work]:
    for meeting_id in meeting_ids:
        form = {"csrf_token": member.floor_token, "meeting": str(meeting_id)}
        yield lambda form=form: member.at_floor.send(PATH, form)  # type: ignore[misc]


def _add_meetings(site: Site, member: Member) -> list[int]:
    """Meetings with enough places that the others have answered; their ids."""
    with site.engine.begin() as connection:
        group_id = group_of(connection, member)
        ids = [add_meeting(connection, group_id, number, capacity=CAPACITY) for number in range(MEETINGS)]
        rows = [new_answer(group_id, one, other) for one in ids for other in member.others[:ANSWERED]]
        connection.execute(insert(Base.metadata.tables["meeting_answer"]), rows)
    return ids
