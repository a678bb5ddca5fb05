"""Undo takes away what an import added and nobody has touched since."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.groups.models import Group, Invitation, Membership, MembershipPeriod, Status
from groupnet.groups.roles import Right
from groupnet.groups.service import change_status, invite
from groupnet.imports.importer import Undone, get_importer
from groupnet.imports.queries import get_run
from groupnet.imports.service import undo_import
from groupnet.referrals.models import Referral, ReferralEvent, Step, Thanks
from tests.factories import World
from tests.imports.conftest import Bring, csv_of, last_run, members_of, rows_of


def undo(world: World, group: Group) -> Undone:
    run_id = last_run(world, group).id
    with world.inside(group):
        run = get_run(run_id)
        undone = undo_import(importer=get_importer(run.kind), run=run)
        db.session.commit()
    return undone


def edit(world: World, group: Group, name: str, **fields: Any) -> None:
    with world.inside(group):
        member = db.session.query(Membership).filter_by(name=name).one()
        for field, value in fields.items():
            setattr(member, field, value)
        db.session.commit()


def test_members_nobody_touched_go_and_blanks_are_blank_again(world: World, bring: Bring) -> None:
    group = world.group()
    world.member(group, "Dev Patel", account=False)
    rows = ("Dev Patel,dev@example.org,Hearth", "Elena Rossi,,", "Ben Fox,ben@example.org,")
    bring(group, "members", csv_of("name,email,company", *rows))
    with world.inside(group):
        invite([db.session.query(Membership).filter_by(name="Ben Fox").one()])
        db.session.commit()
    edit(world, group, "Dev Patel", company="Hearth Ltd")
    undone = undo(world, group)
    people = members_of(world, group)
    assert list(people) == ["Dev Patel"]
    assert (people["Dev Patel"].email, people["Dev Patel"].company) == (None, "Hearth Ltd")
    assert (undone.removed, undone.blanked, undone.kept) == (2, 1, ["Dev Patel: company"])
    assert len(rows_of(world, group, MembershipPeriod)) == 1
    assert rows_of(world, group, Invitation) == []


def test_members_in_use_stay_and_are_named(world: World, bring: Bring) -> None:
    group = world.group()
    admin = world.member(group, "Amara Okafor", rights=(Right.ADMIN,))
    names = ("Account", "Edited", "On leave", "Has right", "Gave", "Untouched")
    bring(group, "members", csv_of("name", *names))
    people = members_of(world, group)
    edit(world, group, "Account", person_id=world.person().id)
    edit(world, group, "Edited", headline="New")
    world.referral(people["Gave"], admin)
    with world.inside(group):
        from groupnet.groups.service import grant_right

        member = db.session.query(Membership).filter_by(name="On leave").one()
        change_status(membership=member, status=Status.ON_LEAVE, from_day=world.today, today=world.today)
        other = db.session.query(Membership).filter_by(name="Has right").one()
        grant_right(membership=other, right=Right.OFFICER, starts_on=world.today)
        db.session.commit()
    undone = undo(world, group)
    assert undone.kept == ["Account", "Edited", "On leave", "Has right", "Gave"]
    assert sorted(members_of(world, group)) == sorted([*undone.kept, "Amara Okafor"])


def test_referrals_without_a_later_step_go_with_their_thanks_and_former_members(
    world: World, bring: Bring
) -> None:
    group = world.group()
    dev, elena = world.member(group, "Dev Patel"), world.member(group, "Elena Rossi")
    own = world.referral(dev, elena)
    rows = (
        "2025-03-06,Dev Patel,Elena Rossi,100",
        "2025-03-07,Ben Fox,Elena Rossi,",
        "2025-03-08,Carla Diaz,Dev Patel,",
        "2025-03-09,Elena Rossi,Dev Patel,",
    )
    bring(group, "referrals", csv_of("date,giver,receiver,thanks", *rows), add_former=True)
    with world.inside(group):
        moved = db.session.query(Referral).filter_by(giver_id=members_of(world, group)["Ben Fox"].id).one()
        db.session.add(
            ReferralEvent(
                referral_id=moved.id,
                actor_id=elena.id,
                step=Step.MOVED,
                status_before="accepted",
                status_after=moved.status,
                happened_at=utc_now(),
            )
        )
        db.session.commit()
    thanked = rows_of(world, group, Referral)[-1]
    world.thanks(dev, elena, referral_id=thanked.id)
    undone = undo(world, group)
    assert {row.id for row in rows_of(world, group, Referral)} == {own.id, moved.id, thanked.id}
    assert undone.kept == ["2025-03-07", "2025-03-09", "Ben Fox"]
    assert sorted(members_of(world, group)) == ["Ben Fox", "Dev Patel", "Elena Rossi"]
    assert len(rows_of(world, group, Thanks)) == 1


def test_undo_works_once_and_for_seven_days(world: World, bring: Bring) -> None:
    group = world.group()
    bring(group, "members", csv_of("name", "Dev Patel"))
    with time_machine.travel(utc_now() + timedelta(days=7, minutes=1)), pytest.raises(RuleBroken):
        undo(world, group)
    assert undo(world, group).removed == 1
    with pytest.raises(RuleBroken):
        undo(world, group)
    assert bring(group, "members", csv_of("name", "Dev Patel")).report.accepted == 1


def test_undo_touches_no_other_group(world: World, bring: Bring) -> None:
    group, other = world.group(), world.group()
    for each in (other, group):
        bring(each, "members", csv_of("name", "Dev Patel"))
    undo(world, group)
    assert members_of(world, group) == {}
    assert list(members_of(world, other)) == ["Dev Patel"]
