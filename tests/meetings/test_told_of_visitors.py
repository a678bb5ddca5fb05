"""Notices of visitors are read while one follows up, or looks after them, and not a day longer (T8)."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import update

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership, RightsTerm
from groupnet.groups.roles import Right
from groupnet.meetings import telling
from groupnet.meetings.models import Visitor, VisitorSource, VisitorStatus
from groupnet.notices import service as notices
from groupnet.notices.models import NoticeKind, Way
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox
from tests.notices.conftest import prove
from tests.notices.weeks import MONDAY, at, work

DAY = timedelta(days=1)


@pytest.fixture
def group(world: World) -> Group:
    return world.group("harbour")


@pytest.fixture
def admin(world: World, group: Group) -> Membership:
    admin = world.member(group, "Ada Admin", rights=(Right.ADMIN,), email="ada@example.org")
    prove(world, admin)
    return admin


def ask_to_join(world: World, group: Group, owner: Membership | None = None) -> None:
    now = utc_now()
    with world.inside(group):
        visitor = Visitor(
            name="Quiet Applicant",
            company="Secret Firm",
            status=VisitorStatus.APPLIED,
            source=VisitorSource.PUBLIC,
            owner_id=owner.id if owner else None,
            stepped_at=now,
            created_at=now,
        )
        db.session.add(visitor)
        db.session.flush()
        telling.tell_visitor(visitor)
        db.session.commit()


def demote(world: World, group: Group) -> None:
    with world.inside(group):
        db.session.execute(update(RightsTerm).values(ends_on=world.today - DAY))
        db.session.commit()


def read(browser: Browser) -> bool:
    with time_machine.travel(utc_now() + timedelta(hours=1)):
        page = browser.get("notices").text
    assert ("Quiet Applicant" in page) == ("Secret Firm" in page)
    return "Quiet Applicant" in page


def test_T8_a_former_admin_no_longer_reads_who_asked_to_join(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    ask_to_join(world, group)
    browser.sign_in(admin)
    assert read(browser)
    demote(world, group)
    assert not read(browser)


def test_T8_whoever_still_looks_after_them_reads_on(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    ask_to_join(world, group, owner=admin)
    demote(world, group)
    assert read(browser.sign_in(admin))


def test_T8_a_right_that_rests_shows_nothing(
    world: World, browser: Browser, group: Group, admin: Membership
) -> None:
    ask_to_join(world, group)
    with world.inside(group):
        db.session.execute(update(Group).values(second_factor_required=True))
        db.session.commit()
    assert not read(browser.sign_in(admin))


@pytest.mark.parametrize("is_demoted", [False, True])
def test_T8_a_mail_held_back_is_dropped_with_the_right(
    world: World, mailbox: Mailbox, group: Group, admin: Membership, is_demoted: bool
) -> None:
    ask_to_join(world, group)
    if is_demoted:
        demote(world, group)
    with time_machine.travel(utc_now() + timedelta(hours=1)):
        mails = [mail.to for mail in mailbox.deliver() if "Quiet Applicant" in mail.subject]
    assert mails == ([] if is_demoted else ["ada@example.org"])


@pytest.mark.parametrize("is_demoted", [False, True])
def test_T8_the_weekly_mail_leaves_out_what_the_right_showed(
    world: World, mailbox: Mailbox, is_demoted: bool
) -> None:
    with time_machine.travel(MONDAY - 3 * DAY, tick=False):
        group = world.group("harbour")
        admin = world.member(group, rights=(Right.ADMIN,), email="ada@example.org")
        prove(world, admin)
        with world.app.app_context():
            notices.choose(person_id=admin.person_id or 0, ways={NoticeKind.VISITORS: Way.WEEKLY})
            db.session.commit()
        ask_to_join(world, group)
        if is_demoted:
            demote(world, group)
    with at(MONDAY):
        work(world)
        told = [mail for mail in mailbox.deliver() if "Quiet Applicant" in mail.text]
    assert len(told) == (0 if is_demoted else 1)
