"""What the board keeps back, on the page and in both files alike."""

import pytest

from groupnet.groups.models import Membership
from groupnet.reciprocity.windows import default_window, whole_months
from tests.browser import Browser
from tests.factories import World
from tests.reciprocity.test_board import words
from tests.reciprocity.told import DAY, csv_of, five, last_month, month_before, value_of, xlsx_of


def test_T15_rates_from_fewer_than_three_referrals_or_people_are_withheld(
    world: World, browser: Browser, people: list[Membership]
) -> None:
    amara, ben, chiara, *_ = people
    browser.sign_in(amara)
    for giver, receiver in ((amara, ben), (ben, amara)):
        world.referral(giver, receiver)
    assert "ties that run both ways: too few to say" in words(browser.get("reciprocity").text)
    world.referral(amara, ben)
    page = words(browser.get("reciprocity").text)
    assert "ties that run both ways: too few to say" in page, "three referrals, but of two people"
    assert "what goes round: too few to say" in page
    assert "Reciprocity too few to say" in words(browser.get("reciprocity/how").text)
    assert "reciprocity,,,too few to say" in csv_of(browser)
    for what in (
        "reciprocity",
        "beyond chance",
        "weighted reciprocity",
        "circulation",
        "ties that run both ways",
    ):
        assert value_of(browser, what) == "too few to say"
    world.referral(ben, chiara)
    assert "2 of 3 ties run both ways" in words(browser.get("reciprocity").text)
    assert value_of(browser, "reciprocity") == pytest.approx(2 / 3)


def test_T15_a_narrow_window_tells_no_rate(world: World, browser: Browser, people: list[Membership]) -> None:
    amara, ben, chiara, dev, _ = people
    for days, (giver, receiver) in enumerate([(amara, ben), (ben, chiara), (chiara, dev), (dev, amara)]):
        world.referral(giver, receiver, given_on=world.today - days * DAY)
    browser.sign_in(amara)
    assert "0 of 4 ties" in words(browser.get("reciprocity").text)
    narrow = f"?from={world.today - DAY}&to={world.today}"
    assert "too few to say" in words(browser.get(f"reciprocity{narrow}").text)
    assert value_of(browser, "circulation", narrow) == "too few to say"


@pytest.fixture
def closed(world: World) -> list[Membership]:
    """Five in a group whose pair counts are closed; every one of them holds every right."""
    people = five(world, world.group(pair_counts_open=False))
    amara, ben, chiara, dev, elena = people
    pairs = [(ben, chiara)] * 7 + [(chiara, ben), (chiara, dev), (dev, elena), (amara, ben), (amara, ben)]
    for giver, receiver in [*pairs, (elena, amara)]:
        world.referral(giver, receiver, given_on=last_month(world).start)
    return people


def totals_of(browser: Browser, query: str) -> list[tuple[object, ...]]:
    """The group's figures in the workbook, without the window's own days."""
    return [row for row in xlsx_of(browser, query) if not row[1] and row[0] not in ("from", "to")]


def test_T15_closed_totals_of_two_windows_differ_by_no_single_day(
    world: World, browser: Browser, closed: list[Membership]
) -> None:
    _, ben, chiara, dev, elena = closed
    newest = last_month(world)
    older = month_before(newest.start)
    for giver, receiver, day in ((chiara, elena, newest.start + 9 * DAY), (dev, ben, older.start + 9 * DAY)):
        world.referral(giver, receiver, given_on=day)
    world.referral(elena, ben, given_on=world.today)
    browser.sign_in(closed[0])
    whole = totals_of(browser, f"?from={older.start}&to={newest.end}")
    assert ("referrals", None, None, 15) in whole
    assert whole == totals_of(browser, f"?from={older.start - 9 * DAY}&to={newest.end + DAY}")
    later = [totals_of(browser, f"?from={older.start + days * DAY}&to={newest.end}") for days in (1, 9, 10)]
    assert ("referrals", None, None, 14) in later[0]
    assert later[0] == later[1] == later[2]
    earlier = [
        totals_of(browser, f"?from={older.start}&to={newest.end - days * DAY}") for days in (1, 15, 25)
    ]
    assert ("referrals", None, None, "too few to say") in earlier[0]
    assert earlier[0] == earlier[1] == earlier[2]


def test_T15_closed_totals_of_days_that_hold_no_whole_month_are_not_told(
    world: World, browser: Browser, closed: list[Membership]
) -> None:
    _, ben, chiara, dev, _ = closed
    for giver, receiver in ((ben, chiara), (chiara, dev), (dev, ben), (ben, dev)):
        world.referral(giver, receiver, given_on=world.today)
    browser.sign_in(closed[0])
    day = f"?from={world.today}&to={world.today}"
    assert {row[3] for row in totals_of(browser, day)} == {"too few to say"}
    page = words(browser.get(f"reciprocity{day}").text)
    assert "whole months that are over, and these days hold none" in page
    assert "No referral in these days" not in page, "that would tell of others"
    assert "Members too few to say" in words(browser.get(f"reciprocity/how{day}").text)


def test_closed_totals_say_which_months_they_cover_and_ones_own_panel_is_exact(
    world: World, browser: Browser, closed: list[Membership]
) -> None:
    amara, ben, *_ = closed
    world.referral(amara, ben, given_on=world.today)
    browser.sign_in(amara)
    months = whole_months(default_window(world.today), world.today)
    told = [value_of(browser, f"totals, whole months, {end}") for end in ("from", "to")]
    assert [str(day)[:10] for day in told] == [str(months[0].start), str(months[-1].end)]
    page = words(browser.get("reciprocity").text)
    assert "The totals are those of whole months, " in page
    assert "You gave 3 and received 1." in page
    assert "13 referrals passed" in page


def test_T15_closed_pair_counts_show_each_their_own_on_every_page(
    browser: Browser, closed: list[Membership]
) -> None:
    browser.sign_in(closed[0])
    html = browser.get("reciprocity?matrix=1").text
    page = words(html)
    assert '<table class="matrix' not in html
    assert "Ben Whitlock 2 given 0 received" in page
    assert "Elena Marsh 0 given 1 received" in page
    assert "Chiara Russo" not in page
    assert "4 of 6 ties" not in page
    assert "2 of 6 ties run both ways" in page, "the totals stay, in words"


def test_T15_closed_pair_counts_leave_ones_own_row_and_column_in_both_files(
    browser: Browser, closed: list[Membership]
) -> None:
    browser.sign_in(closed[0])
    totals, *pairs = [row[1:] for row in xlsx_of(browser) if row[0] == "referrals"]
    assert totals == (None, None, 13)
    assert pairs == [("Amara Okafor", "Ben Whitlock", 2), ("Elena Marsh", "Amara Okafor", 1)]
    total, *lines = [line for line in csv_of(browser).splitlines() if line.startswith("referrals,")]
    assert total == "referrals,,,13"
    assert lines == ["referrals,Amara Okafor,Ben Whitlock,2", "referrals,Elena Marsh,Amara Okafor,1"]


def test_T15_closed_totals_are_withheld_where_ones_own_could_be_subtracted(
    world: World, browser: Browser
) -> None:
    amara, ben, chiara, *_ = five(world, world.group(pair_counts_open=False))
    for giver, receiver in ((amara, ben), (ben, amara), (amara, chiara), (ben, chiara), (ben, chiara)):
        world.referral(giver, receiver, given_on=last_month(world).end)
    page = words(browser.sign_in(amara).get("reciprocity").text)
    assert "referrals passed: too few to say" in page
    assert "ties that run both ways: too few to say" in page
    assert "Mutual pairs too few to say" in words(browser.get("reciprocity/how").text)
    assert value_of(browser, "referrals") == "too few to say"
    assert value_of(browser, "mutual pairs") == "too few to say"


def test_T15_closed_ties_with_former_members_are_each_ones_own(world: World, browser: Browser) -> None:
    group = world.group(pair_counts_open=False)
    amara, ben, *_ = five(world, group)
    walter = world.member(group, "Walter Gone", account=False)
    world.end_periods(walter, world.today - 300 * DAY)
    world.referral(walter, ben)
    assert "Walter Gone" not in browser.sign_in(amara).get("reciprocity").text
    assert "Walter Gone" not in csv_of(browser)
    assert "Walter Gone passed Ben Whitlock 1 referral" in words(browser.sign_in(ben).get("reciprocity").text)
