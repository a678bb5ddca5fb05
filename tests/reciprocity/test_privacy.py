"""What the board keeps back, on the page and in both files alike."""

import io
import re
from datetime import date, timedelta

import openpyxl
import pytest

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from groupnet.imports.models import ImportRun
from groupnet.reciprocity.board import tell_thanks
from groupnet.reciprocity.queries import MonthOfThanks, sum_thanks
from groupnet.reciprocity.windows import Window, default_window, settled_months, whole_months
from tests.browser import Browser
from tests.factories import World
from tests.reciprocity.test_board import words

DAY = timedelta(days=1)


def csv_of(browser: Browser, query: str = "") -> str:
    response = browser.get(f"reciprocity/export.csv{query}")
    assert response.status_code == 200
    return response.get_data().decode("utf-8-sig")


def xlsx_of(browser: Browser, query: str = "") -> list[tuple[object, ...]]:
    response = browser.get(f"reciprocity/export.xlsx{query}")
    assert response.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(response.get_data())).worksheets[0]
    return list(sheet.iter_rows(values_only=True))


def value_of(browser: Browser, what: str, query: str = "") -> object:
    """A figure's value in the workbook."""
    return next(row[3] for row in xlsx_of(browser, query) if row[0] == what)


def month_before(day: date) -> Window:
    """The calendar month before that of a day."""
    end = day.replace(day=1) - DAY
    return Window(end.replace(day=1), end)


def last_month(world: World) -> Window:
    """The latest calendar month that has been over for a week."""
    return month_before(world.today - 7 * DAY)


def five(world: World, group: Group) -> list[Membership]:
    names = ("Amara Okafor", "Ben Whitlock", "Chiara Russo", "Dev Patel", "Elena Marsh")
    return [world.member(group, name, rights=(Right.ADMIN, Right.ORGANISER, Right.OFFICER)) for name in names]


@pytest.fixture
def group(world: World) -> Group:
    return world.group(slug="harbour")


@pytest.fixture
def people(world: World, group: Group) -> list[Membership]:
    return five(world, group)


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


def thank(world: World, people: list[Membership], amounts: list[int], day: date) -> None:
    """Thanks to the last of `people`, by the others but the first, who looks, in turn."""
    _, *thankers, thanked = people
    for number, amount in enumerate(amounts):
        world.thanks(thankers[number % len(thankers)], thanked, amount_minor=amount, thanked_on=day)


def test_T15_thanks_of_a_month_are_told_from_three_by_three_people_on(
    world: World, browser: Browser, people: list[Membership]
) -> None:
    day = last_month(world).start
    world.referral(people[0], people[1])
    browser.sign_in(people[0])
    thank(world, people, [100_00, 200_00], day)
    assert "thanked for in whole months: too few to say" in words(browser.get("reciprocity").text)
    thank(world, people, [400_00], day)
    page = words(browser.get("reciprocity").text)
    assert "thanked for in whole months: too few to say" in page, "three thanks, but by two people"
    world.thanks(people[3], people[4], amount_minor=1000_00, thanked_on=day)
    page = words(browser.get("reciprocity").text)
    assert "£1,700 thanked for in whole months" in page


def test_T15_the_running_month_and_a_cut_one_are_never_told(
    world: World, browser: Browser, people: list[Membership]
) -> None:
    month = last_month(world)
    thank(world, people, [100_00, 200_00, 400_00, 800_00], month.start)
    thank(world, people, [1_00, 2_00, 3_00], world.today)
    world.referral(people[0], people[1], given_on=month.start + DAY)
    browser.sign_in(people[0])
    for first, last in ((month.start + DAY, world.today), (month.start, month.end - DAY)):
        page = words(browser.get(f"reciprocity?from={first}&to={last}").text)
        assert "£" not in page
    assert "£1,500" in words(browser.get(f"reciprocity?from={month.start}&to={world.today}").text)


def test_T15_the_difference_of_two_windows_tells_no_months_single_amount(
    world: World, browser: Browser, people: list[Membership]
) -> None:
    newest = last_month(world)
    before = month_before(newest.start)
    oldest = month_before(before.start)
    thank(world, people, [100_00, 200_00, 400_00], newest.start)
    thank(world, people, [7_77], before.start)
    thank(world, people, [100_00, 100_00, 100_00], oldest.end)
    world.referral(people[0], people[1])
    browser.sign_in(people[0])
    sums = {}
    for month in (newest, before, oldest):
        text = words(browser.get(f"reciprocity?from={month.start}&to={world.today}").text)
        sums[month.start] = re.findall(r"£[\d,.]+", text)
    assert sums == {newest.start: ["£700"], before.start: ["£700"], oldest.start: ["£1,000"]}
    file = csv_of(browser, f"?from={oldest.start}&to={world.today}")
    assert "2 of 3 whole months" in file
    assert "777" not in file


def test_T15_withheld_months_never_reach_a_sum() -> None:
    months = whole_months(Window(date(2026, 1, 1), date(2026, 4, 30)), date(2026, 6, 1))
    found = [(100, 3, 3), (999, 3, 2), (999, 2, 2), (10, 4, 4)]
    told = tell_thanks([MonthOfThanks(month, *facts) for month, facts in zip(months, found, strict=True)])
    assert told.amount_minor == 110
    assert told.told == [months[0], months[3]]
    assert not told.is_unbroken


def test_whoever_was_thanked_stands_in_for_a_payer_whom_the_file_hid(
    world: World, group: Group, people: list[Membership]
) -> None:
    month = last_month(world)
    amara, ben, chiara, *_ = people
    for thanker, thanked in ((None, amara), (None, amara), (None, ben), (ben, amara)):
        world.thanks(thanker, thanked, amount_minor=100, thanked_on=month.end)
    world.thanks(chiara, amara, amount_minor=None, thanked_on=month.start)
    with world.inside(group):
        (found,) = sum_thanks([month], viewer_id=chiara.id)
    assert (found.amount_minor, found.thanks_of_others, found.others) == (400, 4, 2)


def imported(world: World, group: Group, by: Membership | None) -> int:
    """An import that went in."""
    with world.inside(group):
        run = ImportRun(
            **{"imported_by_id": by.id if by else None, "kind": "referrals", "filename": "thanks.csv"},
            **{"report": "{}", "created_at": utc_now()},
        )
        db.session.add(run)
        db.session.commit()
        return run.id


def test_T11_T15_ones_own_thanks_lift_no_month_over_the_threshold(
    world: World, browser: Browser, people: list[Membership]
) -> None:
    amara, ben, chiara, dev, elena = people
    month = last_month(world)
    world.referral(amara, ben)
    for thanker, thanked, amount in ((ben, elena, 777_77), (chiara, dev, 20_00)):
        world.thanks(thanker, thanked, amount_minor=amount, thanked_on=month.start)
    world.thanks(amara, ben, amount_minor=1_00, thanked_on=month.end)
    world.thanks(dev, amara, amount_minor=1_00, thanked_on=month.end)
    for viewer in (amara, ben, dev):
        assert "£" not in words(browser.sign_in(viewer).get("reciprocity").text), viewer.name
        assert value_of(browser, "thanked for, whole months") == "too few to say"
    for viewer in (chiara, elena):
        assert "£800 thanked for" in words(browser.sign_in(viewer).get("reciprocity").text), viewer.name


def test_T11_T15_what_an_admin_imports_lifts_no_month_for_that_admin(
    world: World, group: Group, browser: Browser, people: list[Membership]
) -> None:
    amara, ben, chiara, dev, elena = people
    month = last_month(world)
    world.referral(amara, ben)
    world.thanks(ben, elena, amount_minor=777_77, thanked_on=month.start)
    brought = {"import_run_id": imported(world, group, amara), "amount_minor": 1, "thanked_on": month.end}
    for thanker, thanked in ((chiara, dev), (dev, chiara), (chiara, ben)):
        world.thanks(thanker, thanked, **brought)
    assert "£" not in words(browser.sign_in(amara).get("reciprocity").text)
    assert value_of(browser, "thanked for, whole months") == "too few to say"


def test_T15_what_the_command_line_imported_counts_for_everybody(
    world: World, group: Group, browser: Browser, people: list[Membership]
) -> None:
    amara, ben, chiara, dev, _ = people
    world.referral(amara, ben)
    brought = {"import_run_id": imported(world, group, None), "thanked_on": last_month(world).end}
    for thanker, thanked in ((ben, chiara), (chiara, dev), (dev, ben)):
        world.thanks(thanker, thanked, amount_minor=100_00, **brought)
    assert "£300" in words(browser.sign_in(amara).get("reciprocity").text)


def test_T15_a_month_is_told_once_it_has_been_over_for_a_week() -> None:
    october = Window(date(2026, 10, 1), date(2026, 10, 31))
    assert settled_months(october, date(2026, 11, 7)) == []
    assert settled_months(october, date(2026, 11, 8)) == [october]


def test_T11_no_file_tells_what_a_member_was_thanked_for(
    world: World, browser: Browser, people: list[Membership]
) -> None:
    thank(world, people, [111_11, 222_22, 333_33], last_month(world).start)
    world.referral(people[0], people[1])
    browser.sign_in(people[0])
    cells = {cell for row in xlsx_of(browser) for cell in row}
    assert 666.66 in cells
    assert not cells & {111.11, 222.22, 333.33, 11111, 22222, 33333}


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
