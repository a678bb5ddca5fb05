"""The demo's people are believable, reachable by nobody, and the same every time."""

from collections import Counter
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest

from groupnet.demo.cast import Group, load_cast
from groupnet.demo.cast.model import slug_of

TODAY = date(2026, 11, 23)
HARBOUR, NORTHSIDE = load_cast().groups
BOTH = pytest.mark.parametrize("group", [HARBOUR, NORTHSIDE], ids=lambda group: str(group.slug))


def statuses(group: Group) -> Counter[str]:
    return Counter(member.status_on(TODAY, TODAY) for member in group.members)


def test_harbour_has_some_forty_members_one_on_leave_and_five_who_left() -> None:
    assert statuses(HARBOUR) == {"active": 40, "on_leave": 1, "left": 5}


def test_northside_is_small_and_shares_four_people_with_harbour_by_their_email() -> None:
    assert statuses(NORTHSIDE) == {"active": 9}
    shared = {member.email for member in HARBOUR.members} & {member.email for member in NORTHSIDE.members}
    assert len(shared) == 4


def test_somebody_in_both_groups_has_one_name_and_one_face() -> None:
    harbour = {member.email: member for member in HARBOUR.members}
    for member in NORTHSIDE.members:
        twin = harbour.get(member.email, member)
        assert (twin.slug, twin.name, twin.look) == (member.slug, member.name, member.look)


@BOTH
def test_addresses_are_unique_and_in_domains_nobody_can_own(group: Group) -> None:
    emails = [member.email for member in group.members]
    assert len(set(emails)) == len(emails)
    assert {email.partition("@")[2] for email in emails} <= {"example.org", "example.com", "example.net"}


@BOTH
def test_telephone_numbers_are_unique_and_from_the_ranges_kept_for_drama(group: Group) -> None:
    phones = [member.phone for member in group.members]
    assert len(set(phones)) == len(phones)
    for phone in phones:
        assert phone.startswith(("+447700900", "+442079460", "+441632960"))
        assert len(phone) == 13


@BOTH
def test_links_lead_nowhere_real(group: Group) -> None:
    for member in group.members:
        for link in member.links:
            assert link.startswith("https://")
            assert (urlsplit(link).hostname or "").endswith(".example")


@BOTH
def test_everybody_says_who_they_are_what_they_offer_and_whom_they_look_for(group: Group) -> None:
    for member in group.members:
        assert member.headline
        assert len(member.headline) <= 160
        assert member.background.count(".") >= 2
        assert member.offers
        assert member.good_referral
    assert len({member.good_referral for member in group.members}) == len(group.members)


def test_a_category_is_filled_by_one_member_at_most() -> None:
    assert HARBOUR.exclusive_categories
    categories = [member.category for member in HARBOUR.members]
    assert all(categories)
    assert len(set(categories)) == len(categories)


def test_two_current_members_share_a_first_name() -> None:
    first = Counter(member.name.split()[0] for member in HARBOUR.members if member.left_on(TODAY) is None)
    assert [name for name, count in first.items() if count > 1] == ["Dev"]


def test_there_are_three_newcomers_and_somebody_back_from_leave() -> None:
    sixty = TODAY - timedelta(days=60)
    assert sum(member.joined_on(TODAY) > sixty for member in HARBOUR.members) == 3
    back = HARBOUR.member("piotr-sowa")
    assert [period.status for period in back.periods] == ["active", "on_leave", "active"]
    assert back.status_on(TODAY, TODAY) == "active"


@BOTH
def test_periods_follow_one_another_without_gap_or_overlap(group: Group) -> None:
    for member in group.members:
        for earlier, later in zip(member.periods, member.periods[1:], strict=False):
            assert earlier.to_days_ago == later.from_days_ago + 1


def test_the_status_of_a_day_follows_from_the_periods() -> None:
    back = HARBOUR.member("piotr-sowa")
    days = {450: "invited", 449: "active", 263: "active", 262: "on_leave", 171: "on_leave", 170: "active"}
    for ago, status in days.items():
        assert back.status_on(TODAY - timedelta(days=ago), TODAY) == status
    left = HARBOUR.member("andile-khumalo")
    assert left.status_on(TODAY - timedelta(days=47), TODAY) == "active"
    assert left.status_on(TODAY - timedelta(days=46), TODAY) == "left"


def test_four_different_people_show_the_four_rights() -> None:
    sign_ins = load_cast().demo_sign_ins
    assert [sign_in.role for sign_in in sign_ins] == ["member", "organiser", "officer", "admin"]
    assert len({sign_in.slug for sign_in in sign_ins}) == 4
    for sign_in in sign_ins:
        member = load_cast().group(sign_in.group).member(sign_in.slug)
        rights = {grant.right for grant in member.rights if grant.covers(TODAY, TODAY)}
        assert member.status_on(TODAY, TODAY) == "active"
        assert sign_in.role in rights if sign_in.role != "member" else not member.rights


def test_the_officer_has_a_term_with_an_end() -> None:
    (term,) = HARBOUR.member("amara-okafor").rights
    assert term.right == "officer"
    assert term.starts_on(TODAY) < TODAY
    end = term.ends_on(TODAY)
    assert end is not None
    assert end > TODAY


def test_two_in_harbour_look_for_work_one_before_all_and_one_before_a_few() -> None:
    looking = [member for member in HARBOUR.members if member.looking_for_work]
    assert sorted(member.looking_shown_to for member in looking) == ["chosen", "group"]
    for member in looking:
        for slug in member.looking_chosen:
            assert HARBOUR.member(slug)


def test_three_have_no_picture() -> None:
    assert sum(member.look is None for member in HARBOUR.members) == 3


def test_a_slug_is_plain() -> None:
    assert slug_of("Siân Prosser") == "sian-prosser"
    assert slug_of("Mei-Ling Tan") == "mei-ling-tan"
