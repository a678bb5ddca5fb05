"""The pages of meetings and a person's calendar, beside the floor."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.benchmarks.calendars import (
    add_answers,
    add_calendar,
    add_meeting,
    feed_path,
    group_of,
    join_groups,
    let_run,
)
from tests.benchmarks.measure import Stopwatch, statements_of, visits
from tests.benchmarks.pages import FLOOR
from tests.benchmarks.results import Result
from tests.benchmarks.sites import Member, Site

IN_AGENDA = 50
SINGLE, WEEKLY = 117, 50
"""In each of three groups: 500 meetings, with the one whose page is measured."""
FEED_ROUNDS = 40
"""Fewer than a feed may be read in an hour."""
MOST = 6
# what is shown, path, goal, a part of it and how often that must be there
PAGES = (
    ("agenda of 50 meetings", "meetings", 1.5, "meeting-line", IN_AGENDA),
    ("meeting of 200", "meetings/{}", 2, "face", 6),
    ("attendance of 200", "meetings/{}/attendance", 2, "data-member", 200),
)


@dataclass(frozen=True)
class Place:
    """A group with a meeting, and its first member, who runs it."""

    member: Member
    meeting_id: int

    def path(self, path: str) -> str:
        """A path inside the group; `{}` is the meeting."""
        return self.member.path(path.format(self.meeting_id))


def measure_meetings(site: Site, stopwatch: Stopwatch) -> Iterator[Result]:
    """Every page of meetings, and the feed over three groups."""
    large = _place(site, "two-hundred", SINGLE, WEEKLY)
    few, many = _place(site, "five", 4, 0), _place(site, "fifty", SINGLE, WEEKLY)
    for page, path, goal, part, times in PAGES:
        found = large.member.at_groupnet.send(large.path(path)).count(part)
        assert found >= times, f"{path} shows {part} {found} times instead of {times}"
        one, floor = stopwatch.compare(
            visits(large.member.at_groupnet, large.path(path)), visits(large.member.at_floor, FLOOR)
        )
        statements = _statements(few, path), _statements(many, path)
        yield Result(page, one, "floor", floor, goal, statements=statements, most_statements=MOST)
    _place(site, "forty", SINGLE, WEEKLY)
    yield _measure_feed(site, stopwatch, few.member, large.member)


def _measure_feed(site: Site, stopwatch: Stopwatch, few: Member, large: Member) -> Result:
    join_groups(site, large.slug, ("fifty", "forty"))
    path, short = feed_path(site, large.slug), feed_path(site, few.slug)
    found = large.at_groupnet.send(path).count("BEGIN:VEVENT")
    assert found >= 3 * SINGLE, f"the feed has {found} entries"
    one, floor = stopwatch.compare(
        visits(large.at_groupnet, path), visits(large.at_floor, FLOOR), most_rounds=FEED_ROUNDS
    )
    statements = statements_of(few.at_groupnet, short), statements_of(large.at_groupnet, path)
    page = "feed of 3 groups, 500 meetings"
    return Result(page, one, "floor", floor, 2, statements=statements, most_statements=MOST)


def _place(site: Site, slug: str, single: int, weekly: int) -> Place:
    member = site.first_member(slug)
    let_run(site, member)
    with site.engine.begin() as connection:
        group_id = group_of(connection, member)
        meeting_id = add_meeting(connection, group_id, -1)
        add_answers(connection, group_id, meeting_id, member.others)
        add_calendar(connection, group_id, single, weekly)
    return Place(member, meeting_id)


def _statements(place: Place, path: str) -> int:
    return statements_of(place.member.at_groupnet, place.path(path))
