"""What the person did at meetings: answers, attendance, one-to-ones, impressions, visitors, the feed.

After leaving, only what they did and said themselves: whom it was with is the group's (T9).
"""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, or_, select

from groupnet.account.parts.shape import AccountPart, PlacePart, as_json
from groupnet.account.places import OwnPlace
from groupnet.core.db import db
from groupnet.meetings.models import (
    Attendance,
    CalendarFeed,
    Impression,
    Meeting,
    MeetingAnswer,
    MeetingKind,
    OneToOne,
    Visit,
    Visitor,
)
from groupnet.people.models import Person
from groupnet.sheets import write_csv


def write_answers(place: OwnPlace) -> bytes:
    """Answers to meetings of the group."""
    query = _of_meetings(MeetingAnswer).where(
        MeetingAnswer.membership_id == place.membership.id, Meeting.kind == MeetingKind.GROUP
    )
    rows = [
        (
            row.on_day,
            row.title,
            row.MeetingAnswer.answer.value,
            row.MeetingAnswer.substitute_name,
            row.MeetingAnswer.answered_at,
        )
        for row in db.session.execute(query)
    ]
    return write_csv(("date", "meeting", "answer", "substitute", "answered"), rows)


def write_attendance(place: OwnPlace) -> bytes:
    """How the person was marked."""
    query = _of_meetings(Attendance).where(Attendance.membership_id == place.membership.id)
    rows = [
        (row.on_day, row.title, row.Attendance.mark.value, row.Attendance.substitute_name)
        for row in db.session.execute(query)
    ]
    return write_csv(("date", "meeting", "attendance", "substitute"), rows)


def write_one_to_ones(place: OwnPlace) -> bytes:
    """One-to-ones that were had."""
    me = place.membership.id
    query = select(OneToOne).where(or_(OneToOne.first_id == me, OneToOne.second_id == me))
    had = db.session.execute(query.order_by(OneToOne.held_on, OneToOne.id)).scalars().all()
    others = {one.id: one.second_id if one.first_id == me else one.first_id for one in had}
    names = place.find_names(others.values())
    return write_csv(("date", "with"), [(one.held_on, names.get(others[one.id])) for one in had])


def write_impressions(place: OwnPlace) -> bytes:
    """What the person said of having met others; nobody else has it."""
    query = _of_meetings(Impression).where(Impression.membership_id == place.membership.id)
    said = db.session.execute(query).all()
    names = place.find_names(row.Impression.other_id for row in said)
    rows = [
        (
            row.on_day,
            row.title,
            names.get(row.Impression.other_id),
            _yes_no(row.Impression.met),
            _yes_no(row.Impression.worth_it),
        )
        for row in said
    ]
    return write_csv(("date", "meeting", "whom", "met", "worth it"), rows)


def write_visitors(place: OwnPlace) -> bytes:
    """Visitors whom the person brought; who they are is the group's after leaving."""
    query = (
        select(Visit.on_day, Visit.came, Visitor.name, Visitor.status)
        .join(Visitor, and_(Visitor.group_id == Visit.group_id, Visitor.id == Visit.visitor_id))
        .where(Visitor.invited_by_id == place.membership.id)
        .order_by(Visit.on_day, Visit.id)
    )
    rows = [
        (
            row.on_day,
            row.name if place.is_open else None,
            _yes_no(row.came),
            row.status.value if place.is_open else None,
        )
        for row in db.session.execute(query)
    ]
    return write_csv(("date", "visitor", "came", "status"), rows)


def write_feed(person: Person) -> bytes | None:
    """That there is a calendar feed, and since when; never its address."""
    query = select(CalendarFeed.created_at, CalendarFeed.revoked_at).where(
        CalendarFeed.person_id == person.id
    )
    feeds = db.session.execute(query.order_by(CalendarFeed.id)).all()
    if not feeds:
        return None
    return as_json(
        [
            {"since": row.created_at.isoformat(), "ended": row.revoked_at and row.revoked_at.isoformat()}
            for row in feeds
        ]
    )


def _of_meetings(model: Any) -> Any:
    return (
        select(model, Meeting.on_day, Meeting.title)
        .join(Meeting, and_(Meeting.group_id == model.group_id, Meeting.id == model.meeting_id))
        .order_by(Meeting.starts_at, model.id)
    )


def _yes_no(said: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[said]


ACCOUNT_PARTS = (
    AccountPart("calendar.json", _l("Your subscription of the calendar: since when"), write_feed),
)
PARTS = (
    PlacePart("meetings-answered.csv", _l("What you answered to meetings"), write_answers),
    PlacePart("meetings-attended.csv", _l("How your attendance was recorded"), write_attendance),
    PlacePart("one-to-ones.csv", _l("One-to-ones that you had"), write_one_to_ones),
    PlacePart(
        "impressions.csv", _l("What you said after meetings, which nobody else sees"), write_impressions
    ),
    PlacePart("visitors.csv", _l("Visitors whom you brought"), write_visitors),
)
