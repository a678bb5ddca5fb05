"""BNI's slips audit: two layouts, no dates, one-to-ones and visitors too, and slips that are not kept."""

from datetime import date

import pytest

from groupnet.core.db import db
from groupnet.groups.models import Group
from groupnet.imports.importer import NeedsDay, Undone, get_importer
from groupnet.imports.models import ImportRun
from groupnet.imports.queries import get_run
from groupnet.imports.service import undo_import
from groupnet.meetings.models import OneToOne, Visit, Visitor, VisitorStatus
from groupnet.meetings.queries.visitors_counted import count_for_inviters
from groupnet.meetings.service.one_to_ones import record_one_to_one
from groupnet.meetings.service.visitors_followed import erase_visitor
from groupnet.meetings.service.visitors_known import know_again
from groupnet.referrals.imports.reading import suggest_day
from groupnet.referrals.models import Referral, ReferralEvent, Thanks
from groupnet.sheets import UnusableSheet
from tests.factories import World
from tests.imports.conftest import Bring, csv_of, members_of, refusals, rows_of
from tests.sheets.files import spreadsheetml
from tests.snapshot import all_rows

DAY = date(2025, 8, 24)
NAME = "Slips_Audit_Report_08-25-2025_2-26_PM.xls"
CHAPTER = "BNI Example, Some City, Country"
NEW_HEADER = ("From", "To", "Slip Type", "Inside/Outside", "TYFCB Amount", "CEU Credits", "Detail")
SLIPS = (
    ("Dev  Patel", "Elena Rossi", "Referral", "Tier 1 (inside)", "", "", ""),
    ("Elena Rossi", "Dr. Dev Patel", "Referral", "Tier 2 (outside)", "", "", ""),
    ("Elena Rossi", "Dr. Dev Patel", "Referral", "Tier 2 (outside)", "", "", ""),
    ("Dev Patel", "Elena Rossi", "One-to-One", "", "", "", ""),
    ("Elena Rossi", "Dev Patel", "One-to-One", "", "", "", ""),
    ("Far Away", "Dev Patel", "One-to-One", "", "", "", CHAPTER),
    ("", "Dev Patel", "TYFCB", "", "235036.00", "", ""),
    ("", "Dev Patel", "TYFCB", "", "235036.00", "", ""),
    ("Dev Patel", "", "CEU", "", "", "3.0", ""),
    ("Dev Patel", "Some Guest", "Visitor", "", "", "", ""),
    ("Far Away", "Another Guest", "Visitor", "", "", "", CHAPTER),
    ("Dev Patel", "Far Away", "Referral", "Tier 2 (outside)", "", "", CHAPTER),
    ("", "Far Away", "TYFCB", "", "10.00", "", CHAPTER),
)


def new_audit() -> bytes:
    return spreadsheetml(
        [{place: text for place, text in enumerate(row, 1) if text} for row in (NEW_HEADER, *SLIPS)]
    )


def old_audit() -> bytes:
    """Title rows above, blank columns between, older headings."""
    places = (1, 3, 4, 6, 7, 9, 10)
    header = ("From", "To", "Slip Type", "Inside/Outside", "$ if TYFCB", "Qty if CEU", "Detail")
    titles = [{1: "Running user", 3: "Run at", 5: "Country"}, {1: "Somebody", 3: "Today", 5: "Nowhere"}]
    table = [
        {place: text for place, text in zip(places, row, strict=True) if text} for row in (header, *SLIPS)
    ]
    return spreadsheetml([*titles, *table])


@pytest.fixture
def group(world: World) -> Group:
    group = world.group()
    for name in ("Dev Patel", "Elena Rossi"):
        world.member(group, name)
    return group


@pytest.mark.parametrize("content", [new_audit(), old_audit()], ids=["new", "old"])
def test_referrals_and_thanks_come_in_and_the_rest_is_named(
    world: World, bring: Bring, group: Group, content: bytes
) -> None:
    plan = bring(group, "referrals", content, day=DAY)
    people = members_of(world, group)
    referrals = rows_of(world, group, Referral)
    assert [referral.inside for referral in referrals] == [True, False, False]
    assert {referral.given_on for referral in referrals} == {DAY}
    assert len(rows_of(world, group, ReferralEvent)) == 3
    thanks = rows_of(world, group, Thanks)
    assert [(row.thanker_id, row.thanked_id, row.amount_minor) for row in thanks] == [
        (None, people["Dev Patel"].id, 23503600)
    ] * 2
    assert {kind.kind: (kind.count, kind.fate) for kind in plan.report.set_aside} == {
        "CEU slips": (1, "not kept"),
        "One-to-ones that both filed": (1, "counted once"),
        "One-to-ones with people of other chapters": (1, "not kept"),
        "Visitors brought by people of other chapters": (1, "not kept"),
    }
    assert f"Of other chapters: Far Away ({CHAPTER})" in plan.report.notes
    assert [reason for _, reason in refusals(plan)] == [
        f"Far Away is of another chapter ({CHAPTER}), and both sides must be of this group."
    ] * 2
    again = bring(group, "referrals", content, day=DAY)
    assert (again.report.accepted, again.report.already_there) == (1, 6), "the pair is never said to be there"
    assert len(rows_of(world, group, Thanks)) == 2


def undo(world: World, group: Group) -> Undone:
    with world.inside(group):
        run = get_run(rows_of(world, group, ImportRun)[0].id, for_update=True)
        undone = undo_import(importer=get_importer("referrals"), run=run)
        db.session.commit()
    return undone


def test_one_to_ones_and_visitors_come_in_once_and_an_undo_takes_them_back(
    world: World, bring: Bring, group: Group
) -> None:
    people = members_of(world, group)
    for _ in range(2):
        bring(group, "referrals", new_audit(), day=DAY)
        (had,) = rows_of(world, group, OneToOne)
        pair = sorted((people["Dev Patel"].id, people["Elena Rossi"].id))
        assert ([had.first_id, had.second_id], had.held_on, had.recorded_by_id) == (pair, DAY, None)
        (visitor,) = rows_of(world, group, Visitor)
        assert (visitor.name, visitor.status) == ("Some Guest", VisitorStatus.CAME)
        assert abs(visitor.stepped_at.date() - DAY).days <= 1, "kept for a year from then"
        assert [(one.on_day, one.came) for one in rows_of(world, group, Visit)] == [(DAY, True)]
    with world.inside(group):
        assert count_for_inviters(DAY, DAY) == {people["Dev Patel"].id: 1}
    undone = undo(world, group)
    assert (undone.removed, undone.kept) == (3 + 2 + 1 + 2, [])
    for model in (OneToOne, Visit, Visitor, Referral, Thanks):
        assert rows_of(world, group, model) == []


def met(world: World, group: Group) -> OneToOne:
    """The two met that day, and one of them says so."""
    people = members_of(world, group)
    dev, elena = people["Dev Patel"], people["Elena Rossi"]
    with world.inside(group):
        row = record_one_to_one(acting=elena, members=(dev.id, elena.id), held_on=DAY)
        db.session.commit()
    return row


def test_whether_two_members_met_is_not_said_by_an_import_or_its_undo(
    world: World, bring: Bring, group: Group
) -> None:
    unknown = bring(group, "referrals", new_audit(), day=DAY, write=False).report
    recorded = met(world, group)
    known = bring(group, "referrals", new_audit(), day=DAY)
    assert (known.report.accepted, known.report.already_there) == (unknown.accepted, unknown.already_there)
    assert undo(world, group).removed == 3 + 2 + 1 + 2
    (stays,) = rows_of(world, group, OneToOne)
    assert (stays.id, stays.recorded_by_id) == (recorded.id, recorded.recorded_by_id)


def test_a_one_to_one_that_a_member_records_after_an_import_outlives_its_undo(
    world: World, bring: Bring, group: Group
) -> None:
    bring(group, "referrals", new_audit(), day=DAY)
    recorded = met(world, group)
    assert (recorded.import_run_id, recorded.recorded_by_id) == (
        None,
        members_of(world, group)["Elena Rossi"].id,
    )
    undo(world, group)
    assert [row.id for row in rows_of(world, group, OneToOne)] == [recorded.id]


def test_T59_a_visitor_whom_somebody_follows_up_stays_and_is_told_by_the_day_alone(
    world: World, bring: Bring, group: Group
) -> None:
    bring(group, "referrals", new_audit(), day=DAY)
    (visitor,) = rows_of(world, group, Visitor)
    with world.inside(group):
        db.session.merge(visitor).note = "Rang, wants to come again"
        db.session.commit()
    assert undo(world, group).kept == [DAY.isoformat()]
    assert rows_of(world, group, Visit) == []
    with world.inside(group):
        erase_visitor(visitor=know_again(visitor.id), group=group)
        db.session.commit()
    assert "Some Guest" not in repr(all_rows(world.app))


def test_an_unknown_side_without_a_chapter_is_refused_or_becomes_a_former_member(
    world: World, bring: Bring, group: Group
) -> None:
    content = csv_of("From,To,Slip Type", "Dev Patel,Old Timer,One-to-One", "Old Timer,A Guest,Visitor")
    plan = bring(group, "referrals", content, day=DAY)
    assert [line for line, _ in refusals(plan)] == [2, 3]
    assert bring(group, "referrals", content, day=DAY, add_former=True).report.accepted == 2
    old = members_of(world, group)["Old Timer"]
    assert rows_of(world, group, Visitor)[0].invited_by_id == old.id


def test_people_of_another_chapter_never_become_former_members(
    world: World, bring: Bring, group: Group
) -> None:
    bring(group, "referrals", new_audit(), day=DAY, add_former=True)
    assert sorted(members_of(world, group)) == ["Dev Patel", "Elena Rossi"]


def test_without_a_day_nothing_is_read_and_the_day_before_the_download_is_offered(
    world: World, bring: Bring, group: Group
) -> None:
    with pytest.raises(NeedsDay, match=r"--date 2025-08-24, or --period 2025-08-18\.\.2025-08-24") as asked:
        bring(group, "referrals", new_audit(), filename=NAME)
    assert asked.value.suggested == DAY
    assert rows_of(world, group, Referral) == []


def test_a_day_to_come_is_refused(world: World, bring: Bring, group: Group) -> None:
    with pytest.raises(UnusableSheet, match="lies in the future"):
        bring(group, "referrals", new_audit(), day=date(2099, 1, 1))


def test_the_day_of_the_download_stands_in_the_name_month_first() -> None:
    assert suggest_day(NAME) == DAY
    assert suggest_day("Slips_03-01-2024_9-00_AM (2).xls") == date(2024, 2, 29)
    assert suggest_day("Slips_25-08-2025.xls") is None
    assert suggest_day("slips.xls") is None


def test_a_failure_midway_leaves_nothing(
    world: World, bring: Bring, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T39: nothing half-done."""

    def fail(*_: object) -> None:
        raise RuntimeError("midway")

    monkeypatch.setattr("groupnet.referrals.imports.writing._event", fail)
    with pytest.raises(RuntimeError, match="midway"):
        bring(group, "referrals", new_audit(), day=DAY)
    with world.inside(group):
        db.session.rollback()
    assert rows_of(world, group, Referral) == []
