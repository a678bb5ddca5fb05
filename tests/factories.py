"""Makes what tests need, through the services where there is one."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import count
from typing import Any

from flask import Flask

from groupnet.core.clock import day_in, today_in, utc_now
from groupnet.core.db import db
from groupnet.core.tenancy import GroupOwned, group_bound
from groupnet.groups.models import Group, Membership, MembershipPeriod, Status
from groupnet.groups.queries import list_periods
from groupnet.groups.roles import Right
from groupnet.groups.service import add_member, grant_right
from groupnet.meetings.models import (
    Answer,
    Attendance,
    Mark,
    Meeting,
    MeetingAnswer,
    MeetingKind,
    MeetingStatus,
)
from groupnet.people.models import Person
from groupnet.people.passwords import hash_password
from groupnet.people.service import open_account
from groupnet.referrals.models import Kind, Referral, Standing, Thanks
from groupnet.referrals.models import Status as ReferralStatus

LONG_AGO = timedelta(days=700)
PASSWORD = "three quiet words"


class World:
    """Groups, people and what they did. Every method commits, in a context of its own."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._numbers = count(1)

    @property
    def today(self) -> date:
        """The day in every group made here."""
        return today_in("Europe/London")

    def group(self, slug: str = "", **fields: Any) -> Group:
        """A group."""
        number = next(self._numbers)
        group = Group(
            **{
                "name": f"Group {number}",
                "slug": slug or f"group-{number}",
                "timezone": "Europe/London",
                "currency": "GBP",
                "created_at": utc_now(),
                **fields,
            }
        )
        with self.app.app_context():
            db.session.add(group)
            db.session.commit()
        return group

    def person(self, email: str = "", *, password: str | None = None, name: str = "Somebody") -> Person:
        """An account."""
        address = email or f"person{next(self._numbers)}@example.org"
        with self.app.app_context():
            hashed = hash_password(password) if password else None
            person = open_account(email=address, name=name, password_hash=hashed)
            db.session.commit()
        return person

    def member(
        self,
        group: Group,
        name: str = "",
        *,
        rights: tuple[Right, ...] = (),
        joined_on: date | None = None,
        person: Person | None = None,
        account: bool = True,
        **profile: Any,
    ) -> Membership:
        """A current member with an account, since long ago unless told otherwise."""
        number = next(self._numbers)
        name = name or f"Member {number}"
        email = profile.pop("email", f"member{number}@example.org" if account or person else None)
        if account and person is None:
            person = self.person(email, name=name)
        with self.inside(group):
            membership = add_member(
                name=name, email=email, joined_on=joined_on or self.today - LONG_AGO, **profile
            )
            membership.person_id = person.id if person else None
            for right in rights:
                grant_right(membership=membership, right=right, starts_on=self.today - LONG_AGO)
            db.session.commit()
        return membership

    def period(
        self, membership: Membership, status: Status, starts_on: date | None, ends_on: date | None = None
    ) -> MembershipPeriod:
        """One more period of a membership."""
        with self.inside(membership):
            period = MembershipPeriod(
                membership_id=membership.id, status=status, starts_on=starts_on, ends_on=ends_on
            )
            db.session.add(period)
            db.session.commit()
        return period

    def end_periods(self, membership: Membership, last_day: date) -> None:
        """Let every open period of a membership end."""
        with self.inside(membership):
            for period in list_periods([membership.id])[membership.id]:
                if period.ends_on is None:
                    period.ends_on = last_day
            db.session.commit()

    def referral(self, giver: Membership, receiver: Membership, **fields: Any) -> Referral:
        """A referral, as rows alone: no history."""
        with self.inside(giver):
            referral = Referral(
                **{
                    "giver_id": giver.id,
                    "receiver_id": receiver.id,
                    "recorder_id": giver.id,
                    "given_on": self.today,
                    "kind": Kind.BUSINESS,
                    "status": ReferralStatus.PASSED,
                    "standing": Standing.CLEAR,
                    "created_at": utc_now(),
                    **fields,
                }
            )
            db.session.add(referral)
            db.session.commit()
        return referral

    def thanks(self, thanker: Membership | None, thanked: Membership, **fields: Any) -> Thanks:
        """A thanks, as a row alone."""
        with self.inside(thanked):
            thanks = Thanks(
                **{
                    "thanker_id": thanker.id if thanker else None,
                    "thanked_id": thanked.id,
                    "thanked_on": self.today,
                    "created_at": utc_now(),
                    **fields,
                }
            )
            db.session.add(thanks)
            db.session.commit()
        return thanks

    def meeting(self, group: Group, **fields: Any) -> Meeting:
        """A meeting of the group, scheduled for this time next week unless told otherwise, as a row alone."""
        starts_at = fields.pop("starts_at", utc_now() + timedelta(days=7))
        number = next(self._numbers)
        with self.inside(group):
            meeting = Meeting(
                **{
                    "kind": MeetingKind.GROUP,
                    "status": MeetingStatus.SCHEDULED,
                    "title": f"Breakfast {number}",
                    "starts_at": starts_at,
                    "ends_at": starts_at + timedelta(minutes=90),
                    "closes_at": starts_at,
                    "on_day": day_in(group.timezone, starts_at),
                    "uid": f"meeting-{number}@example.org",
                    "created_at": utc_now(),
                    "changed_at": utc_now(),
                    **fields,
                }
            )
            db.session.add(meeting)
            db.session.commit()
        return meeting

    def answer(self, meeting: Meeting, member: Membership, answer: Answer, **fields: Any) -> MeetingAnswer:
        """An answer to a meeting, as a row alone."""
        with self.inside(meeting):
            row = MeetingAnswer(
                **{
                    "meeting_id": meeting.id,
                    "membership_id": member.id,
                    "answer": answer,
                    "answered_by_id": member.id,
                    "answered_at": utc_now(),
                    **fields,
                }
            )
            db.session.add(row)
            db.session.commit()
        return row

    def attendance(self, meeting: Meeting, member: Membership, mark: Mark, **fields: Any) -> Attendance:
        """A mark as it stands, as a row alone; the meeting's status stays as it is."""
        with self.inside(meeting):
            row = Attendance(
                **{
                    "meeting_id": meeting.id,
                    "membership_id": member.id,
                    "mark": mark,
                    "marked_at": utc_now(),
                    **fields,
                }
            )
            db.session.add(row)
            db.session.commit()
        return row

    @contextmanager
    def inside(self, where: Group | GroupOwned) -> Iterator[None]:
        """A context bound to a group, as behind its door: to call services and queries."""
        group_id = where.id if isinstance(where, Group) else where.group_id
        with self.app.app_context(), group_bound(group_id):
            yield
