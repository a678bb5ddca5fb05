"""A group at a table: its members, one meeting, and what they answer to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership, Status
from groupnet.groups.queries import get_membership
from groupnet.groups.roles import Right
from groupnet.groups.service import change_status
from groupnet.meetings.models import Answer, Meeting, MeetingAnswer, Visit, Visitor
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.queries.places import Places, count_places, find_hold
from groupnet.meetings.service.answering import give_answer
from groupnet.meetings.service.places import fill_freed_places
from groupnet.meetings.signals import place_freed_for
from tests.factories import World


class Table:
    """A group, a meeting, and what its members say to it."""

    def __init__(self, world: World, **meeting: object) -> None:
        self.world = world
        self.group: Group = world.group("harbour")
        self.organiser = world.member(self.group, "Olga Organiser", rights=(Right.ORGANISER,))
        self.organiser.rights = frozenset({Right.ORGANISER})
        self.amara, self.ben, self.chiara, self.dev = (
            world.member(self.group, name)
            for name in ("Amara Okafor", "Ben Brandt", "Chiara Costa", "Dev Patel")
        )
        self.meeting: Meeting = world.meeting(self.group, **meeting)

    def say(
        self, who: Membership, answer: Answer, name: str = "", *, acting: Membership | None = None
    ) -> Answer:
        """Answer, and what it became."""
        with self.world.inside(self.group):
            giving = acting or who
            row = give_answer(
                acting=giving,
                membership=get_membership(who.id) if giving is not who else who,
                meeting=get_meeting(self.meeting.id, giving, to_change=True),
                answer=answer,
                substitute_name=name,
            )
            db.session.commit()
            return row.answer

    def row(self, who: Membership) -> MeetingAnswer | None:
        """What stands of a member's answer."""
        with self.world.inside(self.group):
            hold = find_hold(self.meeting, who.id)
            return hold.answer if hold else None

    def answer(self, who: Membership) -> Answer | None:
        """What a member's answer is."""
        row = self.row(who)
        return row.answer if row else None

    @property
    def places(self) -> Places:
        """How the places stand."""
        with self.world.inside(self.group):
            return count_places(self.meeting)

    def change(self, **fields: object) -> None:
        """Change the meeting and fill what became free."""
        with self.world.inside(self.group):
            self.meeting = get_meeting(self.meeting.id, self.organiser, to_change=True)
            for name, value in fields.items():
                setattr(self.meeting, name, value)
            db.session.flush()
            fill_freed_places(self.meeting)
            db.session.commit()

    def standing(self, who: Membership, status: Status, from_day: timedelta = timedelta()) -> None:
        """Put a member on leave, bring them back, or let them go."""
        with self.world.inside(self.group):
            today = self.world.today
            member = get_membership(who.id)
            change_status(membership=member, status=status, from_day=today + from_day, today=today)
            db.session.commit()

    def visit(self, *, came: bool | None = None) -> None:
        """Somebody is expected as a visitor."""
        with self.world.inside(self.group):
            visitor = Visitor(name="Vera", stepped_at=utc_now(), created_at=utc_now())
            db.session.add(visitor)
            db.session.flush()
            db.session.add(
                Visit(
                    visitor_id=visitor.id,
                    meeting_id=self.meeting.id,
                    on_day=self.meeting.on_day,
                    came=came,
                    created_at=utc_now(),
                )
            )
            db.session.commit()


@contextmanager
def told() -> Iterator[list[int]]:
    """Who is told of a place, by membership, as often as they are."""
    heard: list[int] = []

    def hear(answer: MeetingAnswer) -> None:
        heard.append(answer.membership_id)

    with place_freed_for.connected_to(hear):
        yield heard
