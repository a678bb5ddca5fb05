"""T44: joins, leaves and changes of capacity at once; the list moves in its order, each is told once."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from flask import Flask
from sqlalchemy import select

from groupnet.core.db import db
from groupnet.core.tenancy import group_bound
from groupnet.groups.models import Group, Membership
from groupnet.groups.queries import get_membership
from groupnet.meetings.models import Answer, Meeting, MeetingAnswer
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.queries.places import count_places
from groupnet.meetings.service.answering import give_answer
from groupnet.meetings.service.places import fill_freed_places
from groupnet.meetings.signals import place_freed_for
from groupnet.outbox.models import OutgoingMail
from tests.factories import World
from tests.notices.conftest import prove

pytestmark = pytest.mark.commits
AT_ONCE = 8
MEMBERS = 24
ACTS = 200
ROUNDS = 50


@dataclass
class Diary:
    """What happened, in the order in which it was committed: whoever writes holds the meeting's row."""

    kept: list[tuple[str, int]] = field(default_factory=list)
    own: threading.local = field(default_factory=threading.local)

    def note(self, what: str, number: int) -> None:
        """Keep one thing that the act in hand does."""
        self.own.notes.append((what, number))

    @contextmanager
    def act(self) -> Iterator[None]:
        """One act: what it notes counts once its transaction is good."""
        self.own.notes = []
        yield
        db.session.flush()
        # before the commit, since it lets the next one in
        self.kept.extend(self.own.notes)
        db.session.commit()


@dataclass
class Hall:
    """A meeting that many act on."""

    app: Flask
    group: Group
    meeting: Meeting
    members: list[Membership]
    diary: Diary = field(default_factory=Diary)

    def act(self, number: int) -> None:
        """One act of a kind drawn by its number: a join, a leave, or another capacity."""
        dice = random.Random(number)
        member = dice.choice(self.members)
        kind = dice.choices(("join", "leave", "room"), (5, 3, 1))[0]
        with self.app.app_context(), group_bound(self.group.id), self.diary.act():
            acting = get_membership(member.id)
            meeting = get_meeting(self.meeting.id, acting, to_change=True)
            if kind == "room":
                self.change_room(meeting, dice.randint(1, 9))
            else:
                self.answer(meeting, acting, Answer.COMING if kind == "join" else Answer.DECLINED)

    def change_room(self, meeting: Meeting, places: int) -> None:
        """More or fewer places, but never fewer than are taken."""
        meeting.capacity = max(places, count_places(meeting).taken)
        db.session.flush()
        self.diary.note("room", meeting.capacity)
        fill_freed_places(meeting)

    def answer(self, meeting: Meeting, member: Membership, answer: Answer) -> None:
        """Come or not, and what became of it."""
        if answer is Answer.DECLINED:
            self.diary.note("left", member.id)
        given = give_answer(acting=member, membership=member, meeting=meeting, answer=answer)
        if answer is Answer.COMING:
            self.diary.note("came" if given.answer is Answer.COMING else "waits", member.id)

    def hear(self, answer: MeetingAnswer) -> None:
        """Somebody is told of their place."""
        self.diary.note("told", answer.membership_id)


@dataclass
class Reckoning:
    """The same list, reckoned from the diary by the plainest means."""

    capacity: int
    holders: set[int] = field(default_factory=set)
    queue: list[int] = field(default_factory=list)
    told: Counter[int] = field(default_factory=Counter)

    def take(self, what: str, number: int) -> None:
        """One line of the diary."""
        if what == "room":
            self.capacity = number
        elif what == "left":
            self.holders.discard(number)
            self.queue = [other for other in self.queue if other != number]
        elif what == "told":
            assert self.queue, "somebody was told who did not wait"
            assert self.queue[0] == number, "the first on the list comes first"
            self.queue.pop(0)
            self.holders.add(number)
            self.told[number] += 1
        elif what == "waits" and number not in self.queue:
            assert len(self.holders) >= self.capacity, "a place was free"
            self.queue.append(number)
        elif what == "came" and number not in self.holders:
            assert not self.queue, "somebody went past the list"
            self.holders.add(number)
        assert len(self.holders) <= self.capacity


def stands(hall: Hall) -> tuple[set[int], list[int]]:
    """Who holds a place and who waits, by the database."""
    with hall.app.app_context(), group_bound(hall.group.id):
        rows = db.session.execute(select(MeetingAnswer)).scalars().all()
    waiting = sorted((row.queue_number, row.membership_id) for row in rows if row.queue_number is not None)
    held = {row.membership_id for row in rows if row.answer is Answer.COMING}
    return held, [membership_id for _, membership_id in waiting]


def mailed(hall: Hall) -> Counter[int]:
    """How many mails were written to each that a place became theirs, sent or not."""
    by_person = {member.person_id: member.id for member in hall.members}
    query = select(OutgoingMail.person_id).where(OutgoingMail.about_group_id == hall.group.id)
    with hall.app.app_context():
        return Counter(by_person[number] for number in db.session.execute(query).scalars())


def run(world: World, acts: range) -> None:
    """Let it all happen at once in a new group, and reckon it again line by line."""
    group = world.group()
    members = [world.member(group) for _ in range(MEMBERS)]
    for member in members:
        prove(world, member)
    hall = Hall(world.app, group, world.meeting(group, capacity=4), members)
    with place_freed_for.connected_to(hall.hear), ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(hall.act, acts))
    reckoning = Reckoning(capacity=4)
    for line in hall.diary.kept:
        reckoning.take(*line)
    assert stands(hall) == (reckoning.holders, reckoning.queue)
    assert mailed(hall) == reckoning.told
    assert reckoning.told.total() > len(acts) // 20, "the list hardly moved: the test shows nothing"


def test_T44_two_hundred_joins_leaves_and_changes_of_capacity_at_once(own_app: Flask) -> None:
    run(World(own_app), range(ACTS))


@pytest.mark.soak
def test_T44_two_hundred_at_once_fifty_times(own_app: Flask) -> None:
    world = World(own_app)
    for number in range(ROUNDS):
        run(world, range(number * ACTS, (number + 1) * ACTS))
