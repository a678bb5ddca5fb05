"""Reminders two days and two hours before a meeting."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Membership
from groupnet.meetings.jobs_reminders import REMIND_OF_ONE
from groupnet.meetings.models import (
    Expectation,
    MeetingKind,
    MeetingStatus,
)
from groupnet.meetings.telling import tell_promoted
from groupnet.notices import service as notices
from groupnet.notices.models import NoticeKind, Way
from groupnet.outbox.models import Job, OutgoingMail
from groupnet.outbox.service import queue_job
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.ears import Circle
from tests.meetings.on_monday import (
    COMING,
    DAY,
    DECLINED,
    HOUR,
    MONDAY,
    SUBSTITUTE,
    WAITLISTED,
    at,
    breakfast,
    who,
    work,
)


@pytest.fixture
def circle(world: World, mailbox: Mailbox) -> Iterator[Circle]:
    with time_machine.travel(MONDAY - 30 * DAY, tick=False):
        yield Circle(world, mailbox)


def test_two_days_before_those_concerned_are_reminded_once(circle: Circle) -> None:
    meeting = breakfast(circle, title="Breakfast", place="The Ship Inn")
    circle.world.answer(meeting, circle.amara, COMING)
    circle.world.answer(meeting, circle.ben, DECLINED)
    circle.world.answer(meeting, circle.dev, SUBSTITUTE, substitute_name="Sam Stand-In")
    with at(circle, MONDAY - 2 * DAY - HOUR) as mails:
        assert mails == []
    with at(circle, MONDAY - 2 * DAY) as mails:
        assert who(mails) == ["amara", "chiara", "dev", "olga"]
        by = {mail.to.split("@")[0]: mail for mail in mails}
    assert by["amara"].subject == "Breakfast, Mon 7 Dec, 07:00"
    assert "You said that you are coming." in by["amara"].text
    assert "We count you in. Is that right?" in by["chiara"].text
    assert by["chiara"].text.index("I’m coming") < by["chiara"].text.index("I can’t come")
    assert "Sam Stand-In comes for you." in by["dev"].text
    assert "The Ship Inn" in by["dev"].text
    assert "List-Unsubscribe" in by["amara"].headers
    with at(circle, MONDAY - 2 * DAY + HOUR) as mails:
        assert mails == []


def test_a_sign_up_asks_who_has_not_answered_two_days_before_alone(circle: Circle) -> None:
    meeting = breakfast(circle, title="Dinner", expectation=Expectation.SIGN_UP)
    circle.world.answer(meeting, circle.amara, COMING)
    circle.world.answer(meeting, circle.ben, WAITLISTED, queue_number=1)
    with at(circle, MONDAY - 2 * DAY) as mails:
        assert who(mails) == ["amara", "chiara", "dev", "olga"]
        dev = next(mail for mail in mails if mail.to.startswith("dev"))
    assert dev.subject == "Are you coming? Dinner, Mon 7 Dec, 07:00"
    assert len([link for link in dev.links if "/meeting-answer/" in link]) == 3
    with at(circle, MONDAY - 2 * HOUR) as mails:
        assert who(mails) == ["amara"]
        assert mails[0].subject == "Today at 07:00: Dinner"


def test_a_link_of_a_reminder_answers_without_signing_in(circle: Circle, browser: Browser) -> None:
    breakfast(circle, expectation=Expectation.SIGN_UP)
    with at(circle, MONDAY - 2 * DAY) as mails:
        page = browser.get(mails[0].link("/meeting-answer/"))
        assert page.status_code == 200


NOT_AHEAD = [
    {"status": MeetingStatus.DRAFT},
    {"status": MeetingStatus.CANCELLED},
    {"status": MeetingStatus.HELD, "kind": MeetingKind.ONE_TO_ONE},
]


@pytest.mark.parametrize("fields", NOT_AHEAD)
def test_only_what_takes_place_is_reminded_of(circle: Circle, fields: dict[str, Any]) -> None:
    circle.world.answer(breakfast(circle, **fields), circle.amara, COMING)
    with at(circle, MONDAY - 2 * DAY) as mails:
        assert mails == []


def test_an_early_mark_keeps_no_reminder_and_no_count_back(circle: Circle) -> None:
    breakfast(circle, status=MeetingStatus.HELD, closes_at=MONDAY - 2 * HOUR)
    with at(circle, MONDAY - HOUR / 2 - HOUR / 10) as mails:
        assert sum(mail.to.startswith("olga") for mail in mails) == 2
        assert {"amara", "ben", "chiara", "dev"} < set(who(mails))


def test_T48_a_reminder_for_a_past_meeting_is_dropped(circle: Circle) -> None:
    breakfast(circle)
    with time_machine.travel(MONDAY - 2 * HOUR, tick=False):
        work(circle.world.app)
    with time_machine.travel(MONDAY + HOUR, tick=False):
        assert circle.mailbox.deliver() == []
    with circle.world.app.app_context():
        states = set(db.session.execute(select(OutgoingMail.state)).scalars())
    assert {state.value for state in states} == {"dropped"}


def test_what_is_cancelled_or_moved_after_its_mail_was_written_is_not_reminded_of(circle: Circle) -> None:
    for change in ({"status": MeetingStatus.CANCELLED}, {"starts_at": MONDAY + HOUR / 2}):
        meeting = breakfast(circle)
        with time_machine.travel(MONDAY - 2 * DAY, tick=False):
            work(circle.world.app)
            with circle.holding(meeting) as held:
                for name, value in change.items():
                    setattr(held, name, value)
            assert circle.mailbox.deliver() == []


def test_a_moved_meeting_is_reminded_of_at_its_new_time(circle: Circle) -> None:
    meeting = breakfast(circle)
    with at(circle, MONDAY - 2 * DAY) as mails:
        assert len(mails) == 5
    with time_machine.travel(MONDAY - DAY, tick=False), circle.holding(meeting) as held:
        held.starts_at, held.ends_at, held.closes_at = (MONDAY + n * DAY for n in (7, 8, 7))
        held.on_day, held.sequence, held.changed_at = (MONDAY + 7 * DAY).date(), 1, utc_now()
    with at(circle, MONDAY + 5 * DAY) as mails:
        assert len(mails) == 5
        assert "Mon 14 Dec" in mails[0].subject


def test_who_has_just_been_told_is_not_reminded_yet(circle: Circle) -> None:
    meeting = breakfast(circle, title="Breakfast")
    with time_machine.travel(MONDAY - 2 * DAY, tick=False):
        circle.cancel(meeting)
    with time_machine.travel(MONDAY - 2 * DAY + HOUR / 2, tick=False):
        assert len(circle.mailbox.deliver()) == 4
        circle.bring_back(meeting)
    with at(circle, MONDAY - 2 * DAY + HOUR) as mails:
        assert [mail.subject for mail in mails] == [
            "It takes place after all: Breakfast, Mon 7 Dec, 07:00"
        ] * 4
    with at(circle, MONDAY - 2 * DAY + 7 * HOUR) as mails:
        assert len(mails) == 5


def test_an_edit_that_nobody_hears_of_keeps_no_reminder_back(circle: Circle) -> None:
    meeting = breakfast(circle)
    with time_machine.travel(MONDAY - 2 * HOUR, tick=False), circle.holding(meeting) as held:
        held.agenda, held.changed_at = "Coffee first", utc_now()
    with at(circle, MONDAY - 2 * HOUR) as mails:
        assert len(mails) == 5


def test_whose_place_became_free_keeps_no_reminder_of_others_back(circle: Circle) -> None:
    meeting = breakfast(circle, capacity=9)
    answer = circle.world.answer(meeting, circle.ben, COMING)
    with time_machine.travel(MONDAY - 2 * HOUR, tick=False):
        with circle.world.inside(circle.group):
            tell_promoted(answer)
            db.session.commit()
        assert len(circle.mailbox.deliver()) == 1
    with at(circle, MONDAY - 2 * HOUR) as mails:
        assert len(mails) == 5


def test_members_on_leave_and_those_who_want_no_reminders_get_none(circle: Circle) -> None:
    breakfast(circle)
    circle.on_leave(circle.ben)
    with circle.world.app.app_context():
        notices.choose(person_id=circle.dev.person_id or 0, ways={NoticeKind.REMINDER: Way.NEVER})
        db.session.commit()
    with at(circle, MONDAY - 2 * DAY) as mails:
        assert who(mails) == ["amara", "chiara", "olga"]


def test_a_person_in_two_groups_gets_each_groups_own_by_its_clock(circle: Circle) -> None:
    world = circle.world
    tokyo = world.group("tokyo", name="Tokyo Circle", timezone="Asia/Tokyo")
    with world.app.app_context():
        person_id = circle.amara.person_id
    there: Membership = world.member(tokyo, "Amara Okafor", account=False)
    with world.inside(tokyo):
        db.session.merge(there).person_id = person_id
        db.session.commit()
    breakfast(circle)
    world.meeting(tokyo, title="Lunch", starts_at=MONDAY, expectation=Expectation.EVERYBODY)
    with at(circle, MONDAY - 2 * DAY) as mails:
        subjects = [mail.subject for mail in mails if mail.to.startswith("amara")]
    assert len(subjects) == 2
    assert "Lunch, Mon 7 Dec, 16:00" in subjects


def test_a_one_to_one_is_reminded_of_to_its_two_alone(circle: Circle) -> None:
    meeting = breakfast(circle, kind=MeetingKind.ONE_TO_ONE, expectation=Expectation.SIGN_UP)
    for member in (circle.amara, circle.ben):
        circle.world.answer(meeting, member, COMING)
    with at(circle, MONDAY - 2 * DAY) as mails:
        assert who(mails) == ["amara", "ben"]


def test_two_workers_at_once_write_each_mail_once(circle: Circle) -> None:
    breakfast(circle)
    with time_machine.travel(MONDAY - 2 * DAY, tick=False):
        work(circle.world.app)
        with circle.world.app.app_context():
            (job,) = db.session.execute(select(Job).where(Job.kind == REMIND_OF_ONE)).scalars()
            again = {**job.content()}
            queue_job(kind=REMIND_OF_ONE, payload=again, about_group_id=circle.group.id)
            db.session.commit()
        work(circle.world.app)
        assert len(circle.mailbox.deliver()) == 5
