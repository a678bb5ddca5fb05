"""Two at once: a database of its own, and commits."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from groupnet.core.db import db
from groupnet.core.errors import RuleBroken
from groupnet.core.tenancy import group_bound
from groupnet.groups.admin_days import list_admin_days
from groupnet.groups.links import joining_token
from groupnet.groups.models import Group, Invitation, Status
from groupnet.groups.queries import get_membership, list_rights
from groupnet.groups.roles import Right
from groupnet.groups.service import change_status, end_right, invite
from groupnet.people.models import Person
from tests.browser import Browser
from tests.factories import World
from tests.groups.newcomers import without_mail

AT_ONCE = 8
pytestmark = pytest.mark.commits


def assert_one_stays(world: World, group: Group, go: Callable[[int], bool]) -> None:
    """Of admins who go at once all succeed but one, who is the group's only admin today."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert sum(pool.map(go, range(AT_ONCE))) == AT_ONCE - 1
    with world.inside(group):
        days = [span for spans in list_admin_days().values() for span in spans]
    assert sum(start <= world.today <= end for start, end in days) == 1


def test_one_link_used_by_many_at_once_lets_one_in(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    without_mail(own_app, monkeypatch)
    world = World(own_app)
    member = world.member(world.group("harbour"), account=False, email=None)
    with world.inside(member):
        link = f"/join/{joining_token(invite([get_membership(member.id)])[0])}"
        db.session.commit()
    browsers = [Browser(own_app) for _ in range(AT_ONCE)]
    pages = [browser.get(link) for browser in browsers]

    def use(number: int) -> int:
        typed = {"email": f"guest{number}@example.org", "password": "three quiet words"}
        return browsers[number].submit(pages[number], typed).status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = Counter(pool.map(use, range(AT_ONCE)))
    assert answers == {303: 1, 404: AT_ONCE - 1}
    with world.inside(member):
        emails = list(db.session.execute(select(Person.email)).scalars())
        assert emails == [get_membership(member.id).email], "the losers left no account behind"


def test_links_made_at_once_leave_one_that_works(own_app: Flask) -> None:
    world = World(own_app)
    group = world.group("harbour")
    newcomer = world.member(group, account=False)
    admins = [Browser(own_app).sign_in(world.member(group, rights=(Right.ADMIN,))) for _ in range(AT_ONCE)]
    path = f"members/{newcomer.id}/joining-link"
    tokens = [browser.token() for browser in admins]

    def make(number: int) -> int:
        data = {"csrf_token": tokens[number]}
        return admins[number].client.post(admins[number].path(path), data=data).status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert set(pool.map(make, range(AT_ONCE))) == {303}
    with world.inside(group):
        found = db.session.execute(select(Invitation)).scalars().all()
        working = [one for one in found if one.expires_at - one.created_at > timedelta(days=29)]
        assert len(found) == AT_ONCE
        assert len(working) == 1


def test_T13_admins_who_leave_at_once_leave_one_behind(own_app: Flask) -> None:
    world = World(own_app)
    group = world.group("harbour")
    admins = [world.member(group, rights=(Right.ADMIN,)) for _ in range(AT_ONCE)]

    def leave(number: int) -> bool:
        with own_app.app_context(), group_bound(group.id):
            try:
                change_status(
                    membership=get_membership(admins[number].id),
                    status=Status.LEFT,
                    from_day=world.today,
                    today=world.today,
                )
            except RuleBroken:
                db.session.rollback()
                return False
            db.session.commit()
            return True

    assert_one_stays(world, group, leave)


def test_T13_admins_who_end_each_others_rights_at_once_leave_one(own_app: Flask) -> None:
    world = World(own_app)
    group = world.group("harbour")
    admins = [world.member(group, rights=(Right.ADMIN,)) for _ in range(AT_ONCE)]

    def end(number: int) -> bool:
        with own_app.app_context(), group_bound(group.id):
            other = admins[(number + 1) % AT_ONCE]
            try:
                end_right(
                    acting=get_membership(admins[number].id),
                    term=list_rights(other.id)[0],
                    today=world.today,
                )
            except RuleBroken:
                db.session.rollback()
                return False
            db.session.commit()
            return True

    assert_one_stays(world, group, end)
