"""The figures from the command line: exact, for programs and for people."""

import json
from datetime import date, timedelta

import pytest

from groupnet.groups.models import Group, Membership
from groupnet.referrals.models import Status
from tests.cli.conftest import Command
from tests.factories import World

JOINED = date(2020, 1, 1)
RATES = ("reciprocity", "beyond_chance", "weighted_reciprocity", "circulation")


@pytest.fixture
def group(world_there: World) -> Group:
    return world_there.group("harbour")


@pytest.fixture
def three(world_there: World, group: Group) -> list[Membership]:
    """Ada and Ben refer both ways, Ada to Cem; one to Ben was declined and one is of last year."""
    world = world_there
    ada, ben, cem = (world.member(group, name, joined_on=JOINED) for name in ("Ada", "Ben", "Cem"))
    for giver, receiver in ((ada, ben), (ada, ben), (ben, ada), (ada, cem)):
        world.referral(giver, receiver)
    world.referral(cem, ben, status=Status.DECLINED)
    world.referral(cem, ben, given_on=world.today - timedelta(days=400))
    world.thanks(cem, ada, amount_minor=12_345)
    return [ada, ben, cem]


def test_json_holds_exactly_the_named_figures(command: Command, three: list[Membership]) -> None:
    told = json.loads(command("figures", "--group", "harbour", "--json").stdout)
    by_member = told.pop("by_member")
    days = (date.fromisoformat(told.pop("from")), date.fromisoformat(told.pop("to")))
    assert days[0] < days[1]
    assert told == {
        "members": 3,
        "referrals": 4,
        "ties": 3,
        "mutual_pairs": 1,
        "one_way_pairs": 1,
        "empty_pairs": 1,
        "reciprocity": 2 / 3,
        "beyond_chance": 1 / 3,  # (2/3 − 1/2) / (1 − 1/2)
        "weighted_reciprocity": 2 / 4,
        "circulation": 2 / 4,
    }
    assert [(one["name"], one["email"]) for one in by_member] == [(one.name, one.email) for one in three]
    figures = [
        (one["given"], one["received"], one["net"], one["partners"], one["mutual_partners"])
        for one in by_member
    ]
    assert figures == [(3, 1, 2, 2, 1), (1, 2, -1, 1, 1), (0, 1, -1, 1, 0)]
    assert [one["thanked_minor"] for one in by_member] == [12_345, 0, 0]


def test_what_is_undefined_is_null(command: Command, group: Group) -> None:
    result = command("figures", "--group", "harbour", "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["members"], told["by_member"]) == (0, 0, [])
    assert [told[rate] for rate in RATES] == [None] * 4


def test_days_choose_the_window(command: Command, three: list[Membership]) -> None:
    day = date.today() - timedelta(days=400)  # noqa: DTZ011 - a day more or less does not matter here
    around = ("--from", str(day - timedelta(days=3)), "--to", str(day + timedelta(days=3)))
    told = json.loads(command("figures", "--group", "harbour", "--json", *around).stdout)
    assert (told["referrals"], told["reciprocity"]) == (1, 0.0)


def test_people_read_a_table(command: Command, three: list[Membership]) -> None:
    result = command("figures", "--group", "harbour")
    assert result.exit_code == 0
    assert "0.6667" in result.stdout
    assert "£123.45" in result.stdout
    ada = next(line for line in result.stdout.splitlines() if "Ada" in line)
    assert ada.split() == ["Ada", "3", "1", "2", "2", "1", "£123.45"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--group", "nowhere"), "Groups here: harbour."),
        (("--group", "harbour", "--from", "2026-05-02", "--to", "2026-05-01"), "cannot end"),
        (("--group", "harbour", "--from", "yesterday"), "yesterday"),
        ((), "--group"),
    ],
)
def test_an_impossible_question_is_answered_in_a_sentence(
    command: Command, group: Group, options: tuple[str, ...], sentence: str
) -> None:
    result = command("figures", "--json", *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr
