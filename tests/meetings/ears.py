"""What tests of telling share: members whose mails arrive, time that passes, and who hears what."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import time_machine
from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership, Status
from groupnet.groups.roles import Right
from groupnet.meetings.models import Expectation, Meeting
from groupnet.meetings.queries.meetings import get_meeting
from groupnet.meetings.service.plans import MeetingPlan
from groupnet.meetings.service.scheduling import bring_back, cancel_meeting, change_meeting
from groupnet.notices.models import Notice
from tests.factories import World
from tests.mailbox import Mailbox, Sent
from tests.meetings.timetable import Timetable
from tests.notices.conftest import prove


class Circle(Timetable):
    """An organiser, four members who read their mail, and one on leave."""

    def __init__(self, world: World, mailbox: Mailbox) -> None:
        group: Group = world.group("harbour", name="Harbour Circle")
        organiser = world.member(group, "Olga Organ", rights=(Right.ORGANISER,), email="olga@example.org")
        organiser.rights = frozenset({Right.ORGANISER})
        self.amara, self.ben, self.chiara, self.dev = (
            world.member(group, name, email=f"{name.split()[0].lower()}@example.org")
            for name in ("Amara Okafor", "Ben Brandt", "Chiara Costa", "Dev Patel")
        )
        self.away = world.member(group, "Abel Away", email="abel@example.org")
        for member in (organiser, self.amara, self.ben, self.chiara, self.dev, self.away):
            prove(world, member)
        world.end_periods(self.away, world.today - timedelta(days=1))
        super().__init__(world, group, organiser, self.amara)
        self.mailbox = mailbox
        self.asked: list[int] = []

    def on_leave(self, member: Membership) -> None:
        """Somebody is on leave from today on."""
        self.world.end_periods(member, self.world.today - timedelta(days=1))
        self.world.period(member, Status.ON_LEAVE, self.world.today)

    @contextmanager
    def holding(self, meeting: Meeting) -> Iterator[Meeting]:
        """The meeting, held by the organiser; committed at the end."""
        with self.world.inside(self.group):
            yield get_meeting(meeting.id, self.organiser, to_change=True)
            db.session.commit()

    def move(self, meeting: Meeting, **fields: object) -> None:
        """Change a meeting as it was planned, but for some fields."""
        with self.holding(meeting) as held:
            plan: MeetingPlan = self.plan(**fields)
            change_meeting(meeting=held, plan=plan, **self.who)

    def cancel(self, meeting: Meeting, reason: str = "") -> None:
        """Cancel a meeting."""
        with self.holding(meeting) as held:
            cancel_meeting(acting=self.organiser, meeting=held, reason=reason)

    def bring_back(self, meeting: Meeting) -> None:
        """Let a cancelled one take place."""
        with self.holding(meeting) as held:
            bring_back(acting=self.organiser, meeting=held)

    def notices(self) -> list[tuple[str, str]]:
        """What is noted down, held back or not, as (who, what), in order."""
        with self.world.inside(self.group):
            query = select(Membership.name, Notice.reason).join(
                Membership, Membership.id == Notice.membership_id
            )
            rows = db.session.execute(query.order_by(Notice.id)).all()
        return [(name.split()[0], reason.split()[0]) for name, reason in rows]

    def hear(self, after: timedelta = timedelta(minutes=16)) -> dict[str, list[Sent]]:
        """The mails that arrive by then, by who gets them."""
        with time_machine.travel(utc_now() + after, tick=False):
            found: dict[str, list[Sent]] = {}
            for sent in self.mailbox.deliver():
                found.setdefault(sent.to.split("@")[0], []).append(sent)
        return found

    def told_already(self) -> None:
        """Everything so far is known, and not of interest."""
        self.hear()
        with self.world.inside(self.group):
            for notice in db.session.execute(select(Notice)).scalars():
                db.session.delete(notice)
            db.session.commit()

    def sign_up(self, **fields: object) -> Meeting:
        """A meeting for those who sign up, of which everybody knows."""
        meeting = self.schedule(expectation=Expectation.SIGN_UP, **fields)
        self.told_already()
        return meeting

    def everybody(self, **fields: object) -> Meeting:
        """A meeting at which everybody is expected, of which everybody knows."""
        meeting = self.schedule(expectation=Expectation.EVERYBODY, **fields)
        self.told_already()
        return meeting
