"""What a row of a list of referrals means."""

import pytest

from groupnet.groups.models import Group, Membership, MembershipPeriod
from groupnet.imports.models import ImportRun
from groupnet.referrals.models import Kind, Referral, ReferralEvent, Standing, Status, Step, Thanks
from tests.factories import World
from tests.imports.conftest import Bring, csv_of, members_of, refusals, rows_of


@pytest.fixture
def group(world: World) -> Group:
    group = world.group()
    for name in ("Amara Okafor", "Dev Patel", "Elena Rossi"):
        world.member(group, name, email=f"{name.split()[0].lower()}@example.org")
    return group


def test_a_row_becomes_an_accepted_referral_with_one_event_of_nobody(
    world: World, bring: Bring, group: Group
) -> None:
    bring(group, "referrals", csv_of("When,From,To", "2025-03-06,AMARA@example.org,patel dev"))
    people = members_of(world, group)
    (referral,) = rows_of(world, group, Referral)
    assert (referral.giver_id, referral.receiver_id) == (people["Amara Okafor"].id, people["Dev Patel"].id)
    assert (referral.kind, referral.inside, referral.status) == (Kind.BUSINESS, False, Status.ACCEPTED)
    assert referral.recorder_id is None
    (event,) = rows_of(world, group, ReferralEvent)
    assert (event.step, event.actor_id, event.status_after) == (Step.RECORDED, None, Status.ACCEPTED)


def test_every_column_is_read(world: World, bring: Bring, group: Group) -> None:
    header = "thanks,status,prospect,inside,kind,receiver,giver,date"
    rows = (
        '"1,250.50",Won,Zoë Tan,Tier 1 (inside),business,Dev Patel,Amara Okafor,6 Mar 2025',
        ",declined,,outside,intro,Elena Rossi,Dev Patel,2025-03-07",
    )
    bring(group, "referrals", csv_of(header, *rows))
    first, second = rows_of(world, group, Referral)
    assert (first.status, first.inside, first.prospect_name) == (Status.WON, True, "Zoë Tan")
    assert first.closed_at is not None
    assert (second.kind, second.status) == (Kind.INTRODUCTION, Status.DECLINED)
    (thanks,) = rows_of(world, group, Thanks)
    assert (thanks.amount_minor, thanks.referral_id) == (125050, first.id)
    assert (thanks.thanker_id, thanks.thanked_id) == (first.receiver_id, first.giver_id)
    assert thanks.thanked_on == first.given_on


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2025-03-06,Dev Patel,dev@example.org,,", "Giver and receiver are the same person."),
        ("2099-03-06,Dev Patel,Elena Rossi,,", "2099-03-06 lies in the future."),
        ("03/04/2025,Dev Patel,Elena Rossi,,", "--date-order dmy"),
        ("31.02.2025,Dev Patel,Elena Rossi,,", "is not a date"),
        (",Dev Patel,Elena Rossi,,", "The date is missing."),
        ("2025-03-06,,Elena Rossi,,", "Nobody is named here."),
        ("2025-03-06,Ben Fox,Elena Rossi,,", "Ben Fox is not in this group."),
        ("2025-03-06,ben@example.org,Elena Rossi,,", "ben@example.org is not in this group."),
        ("2025-03-06,Dev Patel,Elena Rossi,maybe,", "“maybe” is not known."),
        ("2025-03-06,Dev Patel,Elena Rossi,job,12", "Thanks for a job name no amount."),
    ],
)
def test_a_row_that_cannot_come_in_is_named_with_its_reason(
    world: World, bring: Bring, group: Group, row: str, reason: str
) -> None:
    plan = bring(group, "referrals", csv_of("date,giver,receiver,kind,thanks", row))
    ((line, said),) = refusals(plan)
    assert line == 2
    assert reason in said
    assert rows_of(world, group, Referral) == []


def test_T11_the_reason_of_a_refusal_repeats_neither_amount_nor_prospect(bring: Bring, group: Group) -> None:
    rows = (
        "2025-03-06,Dev Patel,Elena Rossi,Zoë Secret,-4711",
        "2099-01-01,Dev Patel,Elena Rossi,Zoë Secret,",
    )
    plan = bring(group, "referrals", csv_of("date,giver,receiver,prospect,thanks", *rows))
    told = str(plan.report.to_json())
    assert len(plan.report.refused) == 2
    assert "4711" not in told
    assert "Secret" not in told


def test_the_nth_equal_row_is_the_nth_stored_one(world: World, bring: Bring, group: Group) -> None:
    header, row = "date,giver,receiver,prospect", "2025-03-06,Dev Patel,Elena Rossi,Zoë Tan"
    assert bring(group, "referrals", csv_of(header, row, row)).report.accepted == 2
    again = bring(group, "referrals", csv_of(header, row.replace("Zoë", "ZOE "), row, row))
    assert (again.report.already_there, again.report.accepted) == (2, 1)
    assert len(rows_of(world, group, Referral)) == 3
    assert bring(group, "referrals", csv_of(header, row, row, row)).report.accepted == 0
    assert len(rows_of(world, group, ImportRun)) == 2


def test_referrals_recorded_by_people_are_there_already_withdrawn_ones_too(
    world: World, bring: Bring, group: Group
) -> None:
    people = members_of(world, group)
    world.referral(people["Dev Patel"], people["Elena Rossi"], standing=Standing.WITHDRAWN)
    row = f"{world.today.isoformat()},Dev Patel,Elena Rossi"
    plan = bring(group, "referrals", csv_of("date,giver,receiver", row))
    assert (plan.report.already_there, plan.report.accepted) == (1, 0)


def test_a_prospect_erased_on_request_does_not_come_back(world: World, bring: Bring, group: Group) -> None:
    from groupnet.referrals.service import erase_prospect

    content = csv_of("date,giver,receiver,prospect", "2025-03-06,Dev Patel,Elena Rossi,Zoë Tan")
    bring(group, "referrals", content)
    with world.inside(group):
        from groupnet.core.db import db

        (referral,) = db.session.query(Referral).all()
        dev = db.session.query(Membership).filter_by(name="Dev Patel").one()
        erase_prospect(referral=referral, actor=dev)
        db.session.commit()
    assert bring(group, "referrals", content).report.already_there == 1
    assert [row.prospect_name for row in rows_of(world, group, Referral)] == [""]


def test_unknown_people_become_former_members_when_asked_for(
    world: World, bring: Bring, group: Group
) -> None:
    rows = (
        "2025-03-06,Ben Fox,Elena Rossi",
        "2025-03-07,ben  fox,carla@example.org",
        "2025-03-08,Nobody Known,Nobody  known",
    )
    plan = bring(group, "referrals", csv_of("date,giver,receiver", *rows), add_former=True)
    people = members_of(world, group)
    assert plan.report.accepted == 2
    assert set(people) == {"Amara Okafor", "Dev Patel", "Elena Rossi", "Ben Fox", "carla"}
    assert people["carla"].email == "carla@example.org"
    assert all(people[name].left_undated and people[name].person_id is None for name in ("Ben Fox", "carla"))
    former = {people["Ben Fox"].id, people["carla"].id}
    assert not [row for row in rows_of(world, group, MembershipPeriod) if row.membership_id in former]
    assert (
        bring(group, "referrals", csv_of("date,giver,receiver", *rows), add_former=True).report.accepted == 0
    )


def test_referrals_of_days_when_somebody_was_no_member_are_history(
    world: World, bring: Bring, group: Group
) -> None:
    plan = bring(group, "referrals", csv_of("date,giver,receiver", "1999-03-06,Dev Patel,Elena Rossi"))
    assert plan.report.accepted == 1


def test_a_slip_of_the_pen_is_read_and_told(world: World, bring: Bring, group: Group) -> None:
    plan = bring(group, "referrals", csv_of("date,giver,receiver", "2025-03-06,Dev Pattel,Elena Rosi"))
    assert plan.report.accepted == 1
    assert plan.report.notes == ["“Dev Pattel” is read as Dev Patel.", "“Elena Rosi” is read as Elena Rossi."]
