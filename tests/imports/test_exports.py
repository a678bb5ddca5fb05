"""Members and referrals as files to take along."""

import csv
import io
from typing import Any

import pytest

from groupnet.groups.models import Group, Membership, Shown
from groupnet.groups.roles import Right
from groupnet.referrals.models import Standing
from groupnet.sheets import Column, Layout, need, read_table
from tests.browser import Browser
from tests.factories import World
from tests.imports.conftest import Bring, rows_of

REFERRALS = ["date", "giver", "receiver", "kind", "inside", "status", "counts"]


@pytest.fixture
def group(world: World) -> Group:
    return world.group()


@pytest.fixture
def admin(world: World, browser: Browser, group: Group) -> Membership:
    member = world.member(group, "Amara Okafor", email="amara@example.org", rights=(Right.ADMIN,))
    browser.sign_in(member)
    return member


def table(browser: Browser, kind: str, **window: str) -> list[dict[str, str]]:
    answer = browser.post(f"imports/exports/{kind}.csv", window)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_members_with_status_and_days(
    world: World, browser: Browser, admin: Membership, group: Group
) -> None:
    dev = world.member(group, "Dev Patel", email="dev@example.org", category="Mortgages", company="Hearth")
    world.end_periods(dev, world.today.replace(year=world.today.year - 1))
    rows = {row["name"]: row for row in table(browser, "members")}
    assert rows["Dev Patel"]["status"] == "left"
    assert rows["Dev Patel"]["left"] == world.today.replace(year=world.today.year - 1).isoformat()
    assert rows["Dev Patel"]["category"] == "Mortgages"
    assert rows["Amara Okafor"]["status"] == "active"


def test_T11_contact_shown_to_nobody_stays_out_of_exports(
    world: World, browser: Browser, admin: Membership, group: Group
) -> None:
    hidden: dict[str, Any] = {
        "phone": "+441632960961",
        "phone_shown": Shown.NOBODY,
        "email_shown": Shown.NOBODY,
    }
    world.member(group, "Dev Patel", email="dev@example.org", **hidden)
    world.member(group, "Elena Rossi", phone="+441632960962", phone_shown=Shown.OFFICERS)
    rows = {row["name"]: row for row in table(browser, "members")}
    assert (rows["Dev Patel"]["email"], rows["Dev Patel"]["phone"]) == ("", "")
    assert rows["Elena Rossi"]["phone"] == "+441632960962"


def test_T11_referrals_hold_no_prospect_note_or_amount(
    world: World, browser: Browser, admin: Membership, group: Group
) -> None:
    dev = world.member(group, "Dev Patel")
    secrets = {"prospect_name": "Zoë Secret", "prospect_contact": "secret@x.org", "note": "secret note"}
    referral = world.referral(dev, admin, **secrets)
    world.referral(admin, dev, standing=Standing.WITHDRAWN)
    world.thanks(admin, dev, referral_id=referral.id, amount_minor=471100)
    for wrapper in ("csv", "xlsx"):
        content = browser.post(f"imports/exports/referrals.{wrapper}").data
        layout = Layout("referrals", [Column(name) for name in REFERRALS], [need("giver")])
        read = read_table(content, "x", layout)
        assert list(read.header) == REFERRALS
        told = [[row.text(name) for name in REFERRALS] for row in read.rows]
        day = world.today.isoformat()
        assert told == [
            [day, "Dev Patel", "Amara Okafor", "business", "outside", "passed", "yes"],
            [day, "Amara Okafor", "Dev Patel", "business", "outside", "passed", "no"],
        ]


def test_closed_pair_counts_leave_only_the_rows_of_the_one_who_exports(
    world: World, browser: Browser
) -> None:
    group = world.group(pair_counts_open=False)
    amara = world.member(group, "Amara Okafor", rights=(Right.ADMIN,))
    dev, elena = world.member(group, "Dev Patel"), world.member(group, "Elena Rossi")
    world.referral(dev, elena)
    world.referral(dev, amara)
    browser.sign_in(amara)
    pairs = [(row["giver"], row["receiver"]) for row in table(browser, "referrals")]
    assert pairs == [("", ""), ("Dev Patel", "Amara Okafor")]
    assert "keeps pair counts closed" in browser.get("imports").text


def test_T32_cells_that_begin_like_a_formula_are_neutralised(
    world: World, browser: Browser, admin: Membership, group: Group
) -> None:
    world.member(group, "=1+1", company="@SUM(A1)", headline="-2+3", phone="+41 44 668 18 00")
    row = next(row for row in table(browser, "members") if "1+1" in row["name"])
    assert (row["name"], row["company"], row["headline"]) == ("'=1+1", "'@SUM(A1)", "'-2+3")
    assert row["phone"] == "+41 44 668 18 00"


def test_what_was_exported_can_be_imported_and_changes_nothing(
    world: World, browser: Browser, admin: Membership, group: Group, bring: Bring
) -> None:
    dev = world.member(group, "Dev Patel", phone="+441632960961")
    world.member(group, "=1+1", account=False)
    world.referral(dev, admin)
    for kind, model in (("members", Membership), ("referrals", None)):
        content = browser.post(f"imports/exports/{kind}.csv").data
        plan = bring(group, kind, content)
        assert (plan.report.accepted, plan.report.refused, plan.fills) == (0, [], [])
        assert plan.report.already_there == (len(rows_of(world, group, model)) if model else 1)


@pytest.mark.parametrize("right", [None, Right.OFFICER, Right.ORGANISER])
def test_only_admins_import_and_export(
    world: World, browser: Browser, group: Group, right: Right | None
) -> None:
    browser.sign_in(world.member(group, rights=(right,) if right else ()))
    assert browser.get("imports").status_code == 403
    for path in ("imports/exports/members.csv", "imports/exports/referrals.xlsx"):
        assert browser.post(path).status_code == 403


def test_an_example_can_be_taken_along_and_imported(
    browser: Browser, admin: Membership, group: Group, bring: Bring
) -> None:
    for kind in ("members", "referrals"):
        content = browser.get(f"imports/examples/{kind}.csv").data
        plan = bring(group, kind, content)
        assert plan.report.refused == []
        assert plan.report.accepted
