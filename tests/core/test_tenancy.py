"""Nothing of one group is ever read, changed or pointed at from another."""

import pytest
from flask import Flask
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased, joinedload

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.tenancy import (
    MADE_ONCE,
    ForeignRow,
    UnscopedQuery,
    bind_group,
    every_group,
    insert_rows,
)
from groupnet.groups.models import Group, Membership, RightsTerm
from groupnet.groups.roles import Right
from groupnet.referrals.models import Referral
from tests.factories import World


def test_T6_an_unscoped_query_raises(app: Flask) -> None:
    with app.app_context():
        for query in (
            select(Membership),
            select(Membership.id),
            select(func.count()).select_from(Membership),
            update(Membership).values(name="x"),
            delete(Referral),
        ):
            with pytest.raises(UnscopedQuery):
                db.session.execute(query)


def test_T6_a_group_owned_table_that_is_only_joined_raises_too(app: Flask) -> None:
    with app.app_context():
        joined = select(Group.id).outerjoin(Membership, Membership.group_id == Group.id)
        hidden = select(Group.id).where(Group.id.in_(select(Referral.group_id)))
        for query in (joined, hidden):
            with pytest.raises(UnscopedQuery):
                db.session.execute(query)


def test_every_kind_of_read_is_bound_to_the_group(world: World) -> None:
    ours, theirs = world.group(), world.group()
    anna, bela = world.member(ours, "Anna"), world.member(ours, "Bela")
    zoe, yan = world.member(theirs, "Zoe"), world.member(theirs, "Yan")
    world.referral(anna, bela)
    world.referral(zoe, yan)
    with world.inside(ours):
        other = aliased(Membership)
        assert set(db.session.execute(select(Membership.name)).scalars()) == {"Anna", "Bela"}
        assert db.session.execute(select(func.count()).select_from(Membership)).scalar_one() == 2
        assert set(db.session.execute(select(other.name)).scalars()) == {"Anna", "Bela"}
        pairs = select(Membership.name, other.name).join(other, other.id != Membership.id)
        assert db.session.execute(pairs).all() == [("Anna", "Bela"), ("Bela", "Anna")]
        inner = select(Membership.id).scalar_subquery()
        assert db.session.execute(select(Referral.id).where(Referral.giver_id.in_(inner))).scalars().all()
        loaded = db.session.execute(select(Referral).options(joinedload(Referral.giver))).scalars().all()
        assert [referral.giver.name for referral in loaded] == ["Anna"]
        assert db.session.execute(select(Membership).where(Membership.id == zoe.id)).first() is None


def test_T6_a_statement_made_once_is_bound_to_each_group_that_runs_it(world: World) -> None:
    once = select(Membership.name).execution_options(**MADE_ONCE)
    groups = {name: world.group() for name in ("Anna", "Zoe")}
    for name, group in groups.items():
        world.member(group, name)
    for _ in range(2):
        for name, group in groups.items():
            with world.inside(group):
                assert db.session.execute(once).scalars().all() == [name]
    with world.app.app_context(), pytest.raises(UnscopedQuery):
        db.session.execute(once)


def test_bulk_changes_reach_the_own_group_alone(world: World) -> None:
    ours, theirs = world.group(), world.group()
    anna, zoe = world.member(ours, "Anna"), world.member(theirs, "Zoe")
    with world.inside(ours):
        db.session.execute(update(Membership).values(headline="changed"))
        db.session.execute(delete(Referral))
        db.session.commit()
    with world.inside(theirs):
        kept = db.session.execute(select(Membership.headline)).scalar_one()
    assert kept == ""
    assert anna.group_id != zoe.group_id


def test_T4_a_row_of_another_group_is_refused_at_the_flush(world: World) -> None:
    ours, theirs = world.group(), world.group()
    zoe = world.member(theirs, "Zoe")
    grant = RightsTerm(group_id=theirs.id, membership_id=zoe.id, right=Right.ADMIN, starts_on=world.today)
    with world.inside(ours):
        db.session.add(grant)
        with pytest.raises(ForeignRow):
            db.session.flush()
        db.session.rollback()
    with world.app.app_context():
        with every_group():
            stranger = db.session.execute(select(Membership).where(Membership.id == zoe.id)).scalar_one()
        bind_group(ours.id)
        stranger.name = "Taken over"
        with pytest.raises(ForeignRow):
            db.session.flush()
        db.session.rollback()


def test_the_database_itself_refuses_to_point_across_groups(world: World) -> None:
    ours, theirs = world.group(), world.group()
    anna, zoe = world.member(ours), world.member(theirs)
    with world.inside(ours):
        db.session.add(
            Referral(giver_id=anna.id, receiver_id=zoe.id, given_on=world.today, created_at=utc_now())
        )
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


def test_list_inserts_go_through_the_helper(world: World) -> None:
    ours, theirs = world.group(), world.group()
    anna = world.member(ours)
    row = {"membership_id": anna.id, "right": Right.OFFICER, "starts_on": world.today}
    with world.inside(ours):
        insert_rows(RightsTerm, [row])
        assert db.session.execute(select(RightsTerm.group_id)).scalar_one() == ours.id
        for foreign in ({**row, "group_id": theirs.id}, row):
            with pytest.raises(ForeignRow):
                db.session.execute(insert(RightsTerm), [foreign])


def test_T7_one_session_serves_one_group(world: World) -> None:
    ours, theirs = world.group(), world.group()
    with world.app.app_context():
        bind_group(ours.id)
        bind_group(ours.id)
        with pytest.raises(ForeignRow):
            bind_group(theirs.id)


def test_the_way_out_is_closed_again(world: World) -> None:
    world.member(world.group())
    world.member(world.group())
    with world.app.app_context():
        with every_group():
            assert db.session.execute(select(func.count()).select_from(Membership)).scalar_one() == 2
        with pytest.raises(UnscopedQuery):
            db.session.execute(select(Membership))
