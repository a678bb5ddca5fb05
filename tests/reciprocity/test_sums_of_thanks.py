"""Which sums of thanks are told, on the page and in both files alike: none that can be taken apart."""

import re
from datetime import date

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.imports.models import ImportRun
from groupnet.reciprocity.board import tell_thanks
from groupnet.reciprocity.queries import MonthOfThanks, sum_thanks
from groupnet.reciprocity.windows import Window, settled_months, whole_months
from tests.browser import Browser
from tests.factories import World
from tests.reciprocity.test_board import words
from tests.reciprocity.told import DAY, csv_of, last_month, month_before, value_of, xlsx_of


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
