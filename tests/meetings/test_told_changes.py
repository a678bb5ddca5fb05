"""Whom a meeting that is scheduled, moved or cancelled is told, when, and in how many mails."""

from datetime import time, timedelta

import pytest
import time_machine

from groupnet.core.clock import utc_now
from groupnet.groups.queries import get_membership
from groupnet.meetings.models import Answer, Expectation
from groupnet.meetings.service.answering import give_answer
from groupnet.meetings.service.scheduling import publish_meeting
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.ears import Circle

MEMBERS = {"amara", "ben", "chiara", "dev"}
COMING, SUBSTITUTE, DECLINED, WAITLISTED = Answer


@pytest.fixture
def circle(world: World, mailbox: Mailbox) -> Circle:
    return Circle(world, mailbox)


def test_a_new_meeting_is_told_to_every_active_member_after_a_quarter_of_an_hour(circle: Circle) -> None:
    circle.schedule(expectation=Expectation.SIGN_UP, place="The Ship Inn")
    assert circle.mailbox.deliver() == []
    heard = circle.hear()
    assert set(heard) == MEMBERS  # neither the organiser, whose act it is, nor who has left
    (mail,) = heard["amara"]
    assert mail.subject.startswith("New: Breakfast, Thu")
    assert "The Ship Inn" in mail.text
    assert len([link for link in mail.links if "/meeting-answer/" in link]) == 3
    assert mail.calendar is not None
    method, content = mail.calendar
    assert method == "REQUEST"
    assert b"METHOD:REQUEST" in content
    assert b"mailto:amara@example.org" in content


def test_whoever_is_on_leave_is_not_told(circle: Circle) -> None:
    circle.on_leave(circle.ben)
    circle.schedule()
    assert set(circle.hear()) == MEMBERS - {"ben"}


def test_a_draft_is_told_when_it_is_scheduled(circle: Circle) -> None:
    meeting = circle.schedule(is_draft=True)
    assert circle.hear() == {}
    with circle.holding(meeting) as held:
        publish_meeting(acting=circle.organiser, meeting=held)
    assert set(circle.hear()) == MEMBERS


def test_what_has_been_is_told_to_nobody(circle: Circle) -> None:
    circle.schedule(on_day=circle.today - timedelta(days=3), has_been=True)
    assert circle.notices() == []


def test_scheduled_and_cancelled_within_minutes_was_never_told(circle: Circle) -> None:
    meeting = circle.schedule()
    circle.cancel(meeting)
    assert circle.notices() == []
    assert circle.hear() == {}


def test_cancelled_and_brought_back_within_minutes_was_never_told(circle: Circle) -> None:
    meeting = circle.everybody()
    circle.cancel(meeting, "Storm")
    assert len(circle.notices()) == 4
    circle.bring_back(meeting)
    assert circle.notices() == []
    assert circle.hear() == {}


def test_moved_and_moved_back_within_minutes_was_never_told(circle: Circle) -> None:
    meeting = circle.everybody(place="The Ship Inn")
    circle.move(meeting, starts_time=time(8), expectation=Expectation.EVERYBODY, place="The Ship Inn")
    circle.move(meeting, expectation=Expectation.EVERYBODY, place="The Ship Inn")
    assert circle.notices() == []
    assert circle.hear() == {}


def test_several_changes_make_one_mail_that_says_how_it_was_and_how_it_is(circle: Circle) -> None:
    meeting = circle.everybody()
    circle.move(meeting, starts_time=time(8), expectation=Expectation.EVERYBODY)
    circle.move(meeting, starts_time=time(9), expectation=Expectation.EVERYBODY, place="The Anchor")
    heard = circle.hear()
    assert {name: len(mails) for name, mails in heard.items()} == dict.fromkeys(MEMBERS, 1)
    mail = heard["ben"][0]
    assert mail.subject.endswith("09:00")
    assert "It was to be on Thu" in mail.text
    assert "07:00" in mail.text
    assert "08:00" not in mail.text
    assert "The Anchor" in mail.text


def test_a_move_before_a_cancellation_is_remembered_when_it_is_brought_back(circle: Circle) -> None:
    meeting = circle.everybody()
    circle.move(meeting, starts_time=time(8), expectation=Expectation.EVERYBODY)
    circle.cancel(meeting)
    circle.bring_back(meeting)
    assert {what for _, what in circle.notices()} == {"moved"}


def test_another_place_is_told_and_another_agenda_is_not(circle: Circle) -> None:
    meeting = circle.everybody()
    circle.move(meeting, agenda="Coffee first", expectation=Expectation.EVERYBODY)
    assert circle.notices() == []
    circle.move(meeting, agenda="Coffee first", place="The Anchor", expectation=Expectation.EVERYBODY)
    mail = circle.hear()["dev"][0]
    assert mail.subject.startswith("Another place: Breakfast")


def test_a_cancelled_sign_up_is_told_to_those_who_count_on_it(circle: Circle) -> None:
    meeting = circle.sign_up(capacity=2)
    world = circle.world
    world.answer(meeting, circle.amara, COMING)
    world.answer(meeting, circle.ben, WAITLISTED, queue_number=1)
    world.answer(meeting, circle.chiara, DECLINED)
    circle.cancel(meeting, "The roof leaks.")
    heard = circle.hear()
    assert set(heard) == {"amara", "ben"}
    mail = heard["amara"][0]
    assert mail.subject.startswith("Cancelled: Breakfast")
    assert "The roof leaks." in mail.text
    assert mail.calendar is not None
    assert mail.calendar[0] == "CANCEL"
    assert b"STATUS:CANCELLED" in mail.calendar[1]


def test_another_time_is_told_to_those_too_who_could_not_come(circle: Circle) -> None:
    meeting = circle.sign_up()
    circle.world.answer(meeting, circle.chiara, DECLINED)
    circle.move(meeting, starts_time=time(12), expectation=Expectation.SIGN_UP)
    (mail,) = circle.hear()["chiara"]
    assert "You said that you cannot come." in mail.text
    assert "I’m coming" in mail.text


def test_what_takes_place_after_all_is_told_where_its_end_was(circle: Circle) -> None:
    meeting = circle.everybody()
    circle.cancel(meeting)
    with time_machine.travel(utc_now() + timedelta(hours=1), tick=False):
        circle.mailbox.deliver()
        circle.bring_back(meeting)
        heard = circle.hear()
    assert heard["amara"][0].subject.startswith("It takes place after all: Breakfast")


def test_the_sooner_it_begins_the_sooner_it_is_told(circle: Circle) -> None:
    meeting = circle.world.meeting(
        circle.group, starts_at=utc_now() + timedelta(minutes=30), expectation=Expectation.EVERYBODY
    )
    circle.cancel(meeting)
    assert set(circle.hear(timedelta(minutes=4))) == MEMBERS


def test_a_mail_that_comes_too_late_is_not_sent(circle: Circle) -> None:
    meeting = circle.everybody()
    circle.cancel(meeting)
    assert circle.hear(meeting.starts_at - utc_now() + timedelta(minutes=1)) == {}


def test_T44_a_freed_place_is_told_once_with_the_way_to_give_it_back(circle: Circle) -> None:
    meeting = circle.sign_up(capacity=1)
    circle.world.answer(meeting, circle.ben, COMING)
    circle.world.answer(meeting, circle.chiara, WAITLISTED, queue_number=1)
    circle.world.answer(meeting, circle.dev, WAITLISTED, queue_number=2)
    with circle.holding(meeting) as held:
        ben = get_membership(circle.ben.id)
        give_answer(acting=ben, membership=ben, meeting=held, answer=DECLINED)
    heard = circle.hear(timedelta())
    assert set(heard) == {"chiara"}
    (mail,) = heard["chiara"]
    assert mail.subject.startswith("A place has become free: you are in.")
    assert "I can’t come" in mail.text
    assert circle.hear() == {}


def test_a_place_given_back_meanwhile_is_not_told(circle: Circle) -> None:
    meeting = circle.sign_up(capacity=1)
    circle.world.answer(meeting, circle.ben, COMING)
    circle.world.answer(meeting, circle.chiara, WAITLISTED, queue_number=1)
    with circle.holding(meeting) as held:
        for member in (circle.ben, circle.chiara):
            acting = get_membership(member.id)
            give_answer(acting=acting, membership=acting, meeting=held, answer=DECLINED)
    assert circle.hear() == {}
