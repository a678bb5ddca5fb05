from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupnet.reciprocity.suggestions import Partner, Reason, Suggestion, suggest

elena = Partner(1, "Elena Marsh", given=1, received=3, has_good_referral=True)
dev = Partner(2, "Dev Patel", given=0, received=1, has_good_referral=True)
hugo = Partner(3, "Hugo Brandt", has_good_referral=True)
noor = Partner(4, "Noor Aziz", has_good_referral=True)

partners = st.builds(
    Partner,
    member=st.integers(0, 50),
    name=st.sampled_from(["Amara", "Ben", "Chiara", "Zoe"]),
    given=st.integers(0, 4),
    received=st.integers(0, 4),
    has_good_referral=st.booleans(),
    newcomer=st.booleans(),
    on_leave=st.booleans(),
)
rows = st.lists(partners, max_size=12, unique_by=lambda partner: partner.name)


def chosen(*people: Partner[int], viewer_name: str = "Grace Lindqvist") -> Suggestion[int] | None:
    return suggest(people, viewer_name=viewer_name, has_standing=True)


def test_who_passed_me_most_beyond_what_i_passed_them_comes_first() -> None:
    assert chosen(dev, hugo, elena) == Suggestion(1, Reason.PASSED_YOU_MORE, 3)


def test_among_equals_the_latest_to_pass_me_something_comes_first() -> None:
    earlier = replace(dev, member=5, name="Amara Okafor", last_received_on=date(2026, 9, 1))
    later = replace(dev, last_received_on=date(2026, 11, 1))
    assert chosen(earlier, later, replace(dev, member=6)) == Suggestion(2, Reason.PASSED_YOU_MORE, 1)


def test_among_equals_on_the_same_day_the_name_decides() -> None:
    amara = replace(dev, member=5, name="amara Okafor")
    assert chosen(dev, amara) == chosen(amara, dev) == Suggestion(5, Reason.PASSED_YOU_MORE, 1)


def test_a_suggestion_moves_on_once_i_passed_that_person_something() -> None:
    assert chosen(dev, hugo) == Suggestion(2, Reason.PASSED_YOU_MORE, 1)
    assert chosen(replace(dev, given=1), hugo) == Suggestion(3, Reason.NOTHING_YET, 0)
    assert chosen(replace(dev, given=1), replace(hugo, given=1), noor) == Suggestion(4, Reason.NOTHING_YET, 0)


def test_a_newcomer_who_says_what_helps_is_welcomed_first() -> None:
    assert chosen(hugo, replace(noor, newcomer=True)) == Suggestion(4, Reason.NEWCOMER, 0)


def test_not_everybody_is_pointed_to_the_same_person() -> None:
    assert chosen(hugo, noor, viewer_name="grace lindqvist") == Suggestion(3, Reason.NOTHING_YET, 0)
    assert chosen(hugo, noor, viewer_name="Imani Cole") == Suggestion(4, Reason.NOTHING_YET, 0)
    assert chosen(hugo, noor, viewer_name="Zoe Young") == Suggestion(3, Reason.NOTHING_YET, 0)


def test_somebody_unknown_who_does_not_say_what_helps_is_not_suggested() -> None:
    assert chosen(replace(hugo, has_good_referral=False)) is None


def test_somebody_i_passed_more_to_is_not_suggested() -> None:
    assert chosen(replace(elena, given=4)) is None


def test_members_on_leave_are_not_suggested() -> None:
    assert chosen(replace(elena, on_leave=True), replace(hugo, on_leave=True)) is None


def test_without_standing_there_is_no_suggestion() -> None:
    assert suggest([elena, hugo], viewer_name="Grace", has_standing=False) is None


def test_without_other_members_there_is_no_suggestion() -> None:
    assert chosen() is None


@given(rows=rows, data=st.data())
@settings(deadline=None)
def test_the_suggestion_does_not_depend_on_how_the_rows_came(
    rows: list[Partner[int]], data: st.DataObject
) -> None:
    assert chosen(*data.draw(st.permutations(rows))) == chosen(*rows)


@given(rows=rows)
@settings(deadline=None)
def test_following_suggestions_never_goes_on_for_ever(rows: list[Partner[int]]) -> None:
    people = {partner.member: partner for partner in rows}
    for _ in range(sum(partner.received + 1 for partner in rows) + 1):
        suggestion = chosen(*people.values())
        if suggestion is None:
            return
        person = people[suggestion.member]
        people[suggestion.member] = replace(person, given=person.given + 1)
    pytest.fail("The same people are suggested however much is passed to them.")
