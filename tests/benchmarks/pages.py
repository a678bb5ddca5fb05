"""What is measured, beside what, and the goals of it."""

from collections.abc import Iterator

from tests.benchmarks.data import Shape
from tests.benchmarks.measure import Stopwatch, posts, queries, sent_by, statements_of, visits
from tests.benchmarks.results import Result
from tests.benchmarks.sites import Member, Site

SHAPES = (
    Shape("five", members=5, referrals=20, by_first=5),
    Shape("fifty", members=50, referrals=300, by_first=50),
    Shape("forty", members=40, referrals=4000, by_first=150),
    Shape("two-hundred", members=200, referrals=16_000, by_first=60),
    Shape("ten-thousand", members=10_000, referrals=5000, by_first=60),
)
FEW, MANY = 10, 10_000
POST_ROUNDS = 120
"""Fewer than the posts that one person may send in a minute."""

# what is shown, group, path, goal, most statements; and how often a part of it must be on the page,
# since an empty page proves nothing
PAGES = (
    ("home", "forty", "", 2, 12, "row-line", 1),
    ("50 of the referrals one gave", "forty", "referrals?direction=given", 1.5, 6, "row-line", 50),
    ("directory of 40", "forty", "members", 2, 6, "face-card", 40),
    ("search over 10,000 members", "ten-thousand", "members?q=plumber", 2, 6, "face-card", 50),
    ("a misspelt name among 10,000", "ten-thousand", "members?q=Brendt", None, 6, "face-card", 1),
)
BOARDS = (
    ("board of 40", "forty", "reciprocity", 1.5, 6, "<td", 40 * 40),
    ("board of 200, totals", "two-hundred", "reciprocity", 1.5, 6, "<td", 1),
    ("board of 200 with its matrix", "two-hundred", "reciprocity?matrix=1", None, 6, "<td", 200 * 200),
)
LIST = "referrals?direction=given"
FORM = "referrals"
FLOOR = "/referrals"


def measure_ordinary(site: Site, stopwatch: Stopwatch) -> Result:
    """An ordinary Flask page beside the floor, to tell what the usual parts cost before any of ours."""
    member = site.first_member("forty")
    one, floor = stopwatch.compare(visits(member.at_ordinary, FLOOR), visits(member.at_floor, FLOOR))
    return Result("(an ordinary Flask page)", one, "floor", floor)


def measure_pages(site: Site, stopwatch: Stopwatch) -> Iterator[Result]:
    """Every page beside the floor."""
    for page, slug, path, goal, most, part, times in PAGES:
        member = site.first_member(slug)
        check_shown(member, path, part, times)
        one, floor = stopwatch.compare(
            visits(member.at_groupnet, member.path(path)), visits(member.at_floor, FLOOR)
        )
        statements = count_at_both(site, path)
        yield Result(page, one, "floor", floor, goal, statements=statements, most_statements=most)


def measure_boards(site: Site, stopwatch: Stopwatch) -> Iterator[Result]:
    """The boards beside the floor and their own SQL, sent straight to the driver."""
    for page, slug, path, goal, most, part, times in BOARDS:
        member = site.first_member(slug)
        check_shown(member, path, part, times)
        address = member.path(path)
        one, floor, sql = stopwatch.compare(
            visits(member.at_groupnet, address),
            visits(member.at_floor, FLOOR),
            queries(site.engine, sent_by(member.at_groupnet, address)),
        )
        statements = count_at_both(site, path)
        yield Result(
            page, one, "floor + its SQL", floor + sql, goal, statements=statements, most_statements=most
        )


def measure_post(site: Site, stopwatch: Stopwatch) -> Result:
    """Posting a referral, as a rate, beside the bare form."""
    member = site.first_member("forty")
    one, floor = stopwatch.compare(
        posts(member.at_groupnet, member.path(FORM), member.forms()),
        posts(member.at_floor, FLOOR, member.floor_forms()),
        most_rounds=POST_ROUNDS,
    )
    few, many = site.first_member("five"), site.first_member("fifty")
    statements = (
        statements_of(few.at_groupnet, few.path(FORM), next(few.forms())),
        statements_of(many.at_groupnet, many.path(FORM), next(many.forms())),
    )
    return Result("post a referral (rate)", one, "bare post", floor, 0.6, is_rate=True, statements=statements)


def measure_scale(small: Site, large: Site, stopwatch: Stopwatch) -> Iterator[Result]:
    """The same small group in a database of 10 groups and in one of 10,000."""
    here, there = large.first_member("middle"), small.first_member("middle")
    beside = f"with {FEW} groups"
    for page, path, goal in (("read", LIST, 1.2), ("read home", "", 1.2)):
        one, other = stopwatch.compare(
            visits(here.at_groupnet, here.path(path)),
            visits(there.at_groupnet, there.path(path)),
        )
        yield Result(f"{page} with {MANY:,} groups", one, beside, other, goal)
    one, other = stopwatch.compare(
        posts(here.at_groupnet, here.path(FORM), here.forms()),
        posts(there.at_groupnet, there.path(FORM), there.forms()),
        most_rounds=POST_ROUNDS,
    )
    yield Result(f"post with {MANY:,} groups", one, beside, other, 2)


def check_shown(member: Member, path: str, part: str, times: int) -> None:
    """Refuse to measure a page that does not show what is measured.

    Raises:
        AssertionError: it does not.
    """
    found = member.at_groupnet.send(member.path(path)).count(part)
    assert found >= times, f"{path or 'home'} shows {part} {found} times instead of {times}"


def count_at_both(site: Site, path: str) -> tuple[int, int]:
    """The statements of a page in a group of 5 with 5 rows, and in one of 50 with 50."""
    few, many = site.first_member("five"), site.first_member("fifty")
    return (
        statements_of(few.at_groupnet, few.path(path)),
        statements_of(many.at_groupnet, many.path(path)),
    )
