"""Large files go in and out as jobs: their page can be left, and nothing else changes (T39, T46)."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from groupnet.core.db import db
from groupnet.groups.models import Group, Membership, RightsTerm
from groupnet.groups.roles import Right
from groupnet.imports.views import large
from groupnet.outbox import claims
from groupnet.outbox.models import Job
from groupnet.outbox.running import run_job
from groupnet.referrals.models import Referral
from tests.browser import Browser
from tests.factories import World
from tests.imports.uploading import act, look


@pytest.fixture(autouse=True)
def _few_rows_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a test's file is a large one."""
    for place in ("runs", "uploads"):
        monkeypatch.setattr(f"groupnet.imports.views.{place}.MOST_AT_ONCE", 3)


@pytest.fixture
def admin(world: World) -> Membership:
    group = world.group("harbour")
    for number in range(5):
        world.member(group, f"Person {number}", account=False)
    return world.member(group, "Ada Min", rights=(Right.ADMIN,))


def work(app: Flask) -> list[str]:
    """Do all jobs that are due; their states."""
    states = []
    with app.app_context():
        while jobs := claims.claim(Job, 1):
            states += [run_job(job).value for job in jobs]
    return states


def look_at_large_file(browser: Browser, admin: Membership) -> Any:
    rows = [f"2026-01-0{n + 1},Person {n % 5},Person {(n + 1) % 5}" for n in range(6)]
    browser.sign_in(admin)
    return look(browser, "referrals", "\n".join(["date,giver,receiver", *rows]).encode(), "slips.csv")


def referrals_of(world: World, group: Group | Membership) -> int:
    with world.inside(group):
        return db.session.execute(select(func.count()).select_from(Referral)).scalar_one()


def test_T39_a_large_file_is_brought_in_by_the_worker_and_leads_to_its_result(
    app: Flask, world: World, browser: Browser, admin: Membership
) -> None:
    page = look_at_large_file(browser, admin)
    waiting = act(browser, page, "confirm")
    assert waiting.status_code == 303
    assert "/work/" in waiting.location
    assert referrals_of(world, admin) == 0
    assert work(app) == ["done"]
    assert referrals_of(world, admin) == 6
    result = browser.get(waiting.location).text
    assert "The import is in." in result
    assert re.search(r"/g/harbour/imports/\d+\"", result)


def test_T46_a_large_file_confirmed_twenty_times_is_one_job_and_goes_in_once(
    app: Flask, world: World, browser: Browser, admin: Membership
) -> None:
    page = look_at_large_file(browser, admin)
    ways = {act(browser, page, "confirm").location for _ in range(20)}
    assert len(ways) == 1
    assert work(app) == ["done"]
    assert referrals_of(world, admin) == 6


def test_T8_who_is_no_admin_any_more_when_the_worker_comes_brings_nothing_in(
    app: Flask, world: World, browser: Browser, admin: Membership
) -> None:
    page = look_at_large_file(browser, admin)
    waiting = act(browser, page, "confirm")
    with world.inside(admin):
        for term in db.session.execute(select(RightsTerm)).scalars():
            db.session.delete(term)
        db.session.commit()
    assert work(app) == ["dead"]
    assert referrals_of(world, admin) == 0
    assert "rights in the group that are over" in browser.get(waiting.location).text


def test_T9_a_large_table_is_handed_out_by_the_group_and_only_while_one_may_have_it(
    app: Flask, world: World, browser: Browser, admin: Membership
) -> None:
    browser.sign_in(admin)
    first = browser.post("imports/exports/members.csv")
    assert first.location == "/g/harbour/imports/exports/members.csv/large"
    waiting = browser.submit(browser.get(first.location), {})
    assert work(app) == ["done"]
    ready = browser.get(waiting.location).text
    link = re.search(r"/g/harbour/imports/exports/made/\d+", ready)
    assert link
    file = browser.get(link[0])
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert "Person 4" in file.text
    job_id = waiting.location.rpartition("/")[2]
    assert browser.get(f"/work/{job_id}/file").status_code == 404
    other = Browser(app)
    other.sign_in(world.member(_group(world, admin), "Other Admin", rights=(Right.ADMIN,)))
    assert other.get(link[0]).status_code == 404
    with world.inside(admin):
        for term in db.session.execute(
            select(RightsTerm).where(RightsTerm.membership_id == admin.id)
        ).scalars():
            db.session.delete(term)
        db.session.commit()
    assert browser.get(link[0]).status_code == 403


def test_a_small_file_is_still_waited_for() -> None:
    assert large.MOST_AT_ONCE == 2_000


def _group(world: World, admin: Membership) -> Group:
    with world.inside(admin):
        return db.session.execute(select(Group).where(Group.id == admin.group_id)).scalar_one()
