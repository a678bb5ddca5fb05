"""The board as members see it: the window, the words, the heat map, one's own panel."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
import time_machine

from groupnet.core.db import db
from groupnet.groups.models import Group, Membership, Status
from groupnet.referrals.models import Referral, Standing
from groupnet.referrals.models import Status as Progress
from tests.browser import Browser
from tests.factories import World
from tests.statements import count_statements

DAY = timedelta(days=1)


def words(html: str) -> str:
    """The text of a page, its white space tidied."""
    return " ".join(re.sub(r"<[^>]*>", " ", html.partition("<main")[2]).split())


def matrix(html: str) -> dict[str, list[str]]:
    """The heat map's rows by giver."""
    body = html.partition('<table class="matrix')[2].partition("</table>")[0].partition("<tbody>")[2]
    rows = {}
    for row in body.split("<tr>")[1:]:
        giver = re.sub(r"<[^>]*>", "", row.partition("</th>")[0]).strip()
        rows[giver] = re.findall(r"<td[^>]*>([^<]*)</td>", row)
    return rows


@pytest.fixture
def group(world: World) -> Group:
    return world.group(slug="harbour")


@pytest.fixture
def trio(world: World, group: Group) -> list[Membership]:
    """Amara, Ben and Chiara, who know each other."""
    return [world.member(group, name) for name in ("Amara Okafor", "Ben Whitlock", "Chiara Russo")]


def test_the_board_says_in_words_how_mutual_the_group_is(
    world: World, browser: Browser, trio: list[Membership]
) -> None:
    amara, ben, chiara = trio
    for giver, receiver in ((amara, ben), (ben, amara), (amara, ben), (ben, chiara)):
        world.referral(giver, receiver)
    page = words(browser.sign_in(amara).get("reciprocity").text)
    assert "4 referrals passed" in page
    assert "2 of 3 ties run both ways; in a group this busy chance alone gives 2" in page
    assert "3 of 4 referrals went round" in page


def test_the_matrix_has_givers_in_rows_and_receivers_in_columns_in_one_order(
    world: World, browser: Browser, trio: list[Membership]
) -> None:
    amara, ben, chiara = trio
    for _ in range(6):
        world.referral(amara, chiara)
    world.referral(chiara, ben)
    html = browser.sign_in(amara).get("reciprocity?order=az").text
    assert matrix(html) == {
        "Amara Okafor": ["", "·", "6"],
        "Ben Whitlock": ["·", "", "·"],
        "Chiara Russo": ["·", "1", ""],
    }
    heads = re.findall(r'<th scope="col"[^>]*><span>([^<]*)</span>', html)
    assert heads == ["Amara", "Ben", "Chiara"]
    assert '<td class="heat-5">6</td>' in html
    close = matrix(browser.get("reciprocity").text)
    assert list(close) in (
        ["Amara Okafor", "Chiara Russo", "Ben Whitlock"],
        ["Ben Whitlock", "Chiara Russo", "Amara Okafor"],
    )


def test_a_change_of_standing_shows_at_once(world: World, browser: Browser, trio: list[Membership]) -> None:
    amara, ben, chiara = trio
    kept = [world.referral(amara, ben), world.referral(ben, chiara), world.referral(chiara, amara)]
    browser.sign_in(amara)
    assert "3 referrals passed" in words(browser.get("reciprocity").text)
    changes: tuple[dict[str, object], ...] = (
        {"standing": Standing.DISPUTED},
        {"standing": Standing.WITHDRAWN},
        {"status": Progress.DECLINED},
    )
    for number, change in enumerate(changes):
        with world.inside(kept[number]):
            stored = db.session.merge(Referral(id=kept[number].id, version=kept[number].version))
            for name, value in change.items():
                setattr(stored, name, value)
            db.session.commit()
        text = words(browser.get("reciprocity").text)
        expected = ("2 referrals passed", "1 referral passed", "No referral in these days yet")[number]
        assert expected in text


def test_both_ends_of_the_chosen_dates_belong_to_them(
    world: World, browser: Browser, trio: list[Membership]
) -> None:
    amara, ben, _ = trio
    first, last = world.today - 40 * DAY, world.today - 20 * DAY
    for day in (first - DAY, first, last, last + DAY):
        world.referral(amara, ben, given_on=day)
    page = words(browser.sign_in(amara).get(f"reciprocity?from={first}&to={last}").text)
    assert "2 referrals passed" in page


def test_today_is_the_day_in_the_groups_zone(world: World, browser: Browser) -> None:
    with time_machine.travel("2026-03-31T23:30:00+00:00", tick=False):
        group = world.group(timezone="Asia/Tokyo")
        one, other = world.member(group, "One Day"), world.member(group, "Other Day")
        world.referral(one, other, given_on=date(2026, 4, 1))
        page = words(browser.sign_in(one).get("reciprocity?from=2026-04-01&to=2026-04-09").text)
    assert "1 Apr" in page
    assert "1 referral passed" in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("from=soon&to=later", "Write each date as year-month-day"),
        ("from=2026-02-31", "Write each date as year-month-day"),
        ("from=2024-05-02&to=2024-05-01", "The first day comes after the last"),
        ("from=2999-01-01", "The first day lies in the future"),
        ("from=2015-01-01&to=2024-01-01", "five years at most"),
        ("from=0001-01-01&to=0001-02-01", "before the records of any group"),
        ("months=7", "Choose 3, 6 or 12 months"),
        ("months=-1", "Choose 3, 6 or 12 months"),
    ],
)
def test_dates_that_make_no_window_are_explained_and_the_usual_one_is_shown(
    browser: Browser, trio: list[Membership], query: str, sentence: str
) -> None:
    response = browser.sign_in(trio[0]).get(f"reciprocity?{query}")
    assert response.status_code == 200
    assert sentence in words(response.text)
    window = response.text.partition('aria-label="Window"')[2].partition("</nav>")[0]
    assert "6 months" in window.partition('aria-current="true"')[2].partition("</a>")[0]


def test_a_last_day_in_the_future_is_brought_back_to_today(
    world: World, browser: Browser, trio: list[Membership]
) -> None:
    start = world.today - 30 * DAY
    html = browser.sign_in(trio[0]).get(f"reciprocity?from={start}&to=2999-01-01").text
    assert f'name="to" value="{world.today}"' in html


def test_the_groups_own_window_is_shown_unless_another_is_chosen(world: World, browser: Browser) -> None:
    group = world.group(default_window_months=3)
    member, other = world.member(group, "Ada One"), world.member(group, "Bo Two")
    world.referral(member, other, given_on=world.today - 150 * DAY)
    assert "No referral in these days yet" in browser.sign_in(member).get("reciprocity").text
    assert "1 referral passed" in words(browser.get("reciprocity?months=6").text)


def test_referrals_with_former_members_stand_apart_and_enter_no_figure(
    world: World, browser: Browser, group: Group, trio: list[Membership]
) -> None:
    walter = world.member(group, "Walter Gone", account=False)
    world.end_periods(walter, world.today - 300 * DAY)
    world.referral(trio[0], trio[1])
    world.referral(walter, trio[1])
    html = browser.sign_in(trio[0]).get("reciprocity").text
    assert "1 referral passed" in words(html)
    assert "Walter Gone passed Ben Whitlock 1 referral" in words(html)
    assert "Walter Gone" not in matrix(html)


def test_ones_own_panel_tells_both_ways_person_by_person(
    world: World, browser: Browser, trio: list[Membership]
) -> None:
    amara, ben, chiara = trio
    for giver, receiver in ((ben, amara), (ben, amara), (amara, ben), (amara, chiara)):
        world.referral(giver, receiver)
    page = words(browser.sign_in(amara).get("reciprocity").text)
    own = page.partition("only you see this panel")[2]
    assert "You gave 2 and received 2. With 1 member it went both ways." in own
    assert "Ben Whitlock 1 given 2 received" in own
    assert "Chiara Russo 1 given 0 received" in own


def test_the_panel_suggests_whom_to_help_with_what_and_leads_there(
    world: World, browser: Browser, group: Group, trio: list[Membership]
) -> None:
    farid = world.member(group, "Farid Nasser", good_referral="Openings and rebrands")
    world.referral(farid, trio[0])
    html = browser.sign_in(trio[0]).get("reciprocity").text
    assert "Farid Nasser passed you 1 referral. A good referral for Farid: “Openings and rebrands”" in words(
        html
    )
    assert "Pass Farid a referral" in html
    assert f"/referrals/new?to={farid.id}" in html


def test_newcomers_and_those_on_leave_count_but_get_no_standing_and_no_suggestion(
    world: World, browser: Browser, group: Group, trio: list[Membership]
) -> None:
    newcomer = world.member(group, "Noor New", joined_on=world.today - 59 * DAY)
    away = world.member(group, "Lee Leave")
    world.end_periods(away, world.today - 5 * DAY)
    world.period(away, Status.ON_LEAVE, world.today - 4 * DAY)
    for one in (newcomer, away):
        world.referral(trio[0], one)
    page = words(browser.sign_in(newcomer).get("reciprocity").text)
    assert "5 members" in page
    assert "You have only just joined" in page
    assert "You gave" not in page
    page = words(browser.sign_in(away).get("reciprocity").text)
    assert "You are on leave" in page
    assert "Pass " not in page.partition("only you see this panel")[2]


def test_nobody_elses_standing_is_on_the_page(world: World, browser: Browser, trio: list[Membership]) -> None:
    amara, ben, chiara = trio
    for _ in range(17):
        world.referral(ben, chiara)
    world.referral(ben, amara)
    page = words(browser.sign_in(amara).get("reciprocity").text)
    assert "17" in page, "the pair's count is open"
    assert "18 received" not in page
    assert "18 given" not in page
    assert "17 received" not in page


def test_an_empty_board_says_what_will_be_here_and_offers_the_one_action(
    browser: Browser, trio: list[Membership]
) -> None:
    html = browser.sign_in(trio[0]).get("reciprocity").text
    assert "Here you will see who helps whom" in html
    assert "Pass a referral" in html
    assert "<table" not in html


def test_how_it_is_counted_explains_every_figure_with_its_present_value(
    world: World, browser: Browser, trio: list[Membership]
) -> None:
    amara, ben, chiara = trio
    for giver, receiver in ((amara, ben), (ben, chiara), (chiara, amara)):
        world.referral(giver, receiver)
    page = words(browser.sign_in(amara).get("reciprocity/how").text)
    assert "Reciprocity 0.0 The share of ties that run both ways." in page
    assert "Circulation 1.0 The share of referrals matched" in page
    assert "Beyond chance -1.0" in page
    assert "Weighted reciprocity 0.0" in page
    assert "By chance 1.5" in page


def test_a_large_group_gets_its_totals_first_and_the_matrix_on_request(
    world: World, browser: Browser, group: Group, trio: list[Membership], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("groupnet.reciprocity.views.MOST_AT_ONCE", 2)
    world.referral(trio[0], trio[1])
    html = browser.sign_in(trio[0]).get("reciprocity").text
    assert "1 referral passed" in words(html)
    assert matrix(html) == {}
    assert "3 members make a large table." in html
    assert len(matrix(browser.get("reciprocity?matrix=1").text)) == 3


def test_T14_another_groups_names_and_figures_never_show(
    world: World, browser: Browser, trio: list[Membership]
) -> None:
    world.referral(trio[0], trio[1])
    elsewhere = world.group()
    mark, another = world.member(elsewhere, "MARKER One"), world.member(elsewhere, "MARKER Two")
    for _ in range(4):
        world.referral(mark, another)
    browser.sign_in(trio[0])
    pages = [browser.get("reciprocity"), browser.get("reciprocity/how")]
    for answer in [*pages, browser.post("reciprocity/export.csv")]:
        assert "MARKER" not in answer.get_data().decode()
    assert "1 referral passed" in words(browser.get("reciprocity").text)


@pytest.mark.parametrize("members", [5, 50])
def test_the_board_takes_six_statements_however_many_members(
    world: World, browser: Browser, group: Group, members: int
) -> None:
    people = [world.member(group, f"Person {n}", account=n == 0) for n in range(members)]
    for one, other in pairwise(people):
        world.referral(one, other)
    browser.sign_in(people[0])
    for path in ("reciprocity", "reciprocity/how"):
        with count_statements() as sent:
            browser.client.get(browser.path(path))
        assert len(sent) <= 6, "\n".join(sent)
