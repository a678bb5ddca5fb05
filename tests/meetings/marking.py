"""A breakfast that is about to begin, with people to mark."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.groups.roles import Right
from groupnet.meetings.models import AttendanceMark, Expectation, Mark, MarkWay, Meeting
from groupnet.meetings.queries import get_meeting
from groupnet.meetings.queries.attendance import list_marks
from groupnet.meetings.service import attendance
from groupnet.meetings.service.closing import close_attendance, reopen_attendance
from tests.factories import World

MINUTE = timedelta(minutes=1)
_keys = count(1)


@dataclass
class Breakfast:
    """A meeting that began ten minutes ago, unless told otherwise."""

    world: World
    group: Group
    organiser: Membership
    amara: Membership
    dev: Membership
    meeting: Meeting

    @property
    def start(self) -> datetime:
        return self.meeting.starts_at

    def mark(
        self, who: Membership, mark: Mark | None, at: datetime | None = None, key: str = "", **others: Any
    ) -> None:
        """Mark somebody, in a transaction of its own."""
        acting = others.pop("acting", self.organiser)
        with self.world.inside(self.group):
            acting.rights = frozenset({Right.ORGANISER}) if acting.id == self.organiser.id else frozenset()
            attendance.mark(
                acting=acting,
                meeting=get_meeting(self.meeting.id, acting, to_change=True),
                membership=who,
                mark=mark,
                marked_at=at or utc_now(),
                tap_key=key or f"key{next(_keys)}",
                **others,
            )
            db.session.commit()

    def take(self, taps: list[attendance.Tap]) -> attendance.Taken:
        """Many at once."""
        with self.world.inside(self.group):
            self.organiser.rights = frozenset({Right.ORGANISER})
            meeting = get_meeting(self.meeting.id, self.organiser, to_change=True)
            taken = attendance.mark_all(acting=self.organiser, meeting=meeting, taps=taps)
            db.session.commit()
            return taken

    def close(self, *absent: Membership) -> None:
        with self.world.inside(self.group):
            self.organiser.rights = frozenset({Right.ORGANISER})
            meeting = get_meeting(self.meeting.id, self.organiser, to_change=True)
            close_attendance(acting=self.organiser, meeting=meeting, absent_ids=[one.id for one in absent])
            db.session.commit()

    def reopen(self, *, takes_back: bool = False) -> None:
        with self.world.inside(self.group):
            self.organiser.rights = frozenset({Right.ORGANISER})
            meeting = get_meeting(self.meeting.id, self.organiser, to_change=True)
            reopen_attendance(acting=self.organiser, meeting=meeting, takes_back=takes_back)
            db.session.commit()

    def marks(self) -> dict[str, str]:
        """The marks as they stand, by first name."""
        names = {one.id: one.name.split()[0] for one in (self.organiser, self.amara, self.dev)}
        with self.world.inside(self.group):
            return {
                names.get(row.membership_id, str(row.membership_id)): str(row.mark)
                for row in list_marks(self.meeting.id)
            }

    def history(self) -> list[tuple[Mark | None, MarkWay]]:
        with self.world.inside(self.group):
            query = select(AttendanceMark.mark, AttendanceMark.way).order_by(AttendanceMark.id)
            return [(mark, way) for mark, way in db.session.execute(query)]

    def now(self) -> Meeting:
        """The meeting as it is stored by now."""
        with self.world.inside(self.group):
            return db.session.execute(select(Meeting).where(Meeting.id == self.meeting.id)).scalar_one()


def make_breakfast(world: World, **fields: Any) -> Breakfast:
    """A breakfast of three."""
    group = world.group(fields.pop("slug", ""))
    fields = {"starts_at": utc_now() - 10 * MINUTE, "expectation": Expectation.EVERYBODY, **fields}
    return Breakfast(
        world,
        group,
        world.member(group, "Olga Organ", rights=(Right.ORGANISER,)),
        world.member(group, "Amara Okafor"),
        world.member(group, "Dev Patel"),
        world.meeting(group, **fields),
    )
