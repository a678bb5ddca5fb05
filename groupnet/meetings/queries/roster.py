"""Who comes to a meeting, as it is printed: for the table and for badges."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, or_, select

from groupnet.core.db import db
from groupnet.groups.models import Membership, MembershipPeriod, Status
from groupnet.groups.queries import FACE, a_to_z, belongs_on
from groupnet.meetings.models import Expectation, Meeting, MeetingAnswer
from groupnet.meetings.policy import HOLDING
from groupnet.meetings.queries.meetings import of_member_at


def list_expected(meeting: Meeting) -> Sequence[Any]:
    """The members who come or send somebody, A to Z; where everybody is expected, the silent come too.

    Returns:
        rows of id, name, photo_version, category, company, offers, and substitute_name: who comes in their
        place, empty where they come themselves.
    """
    says_so = MeetingAnswer.answer.in_(HOLDING)
    silent = and_(MeetingAnswer.id.is_(None), MembershipPeriod.status == Status.ACTIVE)
    everybody = meeting.expectation is Expectation.EVERYBODY
    query = (
        select(
            *FACE,
            Membership.company,
            Membership.offers,
            MeetingAnswer.substitute_name,
        )
        .join(MembershipPeriod, belongs_on(meeting.on_day))
        .outerjoin(MeetingAnswer, of_member_at(meeting, MeetingAnswer))
        .where(or_(says_so, silent) if everybody else says_so)
        .order_by(*a_to_z())
    )
    return db.session.execute(query).all()
