"""The next meeting of each of a person's groups, for their first page, and one's own answers to many."""

from datetime import timedelta

from groupnet.core.clock import utc_now
from groupnet.core.tenancy import every_group
from groupnet.groups.models import Membership, Status
from groupnet.meetings.models import Answer, Expectation, MeetingKind, MeetingStatus
from groupnet.meetings.queries.answers import OwnAnswer, answers_of
from groupnet.meetings.queries.next_meetings import NextMeeting, next_for_home
from tests.factories import World
from tests.meetings.tables import Table
from tests.statements import count_statements

COMING, SUBSTITUTE, DECLINED, WAITLISTED = Answer
SOON = timedelta(days=2)


def look(world: World, *places: Membership) -> list[NextMeeting]:
    with world.app.app_context(), every_group():
        return next_for_home([place.id for place in places], utc_now())


def test_the_next_two_meetings_of_each_group_soonest_first(world: World) -> None:
    table = Table(world)
    hill = world.group("hill")
    there = world.member(hill, person=world.person("a@b.example"))
    sooner = world.meeting(hill, starts_at=utc_now() + SOON)
    second = world.meeting(hill, starts_at=utc_now() + 2 * SOON)
    world.meeting(hill, starts_at=utc_now() + 3 * SOON)
    found = look(world, table.amara, there)
    assert [(one.meeting.id, one.group_slug, one.membership_id) for one in found] == [
        (sooner.id, "hill", there.id),
        (second.id, "hill", there.id),
        (table.meeting.id, "harbour", table.amara.id),
    ]


def test_what_is_over_draft_cancelled_or_anothers_is_left_out(world: World) -> None:
    table = Table(world)
    now = utc_now()
    world.meeting(table.group, starts_at=now - SOON)
    world.meeting(table.group, starts_at=now + SOON, status=MeetingStatus.CANCELLED)
    world.meeting(table.group, starts_at=now + SOON, status=MeetingStatus.DRAFT)
    both = world.meeting(table.group, starts_at=now + SOON, kind=MeetingKind.ONE_TO_ONE)
    world.answer(both, table.ben, COMING)
    world.answer(both, table.chiara, COMING)
    assert look(world, table.amara)[0].meeting.id == table.meeting.id
    [of_ben, _] = look(world, table.ben)
    assert (of_ben.meeting.id, of_ben.may_answer, of_ben.expected) == (both.id, False, 2)


def test_what_others_arrange_and_a_year_of_meetings_hide_nothing(world: World) -> None:
    table = Table(world)
    now = utc_now()
    for week in range(1, 30):
        world.meeting(table.group, starts_at=now + timedelta(weeks=week))
        other = world.meeting(table.group, starts_at=now + timedelta(hours=week), kind=MeetingKind.ONE_TO_ONE)
        world.answer(other, table.ben, COMING)
    mine = [
        world.meeting(table.group, starts_at=now + timedelta(weeks=number), kind=MeetingKind.ONE_TO_ONE)
        for number in (33, 32, 31)
    ]
    for meeting in mine:
        world.answer(meeting, table.amara, COMING)
    found = [one.meeting for one in look(world, table.amara)]
    assert [one.kind for one in found].count(MeetingKind.GROUP) == 2
    assert [one.id for one in found][2:] == [mine[2].id, mine[1].id]


def test_one_that_goes_on_is_still_the_next(world: World) -> None:
    table = Table(world)
    now_on = world.meeting(table.group, starts_at=utc_now() - timedelta(minutes=30))
    found, _ = look(world, table.amara)
    assert (found.meeting.id, found.may_answer) == (now_on.id, False)


def test_ones_own_answer_and_a_few_faces(world: World) -> None:
    table = Table(world, capacity=3)
    table.say(table.amara, COMING)
    table.say(table.ben, SUBSTITUTE, "Sam")
    table.visit()
    table.say(table.chiara, COMING)
    table.say(table.dev, COMING)
    [found] = look(world, table.dev)
    assert found.mine == OwnAnswer(WAITLISTED, "", 2)
    assert (found.expected, found.is_full, found.may_answer) == (2, True, True)
    assert [(face.name, face.group_slug) for face in found.faces] == [("Amara Okafor", "harbour")]
    [other] = look(world, table.ben)
    assert other.mine == OwnAnswer(SUBSTITUTE, "Sam")


def test_where_everybody_is_expected_silence_is_counted(world: World) -> None:
    table = Table(world, expectation=Expectation.EVERYBODY)
    for _ in range(4):
        world.member(table.group)
    table.say(table.amara, DECLINED)
    table.standing(table.dev, Status.ON_LEAVE)
    [found] = look(world, table.ben)
    assert (found.mine.is_coming, found.expected, len(found.faces)) == (True, 7, 5)
    [away] = look(world, table.dev)
    assert not away.mine.is_coming


def test_three_statements_at_most_for_any_number_of_groups(world: World) -> None:
    table = Table(world)
    places = [table.amara]
    for number in range(4):
        group = world.group()
        places.append(world.member(group))
        world.meeting(group, starts_at=utc_now() + SOON * (number + 1), expectation=Expectation.EVERYBODY)
    with count_statements() as sent:
        assert len(look(world, *places)) == 5
    assert len(sent) <= 3
    assert look(world) == []


def test_ones_own_answers_to_many_meetings_in_one_statement(world: World) -> None:
    table = Table(world, capacity=1)
    table.say(table.amara, COMING)
    for who in (table.ben, table.chiara):
        table.say(who, COMING)
    other = world.meeting(table.group)
    world.answer(other, table.chiara, SUBSTITUTE, substitute_name="Sam")
    silent = world.meeting(table.group)
    with world.inside(table.group), count_statements() as sent:
        found = answers_of(table.chiara, [table.meeting.id, other.id, silent.id])
    assert found == {table.meeting.id: OwnAnswer(WAITLISTED, "", 2), other.id: OwnAnswer(SUBSTITUTE, "Sam")}
    assert len(sent) == 1
