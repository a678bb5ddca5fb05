"""The story: two believable years that break none of the rules members live by."""

import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import cache
from hashlib import sha256

import pytest

from groupnet.demo.cast import Group, load_cast
from groupnet.demo.story import Story, ToldReferral, tell_story

TODAY = date(2026, 11, 23)
# A new year's morning, the end of a quiet August, a leap day, clocks going forward.
DAYS = [TODAY, date(2026, 1, 1), date(2026, 8, 31), date(2028, 2, 29), date(2027, 3, 28)]
DIGEST = """
from datetime import date
from hashlib import sha256
from groupnet.demo.cast import load_cast
from groupnet.demo.story import tell_story
print(sha256(repr(tell_story(load_cast(), date(2026, 11, 23))).encode()).hexdigest())
"""
every_day = pytest.mark.parametrize("today", DAYS, ids=str)


@cache
def story(today: date) -> Story:
    return tell_story(load_cast(), today)


def harbour(today: date) -> list[ToldReferral]:
    return [referral for referral in story(today).referrals if referral.group == "harbour"]


def ties_of_half_a_year(today: date) -> tuple[set[tuple[str, str]], int]:
    """The counted ties among current members, and how many members there are."""
    since = today - timedelta(days=183)
    current = {m.slug for m in load_cast().group("harbour").members if m.left_on(today) is None}
    ties = {(one.giver, one.receiver) for one in harbour(today) if one.counts and one.given_on > since}
    return {tie for tie in ties if current.issuperset(tie)}, len(current)


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_the_story_is_the_same_in_every_process(seed: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", DIGEST],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    told_here = sha256(repr(tell_story(load_cast(), TODAY)).encode()).hexdigest()
    assert done.stdout.strip() == told_here


@every_day
def test_two_years_of_harbour_and_eight_months_of_northside(today: date) -> None:
    assert 900 <= len(harbour(today)) <= 1200
    northside = [referral for referral in story(today).referrals if referral.group == "northside"]
    assert 30 <= len(northside) <= 60
    assert {referral.kind for referral in northside} == {"job", "introduction"}


@every_day
def test_nobody_gives_or_receives_outside_their_active_days_or_to_themselves(today: date) -> None:
    for referral in story(today).referrals:
        group = load_cast().group(referral.group)
        assert referral.giver != referral.receiver
        for slug in (referral.giver, referral.receiver):
            assert group.member(slug).status_on(referral.given_on, today) == "active", referral.key


@every_day
def test_every_life_runs_forward_and_stops_today(today: date) -> None:
    order = {"passed": 0, "accepted": 1, "contacted": 2, "won": 3, "lost": 3, "declined": 1}
    for referral in story(today).referrals:
        life = referral.life
        days = [day for _, day in life.steps]
        ranks = [order[status] for status, _ in life.steps]
        assert days == sorted(days)
        assert days[0] == referral.given_on
        assert days[-1] <= today
        assert ranks == list(range(ranks[0], ranks[0] + len(ranks)))
        assert life.steps[0][0] == ("passed" if life.recorded_by == "giver" else "accepted")
        assert bool(life.decline_reason) == (referral.status == "declined")
        if life.standing != "clear":
            assert life.standing_on is not None
            assert referral.given_on < life.standing_on <= today
            assert len(life.steps) == 1, "a withdrawn or disputed one goes no further"


@every_day
def test_nobody_acts_on_a_referral_while_on_leave_or_after_leaving(today: date) -> None:
    for referral in story(today).referrals:
        receiver = load_cast().group(referral.group).member(referral.receiver)
        for _, day in referral.life.steps:
            assert receiver.status_on(day, today) == "active", referral.key


@every_day
def test_recent_ones_are_open_and_old_ones_mostly_closed(today: date) -> None:
    old = [one for one in harbour(today) if (today - one.given_on).days > 183]
    new = [one for one in harbour(today) if (today - one.given_on).days < 7]
    assert sum(one.life.closed_on is not None for one in old) > 0.9 * len(old)
    assert all(one.status in ("passed", "accepted", "contacted", "declined") for one in new)
    waiting = [one for one in harbour(today) if one.status == "passed" and one.life.standing == "clear"]
    assert 3 <= sum((today - one.given_on).days > 14 for one in waiting) <= 20
    standings = Counter(one.life.standing for one in harbour(today))
    assert 1 <= standings["disputed"] <= 12
    assert 1 <= standings["withdrawn"] <= 15


@every_day
def test_ties_run_both_ways_often_enough_to_be_interesting(today: date) -> None:
    ties, members = ties_of_half_a_year(today)
    reciprocity = sum((receiver, giver) in ties for giver, receiver in ties) / len(ties)
    assert 0.35 < reciprocity < 0.55
    assert 0.06 < len(ties) / (members * (members - 1)) < 0.15


@every_day
def test_those_of_one_trade_help_one_another_more_than_chance_would(today: date) -> None:
    group = load_cast().group("harbour")
    cluster = {member.slug: member.cluster for member in group.members}
    referrals = harbour(today)
    within = sum(cluster[one.giver] == cluster[one.receiver] for one in referrals) / len(referrals)
    assert within > 0.45


def test_august_and_the_days_round_new_year_are_quiet_and_thursdays_busy() -> None:
    months = Counter((one.given_on.year, one.given_on.month) for one in harbour(TODAY))
    assert months[2026, 8] < 0.7 * months[2026, 7]
    assert months[2026, 8] < 0.6 * months[2026, 10]
    week_of_new_year = [
        one for one in harbour(TODAY) if date(2025, 12, 25) <= one.given_on <= date(2025, 12, 31)
    ]
    assert len(week_of_new_year) < 7
    weekdays = Counter(one.given_on.weekday() for one in harbour(TODAY))
    assert weekdays.most_common(1)[0][0] == 3


@every_day
def test_thanks_come_from_a_receiver_to_their_giver_and_never_before_the_referral(today: date) -> None:
    referrals = {one.key: one for one in story(today).referrals}
    assert len(referrals) == len(story(today).referrals)
    pairs = {(one.group, one.receiver, one.giver) for one in referrals.values()}
    for thanks in story(today).thanks:
        group: Group = load_cast().group(thanks.group)
        assert thanks.thanked_on <= today
        assert group.member(thanks.thanker).status_on(thanks.thanked_on, today) == "active"
        assert (thanks.group, thanks.thanker, thanks.thanked) in pairs
        if thanks.referral_key:
            referral = referrals[thanks.referral_key]
            assert (referral.receiver, referral.giver) == (thanks.thanker, thanks.thanked)
            assert thanks.thanked_on >= referral.given_on
            assert referral.counts
            assert thanks.amount_minor is None or referral.kind != "job"


@every_day
def test_amounts_are_mostly_modest_and_some_thanks_bear_none(today: date) -> None:
    amounts = sorted(one.amount_minor for one in story(today).thanks if one.amount_minor is not None)
    assert amounts[0] > 0
    assert sum(amounts) / len(amounts) > 1.2 * amounts[len(amounts) // 2]
    assert sum(one.amount_minor is None for one in story(today).thanks) > 20
    assert sum(one.referral_key is None for one in story(today).thanks) > 8


@every_day
def test_a_whole_month_normally_has_three_thanks_by_three_people(today: date) -> None:
    by_month: dict[tuple[int, int], list[str]] = defaultdict(list)
    for thanks in story(today).thanks:
        if thanks.group == "harbour":
            by_month[thanks.thanked_on.year, thanks.thanked_on.month].append(thanks.thanker)
    first = today - timedelta(days=600)
    whole = [
        people
        for month, people in by_month.items()
        if (first.year, first.month) < month < (today.year, today.month)
    ]
    assert len(whole) >= 18
    assert sum(len(set(people)) >= 3 for people in whole) >= len(whole) - 1


@every_day
def test_the_member_who_shows_the_demo_has_a_day_worth_looking_at(today: date) -> None:
    mine = [one for one in harbour(today) if "grace-lindqvist" in (one.giver, one.receiver)]
    waiting = {
        (one.giver, (today - one.given_on).days, one.prospect_name)
        for one in mine
        if one.receiver == "grace-lindqvist" and one.status == "passed" and one.life.standing == "clear"
    }
    assert waiting == {
        ("amara-okafor", 2, "Priya Shah"),
        ("maya-iyer", 5, "Tom Ellery"),
        ("hugo-brandt", 17, "Marta Lockyer"),
    }
    (yesterday,) = [one for one in mine if one.given_on == today - timedelta(days=1)]
    assert (yesterday.giver, yesterday.receiver) == ("grace-lindqvist", "imani-cole")
    assert (yesterday.prospect_name, yesterday.prospect_contact, yesterday.note) == ("", "", "")
    (hotel,) = [
        one for one in mine if one.prospect_name == "North Pier Hotels" and one.giver == "grace-lindqvist"
    ]
    assert hotel.status == "won"
    assert [one.thanked_on for one in story(today).thanks if one.referral_key == hotel.key] == [today]
    ties, _ = ties_of_half_a_year(today)
    gave = {receiver for giver, receiver in ties if giver == "grace-lindqvist"}
    got_from = {giver for giver, receiver in ties if receiver == "grace-lindqvist"}
    assert len(gave & got_from) >= 5
    assert gave - got_from
    assert got_from - gave


@every_day
def test_prospects_are_invented_and_end_twelve_months_after_the_referral_closed(today: date) -> None:
    cast_names = {member.name for group in load_cast().groups for member in group.members}
    for referral in story(today).referrals:
        closed_on = referral.life.closed_on
        assert referral.prospect_name not in cast_names
        for phone in re.findall(r"\d{5} \d{6}", referral.prospect_contact):
            assert phone.startswith("07700 900")
        for address in re.findall(r"\S+@\S+", referral.prospect_contact):
            assert address.endswith("@example.net")
        if closed_on and (today - closed_on).days > 365:
            assert (referral.prospect_name, referral.prospect_contact, referral.note) == ("", "", "")
    kept = [one for one in harbour(today) if (today - one.given_on).days < 300]
    assert sum(bool(one.prospect_name) for one in kept) > 0.6 * len(kept)


@every_day
def test_a_receiver_does_not_read_the_same_note_twice_in_half_a_year(today: date) -> None:
    last: dict[tuple[str, str], date] = {}
    for referral in story(today).referrals:
        if referral.note:
            before = last.get((referral.receiver, referral.note))
            assert before is None or (referral.given_on - before).days > 183
            last[referral.receiver, referral.note] = referral.given_on
