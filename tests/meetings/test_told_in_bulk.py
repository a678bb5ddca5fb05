"""However many members are told of something, it takes no more statements than for a few."""

from collections.abc import Callable

import pytest

from groupnet.core.db import db
from groupnet.meetings import telling
from groupnet.meetings.jobs_reminders import REMIND_OF_ONE
from groupnet.meetings.models import Expectation, Meeting
from groupnet.outbox import running
from groupnet.outbox.claims import claim
from groupnet.outbox.models import Job
from groupnet.outbox.service import queue_job
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.ears import Circle
from tests.notices.conftest import prove
from tests.statements import count_statements

FEW, MANY = 5, 50


def start(circle: Circle, _meeting: Meeting) -> None:
    circle.start()


def cancel(circle: Circle, meeting: Meeting) -> None:
    circle.cancel(meeting, "Storm")


def ask(circle: Circle, meeting: Meeting) -> None:
    with circle.world.inside(circle.group):
        telling.ask_to_answer(meeting, circle.asked)
        db.session.commit()


def remind(circle: Circle, meeting: Meeting) -> None:
    with circle.world.app.app_context():
        payload = {"meeting_id": meeting.id, "distance": "days"}
        queue_job(
            kind=REMIND_OF_ONE, payload=payload, about_group_id=circle.group.id, unique_key=f"{meeting.id}"
        )
        db.session.commit()
        for job in claim(Job, 20):
            running.run_job(job)
        db.session.remove()


@pytest.mark.parametrize("act", [start, cancel, ask, remind])
def test_fifty_members_are_told_in_as_many_statements_as_five(
    world: World, mailbox: Mailbox, act: Callable[[Circle, Meeting], None]
) -> None:
    circle = Circle(world, mailbox)
    circle.asked = [circle.amara.id, circle.ben.id, circle.chiara.id, circle.dev.id]
    counted = []
    for number in (FEW, MANY):
        while len(circle.asked) < number:
            member = world.member(circle.group, email=f"m{len(circle.asked)}@example.org")
            prove(world, member)
            circle.asked.append(member.id)
        of = Expectation.SIGN_UP if act is ask else Expectation.EVERYBODY
        meeting = circle.sign_up() if of is Expectation.SIGN_UP else circle.everybody()
        with count_statements() as sent:
            act(circle, meeting)
        counted.append(len(sent))
        heard = circle.hear()
        organiser = 1 if act is remind else 0  # they are reminded as everybody else
        assert (len(heard), {len(mails) for mails in heard.values()}) == (number + organiser, {1})
    assert counted[0] == counted[1], "\n".join(sent)[:6000]
