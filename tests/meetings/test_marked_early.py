"""Attendance begins before the meeting does: until it begins, answers and places go on as before."""

from datetime import timedelta

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.core.tenancy import every_group
from groupnet.groups.models import Membership, Status
from groupnet.meetings.door_keys import door_code
from groupnet.meetings.links import answer_address
from groupnet.meetings.models import Answer, MeetingStatus
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.queries.next_meetings import next_for_home
from groupnet.meetings.telling import tell_promoted
from tests.browser import Browser
from tests.factories import World
from tests.mailbox import Mailbox
from tests.meetings.ears import Circle
from tests.meetings.tables import Table, told

COMING, SUBSTITUTE, DECLINED, WAITLISTED = Answer
SOON = timedelta(minutes=25)


def marked_early(world: World, **fields: object) -> Table:
    """Amara has the one place, Ben waits, and Dev is at the door before both."""
    table = Table(world, **{"capacity": 1, "starts_at": utc_now() + SOON, "title": "Dinner", **fields})
    table.say(table.amara, COMING)
    table.say(table.ben, COMING)
    with world.inside(table.group):
        code = door_code(table.meeting)
    signed_in(table, table.dev).submit(f"meetings/{table.meeting.id}/here", {"code": code})
    with world.inside(table.group):
        meeting = get_meeting(table.meeting.id, table.organiser)
        assert meeting.status is MeetingStatus.HELD
    return table


def signed_in(table: Table, who: Membership) -> Browser:
    return Browser(table.world.app).sign_in(who)


def test_T43_a_place_given_back_after_the_first_mark_goes_to_who_waits(world: World) -> None:
    table = marked_early(world)
    with told() as heard:
        page = signed_in(table, table.amara)
        assert page.submit(f"meetings/{table.meeting.id}", {"answer": "declined"}).status_code == 303
    assert (table.answer(table.amara), table.answer(table.ben)) == (DECLINED, COMING)
    assert heard == [table.ben.id]
    assert (table.places.taken, table.places.waiting) == (1, 0)


def test_a_place_that_an_organiser_or_a_leave_frees_after_the_first_mark_goes_to_who_waits(
    world: World,
) -> None:
    table = marked_early(world)
    table.say(table.chiara, COMING)
    table.say(table.amara, DECLINED, acting=table.organiser)
    assert table.answer(table.ben) is COMING
    table.standing(table.ben, Status.ON_LEAVE)
    assert table.answer(table.chiara) is COMING


def test_after_the_first_mark_the_page_still_asks_and_says_who_comes(world: World) -> None:
    table = marked_early(world)
    page = signed_in(table, table.chiara).get(f"meetings/{table.meeting.id}").text
    assert "Who comes" in page
    assert "1 waits for a place." in page
    assert "were here" not in page
    browser = signed_in(table, table.chiara)
    assert "Dinner" in browser.get("meetings?only=unanswered").text
    with world.app.app_context(), every_group():
        (card,) = next_for_home([table.chiara.id], utc_now())
    assert card.asks


def test_a_link_of_a_mail_answers_after_the_first_mark(world: World) -> None:
    table = marked_early(world)
    with world.inside(table.group):
        address = answer_address(
            group_id=table.group.id,
            meeting_id=table.meeting.id,
            membership_id=table.amara.id,
            answer=DECLINED,
            email=table.amara.email,
        )
    Browser(world.app).submit("/" + address.split("/", 3)[3], {})
    assert table.answer(table.amara) is DECLINED


def test_answers_still_close_at_their_time_and_at_the_start(world: World) -> None:
    table = marked_early(world, closes_at=utc_now() + timedelta(minutes=5))
    page = signed_in(table, table.amara)
    path, token = page.path(f"meetings/{table.meeting.id}/answer"), page.token()
    table.change(closes_at=utc_now() - timedelta(minutes=1))
    page.client.post(path, data={"csrf_token": token, "answer": "declined"})
    assert table.answer(table.amara) is COMING
    table.change(starts_at=utc_now() - timedelta(minutes=1))
    table.say(table.amara, DECLINED, acting=table.organiser)
    assert table.answer(table.ben) is WAITLISTED


def test_whose_place_became_free_after_the_first_mark_hears_of_it(world: World, mailbox: Mailbox) -> None:
    circle = Circle(world, mailbox)
    meeting = world.meeting(
        circle.group, starts_at=utc_now() + SOON, status=MeetingStatus.HELD, title="Dinner"
    )
    answer = world.answer(meeting, circle.ben, COMING)
    with world.inside(circle.group):
        tell_promoted(answer)
        db.session.commit()
    (mail,) = circle.hear()["ben"]
    assert "Dinner" in mail.subject
