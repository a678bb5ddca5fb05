"""Who founds a group here was there before: a list of the group knows since when."""

from datetime import date, timedelta

import pytest

from groupnet.core.db import db
from groupnet.groups.models import Group, MembershipPeriod
from groupnet.groups.queries import find_group
from groupnet.groups.service import create_group
from groupnet.imports.importer import get_importer
from groupnet.imports.models import ImportRun
from groupnet.imports.service import undo_import
from tests.factories import World
from tests.imports.conftest import Bring, csv_of, last_run, rows_of

MADE = {"name": "Circle", "slug": "circle", "timezone": "Europe/London", "currency": "GBP"}


@pytest.fixture
def founded(world: World) -> Group:
    with world.app.app_context():
        create_group(**MADE, admin_name="Ada Min", admin_email="ada@example.org")
        db.session.commit()
        group = find_group("circle")
        assert group
    return group


def first_day(world: World, group: Group) -> date | None:
    (period,) = rows_of(world, group, MembershipPeriod)
    day: date | None = period.starts_on
    return day


@pytest.mark.parametrize(("written", "believed"), [("2023-05-04", date(2023, 5, 4)), ("", None)])
def test_the_list_is_believed_about_the_founders_first_day(
    world: World, bring: Bring, founded: Group, written: str, believed: date | None
) -> None:
    content = csv_of("name,email,joined", f"Ada Min,ada@example.org,{written}")
    assert first_day(world, founded) == world.today
    assert not bring(founded, "members", content, write=False).report.accepted
    assert first_day(world, founded) == world.today
    bring(founded, "members", content)
    assert first_day(world, founded) == believed
    bring(founded, "members", content)
    assert len(rows_of(world, founded, ImportRun)) == 1
    run = last_run(world, founded)
    with world.inside(founded):
        undo_import(importer=get_importer("members"), run=db.session.merge(run))
        db.session.commit()
    assert first_day(world, founded) == world.today


def test_a_first_day_that_an_admin_set_stays(world: World, bring: Bring, founded: Group) -> None:
    earlier = world.today - timedelta(days=90)
    with world.inside(founded):
        (period,) = rows_of(world, founded, MembershipPeriod)
        db.session.merge(period).starts_on = earlier
        db.session.commit()
    bring(founded, "members", csv_of("name,email,joined", "Ada Min,ada@example.org,2020-01-01"))
    assert first_day(world, founded) == earlier
