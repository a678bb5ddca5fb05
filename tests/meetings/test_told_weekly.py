"""Whoever chose the weekly mail for what is told of meetings reads it there."""

from collections.abc import Iterator
from datetime import time, timedelta

import pytest
import time_machine

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Membership
from groupnet.groups.roles import Right
from groupnet.meetings import telling
from groupnet.meetings.models import Expectation, Proposal, Visitor, VisitorStatus
from groupnet.notices import service as notices
from groupnet.notices.models import NoticeKind, Way
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.ears import Circle
from tests.notices.conftest import prove
from tests.notices.weeks import MONDAY, at, work

DAY = timedelta(days=1)


@pytest.fixture
def circle(world: World, mailbox: Mailbox) -> Iterator[Circle]:
    with time_machine.travel(MONDAY - 6 * DAY, tick=False):
        yield Circle(world, mailbox)


def weekly(circle: Circle, member: Membership, kind: NoticeKind) -> None:
    with circle.world.app.app_context():
        notices.choose(person_id=member.person_id or 0, ways={kind: Way.WEEKLY})
        db.session.commit()


def monday(circle: Circle) -> dict[str, str]:
    with at(MONDAY):
        work(circle.world)
        return {mail.to.split("@")[0]: mail.text for mail in circle.mailbox.deliver()}


def test_a_change_of_a_meeting_is_in_the_weekly_mail_of_who_wants_it_there(circle: Circle) -> None:
    weekly(circle, circle.amara, NoticeKind.MEETING)
    meeting = circle.everybody(on_day=circle.today + 30 * DAY)
    circle.move(
        meeting, starts_time=time(9), on_day=circle.today + 30 * DAY, expectation=Expectation.EVERYBODY
    )
    assert "amara" not in circle.hear()
    told = monday(circle)
    assert "New and changed meetings" in told["amara"]
    assert "Moved: Breakfast is now on Thu 31 Dec, 09:00" in told["amara"]
    assert "ben" not in told, "who was mailed at once is not told again"


def test_what_no_longer_stands_is_left_out_of_the_weekly_mail(circle: Circle) -> None:
    weekly(circle, circle.amara, NoticeKind.MEETING)
    meeting = circle.schedule(on_day=circle.today + 30 * DAY)
    circle.hear()
    with time_machine.travel(utc_now() + DAY, tick=False):
        circle.cancel(meeting)
    assert "New: " not in monday(circle).get("amara", "")


def test_a_series_is_in_the_weekly_mail_with_its_next_day(circle: Circle) -> None:
    weekly(circle, circle.amara, NoticeKind.MEETING)
    circle.start()
    assert "New: Breakfast, next on Thu 10 Dec, 07:00" in monday(circle)["amara"]


def test_what_is_new_this_week_is_not_moved_in_the_weekly_mail(circle: Circle) -> None:
    weekly(circle, circle.amara, NoticeKind.MEETING)
    day = circle.today + 30 * DAY
    single = circle.schedule(on_day=day, title="Summer dinner")
    series = circle.start()
    circle.hear()
    with time_machine.travel(utc_now() + DAY, tick=False):
        circle.move(single, starts_time=time(19), on_day=day, title="Summer dinner")
        fourth = circle.meetings(series)[3]
        circle.move(fourth, starts_time=time(9), on_day=fourth.on_day)
    told = monday(circle)["amara"]
    assert "New: Summer dinner, Thu 31 Dec, 19:00" in told
    assert "New: Breakfast, next on" in told
    assert "Moved" not in told


def test_a_one_to_one_that_is_proposed_is_in_the_weekly_mail(circle: Circle) -> None:
    weekly(circle, circle.ben, NoticeKind.ONE_TO_ONE)
    with circle.world.inside(circle.group):
        proposal = Proposal(proposer_id=circle.amara.id, invited_id=circle.ben.id, created_at=utc_now())
        db.session.add(proposal)
        db.session.flush()
        telling.tell_proposed(proposal)
        db.session.commit()
    assert "Amara Okafor would like a one-to-one with you" in monday(circle)["ben"]


def test_who_asks_to_join_is_in_the_weekly_mail_of_an_admin(circle: Circle) -> None:
    admin = circle.world.member(circle.group, rights=(Right.ADMIN,), email="ada@example.org")
    prove(circle.world, admin)
    weekly(circle, admin, NoticeKind.VISITORS)
    with circle.world.inside(circle.group):
        now = utc_now()
        visitor = Visitor(name="Vera Visitor", status=VisitorStatus.APPLIED, stepped_at=now, created_at=now)
        db.session.add(visitor)
        db.session.flush()
        telling.tell_visitor(visitor)
        db.session.commit()
    assert "Vera Visitor asks to join" in monday(circle)["ada"]
