"""The count for the organisers, when the answers close."""

from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy import select

from groupnet.core.db import db
from groupnet.groups.models import Group
from groupnet.groups.roles import Right
from groupnet.meetings.models import MeetingSlot, SlotRole
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.ears import Circle
from tests.meetings.on_monday import COMING, DAY, DECLINED, HOUR, MONDAY, SUBSTITUTE, at, breakfast, who
from tests.notices.conftest import prove


@pytest.fixture
def circle(world: World, mailbox: Mailbox) -> Iterator[Circle]:
    with time_machine.travel(MONDAY - 30 * DAY, tick=False):
        yield Circle(world, mailbox)


def test_the_organisers_get_the_count_when_answers_close(circle: Circle) -> None:
    meeting = breakfast(circle, title="Breakfast", closes_at=MONDAY - 20 * HOUR)
    circle.world.answer(meeting, circle.amara, COMING)
    circle.world.answer(meeting, circle.ben, DECLINED)
    circle.world.answer(meeting, circle.dev, SUBSTITUTE, substitute_name="Sam Stand-In")
    with at(circle, MONDAY - 2 * DAY):
        pass
    with at(circle, MONDAY - 20 * HOUR) as mails:
        assert who(mails) == ["olga"]
        (mail,) = mails
    assert mail.subject.startswith("For the kitchen: 4. Breakfast, Mon 7 Dec, 07:00")
    assert "1 said they come, 1 sends somebody, 2 expected, 1 can’t. For the kitchen: 4." in mail.text
    assert "Sam Stand-In for Dev Patel" in mail.text
    with at(circle, MONDAY - 19 * HOUR) as mails:
        assert mails == []


def test_an_organiser_gets_the_count_while_their_other_rights_rest(circle: Circle) -> None:
    breakfast(circle, closes_at=MONDAY - 20 * HOUR)
    rights = (Right.ADMIN, Right.ORGANISER)
    prove(circle.world, circle.world.member(circle.group, "Ada Both", rights=rights, email="ada@example.org"))
    with circle.world.inside(circle.group):
        db.session.execute(select(Group)).scalar_one().second_factor_required = True
        db.session.commit()
    with at(circle, MONDAY - 20 * HOUR) as mails:
        assert who(mails) == ["ada", "olga"]


def test_the_count_says_who_took_something_on_and_cannot_come(circle: Circle) -> None:
    meeting = breakfast(circle, closes_at=MONDAY - 20 * HOUR)
    circle.world.answer(meeting, circle.ben, DECLINED)
    with circle.world.inside(circle.group):
        takers = ((SlotRole.SPEAKER, circle.ben), (SlotRole.SPEAKER, circle.dev), (SlotRole.HOST, circle.ben))
        for number, (role, member) in enumerate(takers):
            db.session.add(
                MeetingSlot(
                    meeting_id=meeting.id, role=role, number=number, membership_id=member.id, topic=""
                )
            )
        db.session.commit()
    with at(circle, MONDAY - 20 * HOUR) as mails:
        text = next(mail.text for mail in mails if mail.to.startswith("olga"))
    assert "Ben Brandt speaks, but can’t come." in text
    assert "Ben Brandt hosts, but can’t come." in text
    assert f"/meetings/{meeting.id}/slots/" in text
    assert "Ben Brandt" not in text.partition("Speaking")[2]
    assert "Dev Patel" in text.partition("Speaking")[2]


def test_where_answers_close_at_the_start_the_count_comes_on_the_evening_before(circle: Circle) -> None:
    breakfast(circle)
    with at(circle, MONDAY - 2 * DAY):
        pass
    with at(circle, MONDAY - 14 * HOUR) as mails:
        assert mails == []
    with at(circle, MONDAY - 13 * HOUR) as mails:
        assert who(mails) == ["olga"]
