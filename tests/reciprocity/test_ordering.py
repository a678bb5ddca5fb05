from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupnet.reciprocity.ordering import order_by_exchange, order_by_name

Counts = dict[tuple[int, int], int]

counts_of_ten = st.dictionaries(
    st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] != pair[1]),
    st.integers(0, 5),
    max_size=60,
)
ten_names = st.lists(st.sampled_from(["Amara", "amara", "Ben", "Chiara", "Émile"]), min_size=10, max_size=10)


def clusters(*groups: range) -> Counts:
    """Everybody in a group passed three to all others in it; the groups exchange one here and there."""
    counts = {pair: 3 for group in groups for pair in permutations(group, 2)}
    for one, other in pairwise(groups):
        counts |= {(one[0], other[-1]): 1, (other[0], one[-1]): 1}
    return counts


@given(names=ten_names, counts=counts_of_ten)
@settings(deadline=None)
def test_everybody_stands_in_the_order_exactly_once(names: list[str], counts: Counts) -> None:
    people = dict(enumerate(names))
    assert sorted(order_by_exchange(people, counts)) == sorted(people)


@given(names=ten_names, counts=counts_of_ten, shuffled=st.permutations(range(10)), data=st.data())
@settings(deadline=None)
def test_the_order_does_not_depend_on_how_the_data_came(
    names: list[str], counts: Counts, shuffled: list[int], data: st.DataObject
) -> None:
    other_names = {key: names[key] for key in shuffled}
    other_counts = dict(data.draw(st.permutations(list(counts.items()))))
    assert order_by_exchange(other_names, other_counts) == order_by_exchange(dict(enumerate(names)), counts)


@given(names=ten_names, counts=counts_of_ten)
@settings(deadline=None)
def test_only_what_was_exchanged_matters_not_who_gave_it(names: list[str], counts: Counts) -> None:
    people = dict(enumerate(names))
    backwards = {(receiver, giver): count for (giver, receiver), count in counts.items()}
    assert order_by_exchange(people, counts) == order_by_exchange(people, backwards)


def test_people_who_help_each_other_stand_together() -> None:
    evens_and_odds = {number: f"{'AB'[number % 2]}{number:02}" for number in range(20)}
    halves = {number: f"Member {(number * 7) % 20:02}" for number in range(20)}
    for names in (evens_and_odds, halves):
        order = order_by_exchange(names, clusters(range(10), range(10, 20)))
        assert set(order[:10]) in ({*range(10)}, {*range(10, 20)})


def test_three_circles_make_three_blocks_with_the_strangers_last() -> None:
    names = {number: f"Member {(number * 11) % 24:02}" for number in range(24)}
    order = order_by_exchange(names, clusters(range(6), range(6, 13), range(13, 21)))
    blocks = [0 if person < 6 else 1 if person < 13 else 2 if person < 21 else 3 for person in order]
    changes = sum(one != next_ for one, next_ in pairwise(blocks))
    assert changes == 3
    assert blocks[-3:] == [3, 3, 3]


def test_the_pair_that_exchanges_most_stands_side_by_side() -> None:
    names = dict(enumerate("ABCDEF"))
    order = order_by_exchange(names, {(0, 5): 9, (0, 1): 2, (5, 3): 2, (2, 4): 1, (1, 2): 1})
    assert abs(order.index(0) - order.index(5)) == 1


@pytest.mark.parametrize("names", [*permutations(["Amara", "Ben", "Maya", "Zoe"])])
def test_a_chain_of_helpers_is_laid_out_as_a_chain(names: tuple[str, ...]) -> None:
    order = order_by_exchange(dict(enumerate(names)), {(0, 1): 5, (2, 3): 5, (1, 2): 1})
    assert order == ([0, 1, 2, 3] if names[0] < names[3] else [3, 2, 1, 0])


def test_somebody_with_one_referral_does_not_come_between_people_who_exchange_more() -> None:
    names = dict(enumerate("ABCDE"))
    assert order_by_exchange(names, {(3, 4): 3, (0, 2): 2, (2, 3): 2, (1, 3): 1}) == [0, 2, 3, 4, 1]


def test_one_referral_draws_a_single_person_nearer_than_a_pair() -> None:
    names = dict(enumerate("ABCDE"))
    assert order_by_exchange(names, {(1, 2): 3, (0, 3): 2, (3, 4): 1, (1, 3): 1}) == [0, 3, 4, 1, 2]


def test_names_decide_where_the_exchange_does_not() -> None:
    names = {1: "zoe", 2: "Ben", 3: "amara", 4: "Chiara"}
    assert order_by_exchange(names, {}) == [3, 2, 4, 1]
    assert order_by_exchange(names, dict.fromkeys(permutations(names, 2), 1))[:2] == [3, 2]


def test_people_without_an_exchange_come_last_by_name() -> None:
    names = {1: "Zoe", 2: "Yann", 3: "ben", 4: "Amara"}
    assert order_by_exchange(names, {(1, 2): 1}) == [2, 1, 4, 3]


def test_people_of_one_name_keep_their_order() -> None:
    assert order_by_name({7: "Ben", 3: "Ben", 5: "ben"}) == [3, 5, 7]


def test_accents_do_not_move_a_name_to_the_end() -> None:
    assert order_by_name({1: "Zora", 2: "Émile", 3: "Fred", 4: "Dev"}) == [4, 2, 3, 1]


def test_people_who_left_are_passed_over() -> None:
    assert order_by_exchange({1: "Ben", 2: "Amara"}, {(1, 99): 8, (99, 2): 3}) == [2, 1]


def test_an_empty_group_has_an_empty_order() -> None:
    assert order_by_exchange({}, {}) == []
