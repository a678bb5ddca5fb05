"""The command line's figures: everything of one group and window, exact."""

from datetime import date, timedelta
from itertools import permutations
from random import Random

import networkx as nx
import pytest

from groupnet.core.db import db
from groupnet.groups.models import Group, Membership, Status
from groupnet.reciprocity.people import members_in
from groupnet.reciprocity.queries import count_pairs, exact_figures, list_pairs, list_people
from groupnet.reciprocity.windows import Window
from groupnet.referrals.models import Standing
from groupnet.referrals.models import Status as Progress
from tests.conftest import ON_POSTGRESQL
from tests.factories import World
from tests.statements import count_statements

DAY = timedelta(days=1)
WINDOW = Window(date(2026, 3, 10), date(2026, 6, 9))


@pytest.fixture
def group(world: World) -> Group:
    return world.group()


def figures(world: World, group: Group, window: Window = WINDOW) -> dict[str, object]:
    with world.inside(group):
        return exact_figures(window=window)


def members(world: World, group: Group, *names: str) -> list[Membership]:
    return [world.member(group, name, account=False, joined_on=date(2020, 1, 1)) for name in names]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_figures_of_generated_referrals_agree_with_networkx(
    world: World, group: Group, seed: int
) -> None:
    chance = Random(seed)
    people = members(world, group, *"ABCDEFG")
    counts = {(i, j): chance.choice([0, 0, 0, 1, 2, 4]) for i, j in permutations(range(len(people)), 2)}
    for (i, j), count in counts.items():
        for _ in range(count):
            day = WINDOW.start + DAY * chance.randrange(WINDOW.days)
            world.referral(people[i], people[j], given_on=day)
    told = figures(world, group)
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(len(people)))
    graph.add_weighted_edges_from((i, j, count) for (i, j), count in counts.items() if count)
    r, d = nx.overall_reciprocity(graph), nx.density(graph)
    total = sum(counts.values())
    assert (told["members"], told["referrals"], told["ties"]) == (7, total, graph.number_of_edges())
    assert told["reciprocity"] == pytest.approx(r, abs=1e-9)
    assert told["beyond_chance"] == pytest.approx((r - d) / (1 - d), abs=1e-9)
    matched = sum(min(count, counts[j, i]) for (i, j), count in counts.items())
    assert told["weighted_reciprocity"] == pytest.approx(matched / total, abs=1e-9)
    around = sum(
        min(graph.out_degree(i, weight="weight"), graph.in_degree(i, weight="weight")) for i in graph
    )
    assert told["circulation"] == pytest.approx(around / total, abs=1e-9)


def test_an_empty_group_has_counts_and_no_rates(world: World, group: Group) -> None:
    told = figures(world, group)
    assert (told["members"], told["referrals"], told["ties"], told["empty_pairs"]) == (0, 0, 0, 0)
    rates = ("reciprocity", "beyond_chance", "weighted_reciprocity", "circulation")
    assert [told[rate] for rate in rates] == [None] * 4
    assert told["by_member"] == []


def test_each_member_is_told_from_a_to_z_with_what_they_were_thanked_for(world: World, group: Group) -> None:
    zoe, amir = members(world, group, "Zoe Young", "amir Khan")
    world.referral(zoe, amir, given_on=WINDOW.start)
    world.referral(zoe, amir, given_on=WINDOW.end)
    world.referral(amir, zoe, given_on=WINDOW.end)
    world.thanks(amir, zoe, amount_minor=12_00, thanked_on=WINDOW.start)
    world.thanks(None, zoe, amount_minor=30_50, thanked_on=WINDOW.end)
    world.thanks(amir, zoe, amount_minor=None, thanked_on=WINDOW.end)
    world.thanks(amir, zoe, amount_minor=99_00, thanked_on=WINDOW.end + DAY)
    assert figures(world, group)["by_member"] == [
        {
            **{"email": None, "name": "amir Khan", "given": 1, "received": 2, "net": -1},
            **{"partners": 1, "mutual_partners": 1, "thanked_minor": 0},
        },
        {
            **{"email": None, "name": "Zoe Young", "given": 2, "received": 1, "net": 1},
            **{"partners": 1, "mutual_partners": 1, "thanked_minor": 42_50},
        },
    ]


def test_both_ends_of_the_window_belong_to_it(world: World, group: Group) -> None:
    one, other = members(world, group, "One", "Other")
    for day in (WINDOW.start - DAY, WINDOW.start, WINDOW.end, WINDOW.end + DAY):
        world.referral(one, other, given_on=day)
    assert figures(world, group)["referrals"] == 2


@pytest.mark.parametrize(
    "fields",
    [{"status": Progress.DECLINED}, {"standing": Standing.DISPUTED}, {"standing": Standing.WITHDRAWN}],
)
def test_what_was_declined_disputed_or_withdrawn_stops_counting_at_once(
    world: World, group: Group, fields: dict[str, object]
) -> None:
    one, other = members(world, group, "One", "Other")
    referral = world.referral(one, other, given_on=WINDOW.start)
    assert figures(world, group)["referrals"] == 1
    with world.inside(group):
        stored = db.session.merge(referral)
        for name, value in fields.items():
            setattr(stored, name, value)
        db.session.commit()
    assert figures(world, group)["referrals"] == 0


def test_who_counts_as_a_member_follows_the_days_of_the_window(world: World, group: Group) -> None:
    (stayed,) = members(world, group, "Stayed")
    left_on_first_day = world.member(group, "Left on the first day", account=False)
    world.end_periods(left_on_first_day, WINDOW.start)
    left_before = world.member(group, "Left before", account=False, joined_on=date(2020, 1, 1))
    world.end_periods(left_before, WINDOW.start - DAY)
    world.member(group, "Joins after", account=False, joined_on=WINDOW.end + DAY)
    rejoined = world.member(group, "Rejoined", account=False, joined_on=date(2020, 1, 1))
    world.end_periods(rejoined, WINDOW.start + DAY)
    world.period(rejoined, Status.ACTIVE, WINDOW.end)
    on_leave = world.member(group, "On leave", account=False, joined_on=date(2020, 1, 1))
    world.end_periods(on_leave, WINDOW.start - DAY)
    world.period(on_leave, Status.ON_LEAVE, WINDOW.start)
    with world.inside(group):
        found = members_in(list_people(), WINDOW)
    assert set(found) == {stayed.id, left_on_first_day.id, rejoined.id, on_leave.id}
    world.referral(left_before, stayed, given_on=WINDOW.start)
    world.referral(rejoined, stayed, given_on=WINDOW.start)
    assert figures(world, group)["referrals"] == 1


def test_T14_nothing_of_another_group_is_counted_or_named(world: World, group: Group) -> None:
    one, other = members(world, group, "One", "Other")
    world.referral(one, other, given_on=WINDOW.start)
    elsewhere = world.group()
    mark, another = members(world, elsewhere, "MARKER-B", "MARKER-C")
    world.referral(mark, another, given_on=WINDOW.start)
    world.thanks(another, mark, amount_minor=777_00, thanked_on=WINDOW.start)
    told = figures(world, group)
    assert told["referrals"] == 1
    assert "MARKER" not in str(told)
    assert "77700" not in str(told)


def test_a_pair_row_tells_the_window_apart_from_the_months_before(world: World, group: Group) -> None:
    one, other = members(world, group, "One", "Other")
    for day in (date(2026, 1, 31), date(2026, 3, 9), date(2026, 3, 10), date(2026, 4, 1), date(2026, 4, 30)):
        world.referral(one, other, given_on=day)
    world.referral(other, one, given_on=date(2025, 12, 31))
    with world.inside(group):
        (row,) = list_pairs(WINDOW, date(2026, 1, 1), Window(WINDOW.start, date(2026, 4, 1)))
    assert (row.giver_id, row.receiver_id) == (one.id, other.id)
    assert (row.count, row.in_totals, row.latest_on) == (3, 2, date(2026, 4, 30))
    assert row.months == 0b1101


@pytest.mark.skipif(ON_POSTGRESQL, reason="SQLite's own way to tell its plan")
def test_the_board_reads_the_index_alone(world: World, group: Group) -> None:
    one, other = members(world, group, "One", "Other")
    world.referral(one, other, given_on=WINDOW.start)
    with world.inside(group):
        with count_statements() as sent:
            count_pairs(WINDOW)
            list_pairs(WINDOW, date(2026, 1, 1), WINDOW)
        driver = db.session.connection().connection.driver_connection
        assert driver is not None
        plans = [
            str(driver.execute(f"EXPLAIN QUERY PLAN {one}", [1] * one.count("?")).fetchall()) for one in sent
        ]
    assert len(plans) == 2
    for plan in plans:
        assert "SEARCH referral USING COVERING INDEX ix_referral_board (group_id=? AND given_on>?" in plan
