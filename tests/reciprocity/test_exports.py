"""The board's files: the same figures as the page, whole and harmless."""

import csv
import io
from datetime import timedelta

import pytest

from groupnet.groups.models import Group, Membership
from groupnet.reciprocity.queries import exact_figures
from groupnet.reciprocity.windows import Window
from tests.browser import Browser
from tests.factories import World
from tests.reciprocity.told import csv_of, xlsx_of

DAY = timedelta(days=1)


@pytest.fixture
def group(world: World) -> Group:
    return world.group(slug="harbour", name="Harbour: Business [Circle]")


@pytest.fixture
def people(world: World, group: Group) -> list[Membership]:
    people = [world.member(group, name) for name in ("Amara Okafor", "Ben Whitlock", "Chiara Russo")]
    amara, ben, chiara = people
    for giver, receiver in ((ben, amara), (amara, ben), (amara, ben), (ben, chiara)):
        world.referral(giver, receiver)
    return people


def test_a_file_holds_the_figures_and_the_pairs_from_a_to_z(
    browser: Browser, people: list[Membership]
) -> None:
    browser.sign_in(people[0])
    rows = list(csv.reader(io.StringIO(csv_of(browser))))
    assert rows[0] == ["what", "giver", "receiver", "value"]
    figures = {row[0]: row[3] for row in rows if not row[1]}
    assert (figures["members"], figures["referrals"], figures["ties"]) == ("3", "4", "3")
    assert figures["ties that would run both ways by chance"] == "1.5"
    assert [row for row in rows if row[1] and row[0] == "referrals"] == [
        ["referrals", "Amara Okafor", "Ben Whitlock", "2"],
        ["referrals", "Ben Whitlock", "Amara Okafor", "1"],
        ["referrals", "Ben Whitlock", "Chiara Russo", "1"],
    ]


def test_the_files_rates_are_the_exact_ones(
    world: World, browser: Browser, group: Group, people: list[Membership]
) -> None:
    window = Window(world.today - 9 * DAY, world.today)
    with world.inside(group):
        exact = exact_figures(window=window)
    browser.sign_in(people[0])
    told = {row[0]: row[3] for row in xlsx_of(browser, f"?from={window.start}&to={window.end}")}
    for name in ("reciprocity", "beyond_chance", "weighted_reciprocity", "circulation"):
        assert told[name.replace("_", " ")] == pytest.approx(exact[name], abs=1e-9)


def test_csv_and_workbook_hold_the_same_table(browser: Browser, people: list[Membership]) -> None:
    browser.sign_in(people[0])
    rows = list(csv.reader(io.StringIO(csv_of(browser))))
    book = xlsx_of(browser)
    assert [row[:3] for row in rows] == [[cell or "" for cell in row[:3]] for row in book]


def test_a_files_name_tells_group_and_window(
    world: World, browser: Browser, people: list[Membership]
) -> None:
    browser.sign_in(people[0])
    query = f"?from={world.today - DAY}&to={world.today}"
    for ending, kind in (("csv", "text/csv"), ("xlsx", "application/vnd.openxmlformats")):
        response = browser.post(f"reciprocity/export.{ending}{query}")
        name = f"harbour-reciprocity-{world.today - DAY}-{world.today}.{ending}"
        assert response.headers["Content-Disposition"] == f"attachment; filename={name}"
        assert response.content_type.startswith(kind)


def test_T32_a_name_like_a_formula_is_neutralised(world: World, browser: Browser, group: Group) -> None:
    hostile = world.member(group, '=HYPERLINK("https://example.org")')
    other = world.member(group, "Olga Other")
    world.referral(hostile, other)
    browser.sign_in(other)
    givers = [row[1] for row in csv.reader(io.StringIO(csv_of(browser))) if row[1]]
    assert givers[1] == '\'=HYPERLINK("https://example.org")'
    assert xlsx_of(browser)[-1][1] == '\'=HYPERLINK("https://example.org")'
