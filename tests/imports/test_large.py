"""Large and hostile files: every row is imported or named, in few statements (T38, T39)."""

import zipfile
from io import BytesIO

import pytest

from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from groupnet.imports.models import ImportUpload
from groupnet.referrals.imports.reading import ReferralsPlan
from groupnet.referrals.models import Referral, Thanks
from groupnet.sheets import UnusableSheet
from tests.browser import Browser
from tests.factories import World
from tests.imports.conftest import Bring, csv_of, rows_of
from tests.imports.uploading import send
from tests.sheets.files import raw_xlsx
from tests.statements import count_statements

MANY = 20_000
SOME = 4_000


@pytest.fixture
def group(world: World) -> Group:
    group = world.group()
    for number in range(40):
        world.member(group, f"Person {number}", account=False)
    return group


def test_T39_every_row_of_a_large_list_of_referrals_is_imported_or_named(
    world: World, bring: Bring, group: Group
) -> None:
    rows = []
    for n in range(MANY):
        pair = f"Person {n % 40},person  {(n + 1 + n // 40) % 40}"
        if n % 1000 == 0:
            rows += [
                "",
                f"{n % 28 + 1}/13/2024,{pair},,5",
                "31/31/2024,Person 1,Person 2,,",
                "2024-01-01,?,x,,",
            ]
        rows.append(f"2024-{n % 12 + 1:02}-{n % 28 + 1:02},{pair},P{n},{n % 3 or ''}")
    content = "\n".join(["date,giver,receiver,prospect,thanks", *rows]).encode("utf-16")
    with count_statements() as sent:
        plan = bring(group, "referrals", content)
    report = plan.report
    written = sum(bool(row) for row in rows)
    assert report.accepted + report.already_there + len(report.refused) == written
    assert len(rows_of(world, group, Referral)) == report.accepted
    assert isinstance(plan, ReferralsPlan)
    assert len(rows_of(world, group, Thanks)) == sum(bool(row.amount) for row, _, _ in plan.referrals)
    assert {row.line for row in report.refused if row.column == "date"}
    # the rows of one INSERT are a few hundred: nothing is asked or written row by row
    assert len(sent) < MANY / 20
    again = bring(group, "referrals", content).report
    assert (again.accepted, again.already_there) == (0, report.accepted)


def test_T39_every_row_of_a_large_list_of_members_is_imported_or_named(world: World, bring: Bring) -> None:
    group = world.group()
    rows = [f"Person {n // 2},person{n // 2}@example.org" for n in range(SOME)]
    rows[::100] = ["Nobody,not an address"] * len(rows[::100])
    plan = bring(group, "members", csv_of("name,email", *rows))
    report = plan.report
    assert len(report.refused) == len(rows[::100])
    assert report.accepted + report.already_there + len(report.refused) == SOME
    assert len(rows_of(world, group, Membership)) == report.accepted == SOME // 2


def test_T38_a_bomb_is_refused_at_the_field(
    world: World, browser: Browser, group: Group, bring: Bring
) -> None:
    bomb = raw_xlsx(
        "<row><c t='inlineStr'><is><t>name</t></is></c></row>", padding=b"0" * (400 * 1024 * 1024)
    )
    assert zipfile.is_zipfile(BytesIO(bomb))
    with pytest.raises(UnusableSheet):
        bring(group, "members", bomb)
    browser.sign_in(world.member(group, rights=(Right.ADMIN,)))
    assert send(browser, "members", bomb, "bomb.xlsx").status_code == 422
    assert rows_of(world, group, ImportUpload) == []
