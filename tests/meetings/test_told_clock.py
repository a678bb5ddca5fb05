"""A group's other clock: calendars hear of it, and times that were proposed stay at their hour."""

from datetime import datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group
from groupnet.groups.signals import timezone_changed
from groupnet.meetings.models import Answer, Expectation, MeetingKind, MeetingSeries, Proposal, ProposedTime
from groupnet.meetings.recurrence import wall_time
from groupnet.notices import service as notices
from groupnet.notices.models import NoticeKind, Way
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.ears import Circle

OLD, NEW = "Europe/London", "America/New_York"
MEMBERS = {"amara", "ben", "chiara", "dev", "olga"}


@pytest.fixture
def circle(world: World, mailbox: Mailbox) -> Circle:
    return Circle(world, mailbox)


def turn_clock(circle: Circle) -> None:
    with circle.world.inside(circle.group):
        group = db.session.execute(select(Group).where(Group.id == circle.group.id)).scalar_one()
        group.timezone = NEW
        db.session.flush()
        timezone_changed.send(group, old=OLD, new=NEW)
        db.session.commit()


def test_T52_calendars_hear_of_a_series_at_the_new_clock(circle: Circle) -> None:
    series = circle.start()
    circle.told_already()
    turn_clock(circle)
    heard = circle.hear()
    assert {name: len(mails) for name, mails in heard.items()} == dict.fromkeys(MEMBERS, 1)
    mail = heard["ben"][0]
    assert mail.subject.startswith("For your calendar: Breakfast, next on Thu")
    assert mail.subject.endswith("07:00")
    assert mail.calendar is not None
    event = next(
        one for one in Calendar.from_ical(mail.calendar[1]).walk("VEVENT") if "RECURRENCE-ID" not in one
    )
    assert (str(event["UID"]), event["SEQUENCE"]) == (series.uid, 1)
    assert event["DTSTART"].params["TZID"] == NEW
    with circle.world.inside(circle.group):
        assert db.session.execute(select(MeetingSeries.sequence)).scalar_one() == 1


def test_T52_a_meeting_by_itself_is_one_mail_to_those_whom_it_concerns(circle: Circle) -> None:
    meeting = circle.sign_up()
    circle.world.answer(meeting, circle.chiara, Answer.DECLINED)
    with circle.world.app.app_context():
        notices.choose(person_id=circle.dev.person_id or 0, ways={NoticeKind.MEETING: Way.NEVER})
        db.session.commit()
    turn_clock(circle)
    heard = circle.hear()
    assert {name: len(mails) for name, mails in heard.items()} == {"amara": 1, "ben": 1, "olga": 1}
    assert heard["amara"][0].subject.endswith("07:00")
    assert heard["amara"][0].calendar is not None


def test_T52_an_agreed_one_to_one_is_told_to_its_two(circle: Circle) -> None:
    starts_at = utc_now() + timedelta(days=3)
    meeting = circle.world.meeting(
        circle.group, kind=MeetingKind.ONE_TO_ONE, starts_at=starts_at, expectation=Expectation.SIGN_UP
    )
    for member in (circle.amara, circle.ben):
        circle.world.answer(meeting, member, Answer.COMING)
    turn_clock(circle)
    assert {name: len(mails) for name, mails in circle.hear().items()} == {"amara": 1, "ben": 1}


def test_T52_times_that_are_proposed_stay_at_their_hour(circle: Circle) -> None:
    moments = [
        utc_now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2, hours=n) for n in range(6)
    ]
    with circle.world.inside(circle.group):
        propose_to(circle, moments)
        db.session.commit()
    turn_clock(circle)
    with circle.world.inside(circle.group):
        stored = db.session.execute(select(ProposedTime.starts_at).order_by(ProposedTime.starts_at)).scalars()
        shown = [wall_time(moment, NEW) for moment in stored]
    assert shown == [wall_time(moment, OLD) for moment in moments]


def propose_to(circle: Circle, moments: list[datetime]) -> None:
    proposal = Proposal(proposer_id=circle.amara.id, invited_id=circle.ben.id, created_at=utc_now())
    db.session.add(proposal)
    db.session.flush()
    db.session.add_all([ProposedTime(proposal_id=proposal.id, starts_at=moment) for moment in moments])
