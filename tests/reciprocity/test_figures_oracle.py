"""The figures against two independent reckonings: networkx, and plain arithmetic over the whole matrix."""

from fractions import Fraction
from itertools import combinations, permutations

import networkx as nx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from groupnet.reciprocity.figures import compute_figures

Counts = dict[tuple[int, int], int]
Group = tuple[int, Counts]

TOLERANCE = 1e-9
FORMER = 2  # people numbered n and n + 1 are not members in the window


@st.composite
def groups(draw: st.DrawFn) -> Group:
    """A number of members 0..n−1 and pair counts, zeros and people who left included."""
    n = draw(st.integers(0, 12))
    pairs = list(permutations(range(n + FORMER), 2))
    counts = st.one_of(st.integers(0, 6), st.integers(10**9, 10**12))
    return n, draw(st.dictionaries(st.sampled_from(pairs), counts, max_size=n * n + 4))


ring: Group = (7, {(i, (i + 1) % 7): 1 for i in range(7)})
full: Group = (6, {(i, j): i + j for i, j in permutations(range(6), 2)})
one_way: Group = (5, dict.fromkeys(combinations(range(5), 2), 1))
star: Group = (9, {(0, i): i for i in range(1, 9)})
huge: Group = (3, {(0, 1): 10**18, (1, 0): 10**18 - 1, (1, 2): 1})
only_former: Group = (3, {(0, 3): 2, (4, 3): 1, (4, 2): 7})
zeros: Group = (4, {(0, 1): 0, (1, 0): 3})
extremes: list[Group] = [
    *((0, {}), (1, {}), (2, {}), (5, {}), (2, {(0, 1): 1}), (2, {(0, 1): 1, (1, 0): 2}), (1, {(0, 1): 4})),
    *(ring, full, one_way, star, huge, only_former, zeros),
]


def close(got: float | None, exact: Fraction | float | None) -> bool:
    if got is None or exact is None:
        return got is exact
    return abs(Fraction(got) - Fraction(exact)) <= TOLERANCE


def matrix_of(group: Group) -> list[list[int]]:
    n, counts = group
    return [[counts.get((i, j), 0) if i != j else 0 for j in range(n)] for i in range(n)]


def check_rates(group: Group) -> None:
    """Reckon each rate from its definition in DOMAIN's letters, over every cell, in exact fractions."""
    w = matrix_of(group)
    n = len(w)
    a = [[int(x > 0) for x in row] for row in w]
    total, ties = sum(map(sum, w)), sum(map(sum, a))
    both = least = 0
    for i in range(n):
        for j in range(n):
            both += a[i][j] * a[j][i]
            least += min(w[i][j], w[j][i])
    around = sum(min(sum(w[i]), sum(row[i] for row in w)) for i in range(n))
    d = Fraction(ties, n * (n - 1)) if n > 1 else None
    r = Fraction(both, ties) if ties else None
    rho = None if r is None or d is None or d == 1 else (r - d) / (1 - d)

    figures = compute_figures(range(n), group[1])
    assert (figures.members, figures.referrals, figures.ties) == (n, total, ties)
    assert figures.ties_both_ways == both
    assert close(figures.reciprocity, r)
    assert close(figures.beyond_chance, rho)
    assert close(figures.weighted_reciprocity, Fraction(least, total) if total else None)
    assert close(figures.circulation, Fraction(around, total) if total else None)
    assert close(figures.chance_ties, None if d is None else d * ties)


def check_pairs_and_members(group: Group) -> None:
    w = matrix_of(group)
    n = len(w)
    kinds = [(w[i][j] > 0) + (w[j][i] > 0) for i in range(n) for j in range(i)]
    figures = compute_figures(range(n), group[1])
    assert (figures.mutual_pairs, figures.one_way_pairs) == (kinds.count(2), kinds.count(1))
    assert figures.empty_pairs == kinds.count(0)
    assert set(figures.by_member) == set(range(n))
    for i, member in figures.by_member.items():
        given_by, received_by = sum(w[i]), sum(w[j][i] for j in range(n))
        assert (member.given, member.received, member.net) == (given_by, received_by, given_by - received_by)
        assert member.partners == sum(w[i][j] > 0 or w[j][i] > 0 for j in range(n))
        assert member.mutual_partners == sum(w[i][j] > 0 and w[j][i] > 0 for j in range(n))


def check_networkx(group: Group) -> None:
    """Mind: networkx counts edges of weight zero, forgets members without a tie, refuses an empty graph."""
    n, counts = group
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from((i, j) for (i, j), count in counts.items() if count and max(i, j) < n)
    figures = compute_figures(range(n), counts)
    undirected = graph.to_undirected().number_of_edges()
    mutual = graph.number_of_edges() - undirected
    assert (figures.mutual_pairs, figures.one_way_pairs) == (mutual, undirected - mutual)
    assert figures.empty_pairs == n * (n - 1) // 2 - undirected
    if not graph.number_of_edges():
        assert figures.reciprocity is None
        return
    r, d = nx.overall_reciprocity(graph), nx.density(graph)
    assert close(figures.reciprocity, r)
    assert close(figures.chance_ties, d * graph.number_of_edges())
    if undirected - mutual or figures.empty_pairs:
        assert figures.beyond_chance == pytest.approx((r - d) / (1 - d), abs=TOLERANCE)
    else:
        assert figures.beyond_chance is None


@pytest.mark.parametrize("group", extremes)
def test_the_figures_of_extreme_groups_agree_with_both_reckonings(group: Group) -> None:
    check_rates(group)
    check_pairs_and_members(group)
    check_networkx(group)


@given(groups())
@settings(deadline=None)
@example(full)
@example(huge)
def test_the_rates_agree_with_the_matrix_written_out(group: Group) -> None:
    check_rates(group)


@given(groups())
@settings(deadline=None)
@example(zeros)
def test_pairs_and_members_agree_with_the_matrix_written_out(group: Group) -> None:
    check_pairs_and_members(group)


@given(groups())
@settings(deadline=None)
@example(only_former)
def test_reciprocity_and_pairs_agree_with_networkx(group: Group) -> None:
    check_networkx(group)


@given(groups())
@settings(deadline=None)
def test_the_figures_hold_together(group: Group) -> None:
    n, counts = group
    figures = compute_figures(range(n), counts)
    members = figures.by_member.values()
    assert figures.mutual_pairs + figures.one_way_pairs + figures.empty_pairs == n * (n - 1) // 2
    assert 2 * figures.mutual_pairs + figures.one_way_pairs == figures.ties
    assert sum(member.net for member in members) == 0
    assert sum(member.given for member in members) == figures.referrals
    assert figures.referrals + sum(figures.others.values()) == sum(counts.values())
    assert sum(member.mutual_partners for member in members) == figures.ties_both_ways
    for rate in (figures.reciprocity, figures.weighted_reciprocity, figures.circulation):
        assert rate is None or 0 <= rate <= 1


@given(groups())
@settings(deadline=None)
def test_who_helped_whom_backwards_gives_the_same_rates(group: Group) -> None:
    n, counts = group
    figures = compute_figures(range(n), counts)
    backwards = compute_figures(range(n), {(j, i): count for (i, j), count in counts.items()})
    assert figures.reciprocity == backwards.reciprocity
    assert figures.beyond_chance == backwards.beyond_chance
    assert figures.weighted_reciprocity == backwards.weighted_reciprocity
    assert figures.circulation == backwards.circulation
