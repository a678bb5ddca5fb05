"""What a row of a member list means."""

import pytest

from groupnet.groups.models import Membership, MembershipPeriod, Status
from groupnet.groups.periods import status_on
from groupnet.groups.queries import list_periods
from groupnet.groups.roles import Right
from groupnet.imports.models import ImportRun
from tests.factories import World
from tests.imports.conftest import Bring, csv_of, last_run, members_of, refusals, rows_of


def test_columns_stand_in_any_order_and_go_by_their_usual_names(world: World, bring: Bring) -> None:
    group = world.group()
    content = csv_of(
        "Our members, 2025",
        "",
        "Firm;E-MAIL Address;Member Since;Profession;Surname;First name",
        "Hearth;DEV@Example.org;2024-02-01;Mortgages;Patel;Dev",
    )
    plan = bring(group, "members", content)
    dev = members_of(world, group)["Dev Patel"]
    assert plan.report.accepted == 1
    assert (dev.email, dev.company, dev.category) == ("dev@example.org", "Hearth", "Mortgages")
    assert [str(period.starts_on) for period in rows_of(world, group, MembershipPeriod)] == ["2024-02-01"]


def test_without_a_joining_date_a_member_counts_in_every_past_window(world: World, bring: Bring) -> None:
    group = world.group()
    bring(group, "members", csv_of("name,email", "Dev Patel,"))
    (period,) = rows_of(world, group, MembershipPeriod)
    assert (period.status, period.starts_on, period.ends_on) == (Status.ACTIVE, None, None)
    assert members_of(world, group)["Dev Patel"].email is None


def test_a_second_import_and_a_dry_run_change_nothing(world: World, bring: Bring) -> None:
    group = world.group()
    content = csv_of("name,email,status", "Dev Patel,dev@example.org,", "Elena Rossi,,left", "Dev,bad@,")
    dry = bring(group, "members", content, write=False)
    assert dry.report.accepted == 2
    assert rows_of(world, group, Membership) == []
    bring(group, "members", content)
    again = bring(group, "members", content)
    assert (again.report.accepted, again.report.already_there, len(again.report.refused)) == (0, 2, 1)
    assert len(rows_of(world, group, Membership)) == 2
    assert len(rows_of(world, group, ImportRun)) == 1


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("Active", Status.ACTIVE),
        ("", Status.ACTIVE),
        ("on leave", Status.ON_LEAVE),
        ("ON-LEAVE", Status.ON_LEAVE),
        ("Left", Status.LEFT),
        ("former member", Status.LEFT),
    ],
)
def test_status_words(world: World, bring: Bring, written: str, status: Status) -> None:
    group = world.group()
    bring(group, "members", csv_of("name,status,joined", f"Dev Patel,{written},2024-02-01"))
    dev = members_of(world, group)["Dev Patel"]
    with world.inside(group):
        periods = list_periods()[dev.id]
        assert status_on(world.today, periods, left_undated=dev.left_undated) is status


def test_somebody_who_left_counts_no_day_unless_the_leaving_date_is_known(world: World, bring: Bring) -> None:
    group = world.group()
    rows = ("Dev Patel,left,2023-01-01,", "Elena Rossi,,2023-01-01,2024-06-30")
    bring(group, "members", csv_of("name,status,joined,left on", *rows))
    (period,) = rows_of(world, group, MembershipPeriod)
    people = members_of(world, group)
    assert period.membership_id == people["Elena Rossi"].id
    assert (str(period.starts_on), str(period.ends_on)) == ("2023-01-01", "2024-06-30")
    assert people["Dev Patel"].left_undated


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",dev@example.org,,,", "The name is missing."),
        ("Dev Patel,not an address,,,", "This is not an e-mail address: not an address"),
        ("Dev Patel,,2099-01-01,,", "2099-01-01 lies in the future."),
        ("Dev Patel,,,dancing,", "“dancing” is no status here. Write one of: active, on leave, left."),
        ("Dev Patel,,03/04/2024,,", "more than one way"),
        ("Dev Patel,,2024-05-01,,2024-04-01", "The leaving date lies before the joining date."),
        ("Dev Patel,,,active,2024-04-01", "a leaving date, and a status that says they are here"),
        (f"{'x' * 121},,,,", "A name has at most 120 characters."),
    ],
)
def test_a_row_that_cannot_come_in_is_named_with_its_reason(
    world: World, bring: Bring, row: str, reason: str
) -> None:
    group = world.group()
    plan = bring(group, "members", csv_of("name,email,joined,status,left", row, "Elena Rossi,,,,"))
    assert plan.report.accepted == 1
    ((line, said),) = refusals(plan)
    assert line == 2
    assert reason in said


def test_the_order_of_dates_settles_ambiguous_ones(world: World, bring: Bring) -> None:
    group = world.group()
    plan = bring(group, "members", csv_of("name,joined", "Dev Patel,03/04/2024"), date_order="dmy")
    assert plan.report.accepted == 1
    assert str(rows_of(world, group, MembershipPeriod)[0].starts_on) == "2024-04-03"


def test_members_are_found_by_address_or_by_a_name_that_only_they_have(world: World, bring: Bring) -> None:
    group = world.group()
    world.member(group, "Zoë Álvarez", account=False)
    world.member(group, "Dev Patel", email="dev@example.org")
    plan = bring(
        group,
        "members",
        csv_of("name,email", "Ms. ZOE  ALVAREZ,zoe@example.org", "Dev P.,dev@example.org", "Dr Dev Patel,"),
    )
    assert (plan.report.accepted, plan.report.already_there) == (0, 3)
    people = members_of(world, group)
    assert sorted(people) == ["Dev Patel", "Zoë Álvarez"]
    assert people["Zoë Álvarez"].email == "zoe@example.org"


def test_another_address_is_another_person_of_the_same_name(world: World, bring: Bring) -> None:
    group = world.group()
    world.member(group, "Dev Patel", email="dev@example.org")
    plan = bring(group, "members", csv_of("name,email", "Dev Patel,other@example.org", "Dev Patel,"))
    assert plan.report.accepted == 1
    assert refusals(plan) == [
        (3, "2 people are called Dev Patel. Write the e-mail address that they have here.")
    ]


def test_only_blanks_of_a_member_are_filled(world: World, bring: Bring) -> None:
    group = world.group()
    world.member(group, "Dev Patel", account=False, company="Hearth")
    plan = bring(group, "members", csv_of("name,company,category", "Dev Patel,Elsewhere,Mortgages"))
    dev = members_of(world, group)["Dev Patel"]
    assert (dev.company, dev.category) == ("Hearth", "Mortgages")
    assert plan.report.notes == ["Members who are here, with blanks filled in: 1"]
    assert last_run(world, group).list_filled() == [(dev.id, "category", "Mortgages")]
    bring(group, "members", csv_of("name,company,category", "Dev Patel,Elsewhere,Mortgages"))
    assert len(rows_of(world, group, ImportRun)) == 1


def test_doubles_in_the_file_come_in_once_and_contradictions_are_refused(world: World, bring: Bring) -> None:
    group = world.group()
    rows = (
        "Dev Patel,dev@example.org",
        "dev patel,DEV@example.org",
        "Devi Rao,dev@example.org",
        "Dev Patel,",
    )
    plan = bring(group, "members", csv_of("name,email", *rows))
    assert (plan.report.accepted, plan.report.already_there) == (1, 2)
    ((line, said),) = refusals(plan)
    assert line == 4
    assert said.startswith("An earlier row gives dev@example.org to somebody with another name.")


def test_exclusive_categories_keep_one_seat_each(world: World, bring: Bring) -> None:
    group = world.group(categories_exclusive=True)
    world.member(group, "Amara Okafor", category="Family Law")
    rows = ("Dev Patel,family law,", "Elena Rossi,Removals,", "Tom Berg,removals,", "Ann Lee,Removals,left")
    plan = bring(group, "members", csv_of("name,category,status", *rows))
    assert plan.report.accepted == 2
    assert [line for line, _ in refusals(plan)] == [2, 4]
    assert "Family" in refusals(plan)[0][1] or "family" in refusals(plan)[0][1]
    assert "Amara Okafor" in refusals(plan)[0][1]


def test_a_file_gives_nobody_a_right_or_an_account(world: World, bring: Bring) -> None:
    """T12: extra columns are ignored."""
    group, other = world.group(), world.group()
    content = csv_of("name,email,role,is_admin,group_id,person_id", f"Dev Patel,d@x.org,admin,1,{other.id},1")
    bring(group, "members", content)
    dev = members_of(world, group)["Dev Patel"]
    assert (dev.group_id, dev.person_id) == (group.id, None)
    with world.inside(group):
        from groupnet.groups.queries import list_rights

        assert [term.right for term in list_rights(dev.id)] == list[Right]()


def test_the_summary_of_a_chapter_serves_as_a_list_of_members(world: World, bring: Bring) -> None:
    group = world.group()
    header = "First Name,Last Name,P,A,L,M,S,RGI,RGO,RRI,RRO,V,1-2-1,TYFCB,CEU,Custom"
    rows = (
        "Ayesha Noor,Rahman Khan,20.0,1,0,0,0,3,4,5,6,0,7,1200.00,2,0",
        "Mr.  Dev,Patel,1,2,3,4,5,6,7,8,9,0,1,2,3,4",
        "Total,,21,3,3,4,5,9,11,13,15,0,8,1202,5,4",
    )
    plan = bring(group, "members", csv_of(header, *rows))
    assert sorted(members_of(world, group)) == ["Ayesha Noor Rahman Khan", "Mr. Dev Patel"]
    assert [(kind.kind, kind.count) for kind in plan.report.set_aside] == [("Lines of totals", 1)]
    assert "not imported" in plan.report.notes[0]


def test_german_spelling_is_somebody_who_is_here(world: World, bring: Bring) -> None:
    group = world.group()
    world.member(group, "Jürgen Müller", account=False)
    plan = bring(group, "members", csv_of("name", "Juergen Mueller"))
    assert (plan.report.accepted, plan.report.already_there) == (0, 1)
    assert list(members_of(world, group)) == ["Jürgen Müller"]
