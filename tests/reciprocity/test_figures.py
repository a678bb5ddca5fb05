"""What the figures say about graphs that everybody can work out by hand, and what is withheld."""

from itertools import permutations

import pytest

from groupnet.reciprocity.figures import (
    MemberFigures,
    compute_figures,
    enough_thanks,
    enough_to_say,
    heat_level,
)


@pytest.mark.parametrize("members", [[], [1]])
def test_a_group_of_nobody_or_one_has_no_rates(members: list[int]) -> None:
    figures = compute_figures(members, {})
    assert figures.members == len(members)
    assert (figures.referrals, figures.ties) == (0, 0)
    assert (figures.mutual_pairs, figures.one_way_pairs, figures.empty_pairs) == (0, 0, 0)
    assert figures.reciprocity is figures.beyond_chance is figures.chance_ties is None
    assert figures.weighted_reciprocity is figures.circulation is None
    assert not enough_to_say(figures)


def test_a_group_that_passed_nothing_has_only_empty_pairs() -> None:
    figures = compute_figures(range(4), {})
    assert figures.empty_pairs == 6
    assert figures.reciprocity is None
    assert figures.chance_ties == 0
    assert figures.by_member == dict.fromkeys(range(4), MemberFigures())


def test_one_referral_between_two_is_less_mutual_than_chance() -> None:
    figures = compute_figures([1, 2], {(1, 2): 1})
    assert figures.reciprocity == 0
    assert figures.beyond_chance == -1
    assert figures.one_way_pairs == 1


def test_two_who_help_each_other_leave_nothing_to_chance() -> None:
    figures = compute_figures([1, 2], {(1, 2): 1, (2, 1): 3})
    assert figures.reciprocity == 1
    assert figures.beyond_chance is None
    assert figures.weighted_reciprocity == 0.5
    assert figures.ties_both_ways == figures.chance_ties == 2


def test_where_everybody_helped_everybody_chance_explains_all() -> None:
    figures = compute_figures(range(5), dict.fromkeys(permutations(range(5), 2), 2))
    assert figures.reciprocity == figures.weighted_reciprocity == figures.circulation == 1
    assert figures.beyond_chance is None
    assert figures.chance_ties == figures.ties == 20
    assert figures.empty_pairs == 0


def test_a_ring_returns_nothing_and_circulates_everything() -> None:
    figures = compute_figures(range(6), {(i, (i + 1) % 6): 1 for i in range(6)})
    assert figures.reciprocity == 0
    assert figures.weighted_reciprocity == 0
    assert figures.circulation == 1
    assert figures.mutual_pairs == 0


def test_where_no_tie_is_returned_nothing_runs_both_ways() -> None:
    figures = compute_figures(range(4), {(i, j): 1 for i in range(4) for j in range(i + 1, 4)})
    assert figures.ties_both_ways == 0
    assert figures.beyond_chance == -1
    assert figures.one_way_pairs == 6


def test_a_star_has_one_giver_with_all_partners() -> None:
    figures = compute_figures(range(5), {(0, i): i for i in range(1, 5)})
    assert figures.by_member[0] == MemberFigures(given=10, received=0, partners=4, mutual_partners=0)
    assert figures.by_member[4] == MemberFigures(given=0, received=4, partners=1, mutual_partners=0)
    assert (figures.by_member[0].net, figures.by_member[4].net) == (10, -4)
    assert figures.circulation == 0


def test_referrals_with_people_who_are_not_members_are_listed_apart() -> None:
    figures = compute_figures([1, 2], {(1, 2): 1, (2, 99): 4, (99, 1): 5, (98, 99): 1})
    assert figures.members == 2
    assert figures.referrals == figures.ties == 1
    assert figures.by_member[1] == MemberFigures(given=1, received=0, partners=1)
    assert figures.by_member[2] == MemberFigures(given=0, received=1, partners=1)
    assert figures.others == {(2, 99): 4, (99, 1): 5, (98, 99): 1}


def test_a_member_who_rejoined_counts_once() -> None:
    assert compute_figures([1, 2, 1], {(1, 2): 1}).members == 2


def test_a_pair_without_referrals_is_no_tie() -> None:
    assert compute_figures([1, 2], {(1, 2): 1, (2, 1): 0}).ties == 1


@pytest.mark.parametrize("pair_counts", [{(1, 1): 1}, {(99, 99): 1}, {(1, 2): -1}, {(1, 99): -1}])
def test_a_referral_to_oneself_and_a_negative_count_are_refused(
    pair_counts: dict[tuple[int, int], int],
) -> None:
    with pytest.raises(ValueError, match=r"themselves|negative"):
        compute_figures([1, 2], pair_counts)


def test_a_huge_count_does_not_blur_the_small_ones() -> None:
    huge = 10**30
    figures = compute_figures([1, 2, 3], {(1, 2): huge, (2, 1): huge - 1, (2, 3): 1})
    assert figures.by_member[2].net == 0
    assert figures.referrals == 2 * huge
    assert figures.weighted_reciprocity == pytest.approx(1, abs=1e-9)


def test_T15_rates_about_two_people_are_withheld_however_much_they_exchanged() -> None:
    figures = compute_figures(range(40), {(1, 2): 10, (2, 1): 10})
    assert not enough_to_say(figures)


def test_T15_rates_from_two_referrals_are_withheld_though_three_took_part() -> None:
    figures = compute_figures(range(40), {(1, 2): 1, (2, 3): 1})
    assert figures.people == 3
    assert not enough_to_say(figures)


def test_T15_referrals_with_others_do_not_help_over_the_threshold() -> None:
    figures = compute_figures([1, 2, 3], {(1, 2): 2, (3, 99): 5})
    assert not enough_to_say(figures)


def test_T15_three_referrals_among_three_people_are_enough() -> None:
    assert enough_to_say(compute_figures(range(40), {(1, 2): 2, (2, 3): 1}))


@pytest.mark.parametrize(
    ("thanks", "people", "enough"), [(3, 3, True), (9, 2, False), (2, 2, False), (0, 0, False), (12, 4, True)]
)
def test_T15_a_sum_of_thanks_needs_three_by_three_people(thanks: int, people: int, enough: bool) -> None:
    assert enough_thanks(thanks, people) is enough


def test_the_heat_map_has_five_steps_and_an_empty_one() -> None:
    assert [heat_level(count) for count in (0, 1, 2, 3, 4, 5, 6, 1000)] == [0, 1, 2, 3, 4, 5, 5, 5]
    with pytest.raises(ValueError, match="negative"):
        heat_level(-1)
