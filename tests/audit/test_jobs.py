"""What the worker writes into the log, and takes out of it."""

from datetime import timedelta

from flask import Flask
from time_machine import TimeMachineFixture

from groupnet.audit.models import Action
from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.jobs import REFUSED
from groupnet.groups.models import Group, Membership
from groupnet.outbox import claims
from groupnet.outbox.models import Job
from groupnet.outbox.running import run_job
from groupnet.outbox.service import queue_job
from tests.audit.reading import admin, entries, group, log
from tests.browser import Browser
from tests.factories import World

__all__ = ["admin", "group"]

DAY = timedelta(days=1)


def work(app: Flask) -> set[str]:
    """Do all jobs that are due; how they ended."""
    ends = set()
    with app.app_context():
        while jobs := claims.claim(Job, 1):
            ends |= {run_job(job).value for job in jobs}
    return ends


def queue(app: Flask, kind: str) -> None:
    with app.app_context():
        queue_job(kind=kind, payload={})
        db.session.commit()


def refuse(app: Flask, email: str) -> None:
    Browser(app).submit("/sign-in", {"email": email, "password": "three other words"})


def test_a_refused_sign_in_stands_in_each_group_once_an_hour_and_without_the_address(
    app: Flask,
    world: World,
    browser: Browser,
    group: Group,
    admin: Membership,
    time_machine: TimeMachineFixture,
) -> None:
    person = world.person("ben@example.org")
    elsewhere = world.group("elsewhere")
    here = world.member(group, "Ben Whitlock", person=person, email="ben@example.org")
    there = world.member(elsewhere, "Ben W", person=person, email="ben@example.org")
    gone = world.group("gone")
    world.end_periods(world.member(gone, "Ben", person=person), world.today - DAY)
    time_machine.move_to(utc_now())
    for _ in range(2):
        for email in ("ben@example.org", "nobody@example.org"):
            refuse(app, email)
        time_machine.shift(timedelta(minutes=2))
        queue(app, REFUSED)
        assert work(app) == {"done"}
    for where, member in ((group, here), (elsewhere, there)):
        (entry,) = entries(world, where)
        assert (entry.action, entry.actor_id, entry.subject_id, entry.details) == (
            Action.SIGN_IN_REFUSED,
            None,
            member.id,
            {},
        )
    assert entries(world, gone) == []
    assert "A sign-in as Ben Whitlock was refused" in log(browser)
    time_machine.shift(timedelta(hours=1, minutes=1))
    refuse(app, "ben@example.org")
    time_machine.shift(timedelta(minutes=2))
    queue(app, REFUSED)
    assert work(app) == {"done"}
    assert len(entries(world, group)) == 2


def test_entries_older_than_two_years_go(
    app: Flask,
    world: World,
    browser: Browser,
    group: Group,
    admin: Membership,
    time_machine: TimeMachineFixture,
) -> None:
    browser.submit("members/new", {"name": "Nell New"}, action="/g/harbour/members")
    time_machine.move_to(utc_now())
    for days, left in ((728, 1), (4, 0)):
        time_machine.shift(timedelta(days=days))
        queue(app, "audit.tidy")
        assert work(app) == {"done"}
        assert len(entries(world, group)) == left
