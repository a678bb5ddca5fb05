"""Forgetting a member in meetings: that they came and met others stays; what speaks of them goes."""

import re
from typing import Any

from sqlalchemy import delete, func, or_, select, update

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.forgetting import Forgetting, Forgotten
from groupnet.groups.queries import lock_group
from groupnet.meetings.models import (
    Attendance,
    AttendanceMark,
    Impression,
    Meeting,
    MeetingAnswer,
    MeetingKind,
    MeetingSlot,
    Proposal,
    Visit,
    Visitor,
)
from groupnet.meetings.service.visitors_followed import erase_visitor

AT_ONCE = {"synchronize_session": False}
UNNAMED = "…"


def forget_member(forgotten: Forgotten) -> None:
    """Their impressions, answers to come, topics, the words of their proposals and one-to-ones go, and whom
    they were as a visitor. Their leaving has given back what they held already.
    """
    me = forgotten.membership.id
    _forget_one_to_ones(forgotten)  # before the answers go by which they are theirs
    _run(delete(Impression).where(Impression.membership_id == me))
    to_come = select(Meeting.id).where(Meeting.starts_at > utc_now())
    _run(
        delete(MeetingAnswer).where(MeetingAnswer.membership_id == me, MeetingAnswer.meeting_id.in_(to_come))
    )
    _run(update(MeetingSlot).where(MeetingSlot.membership_id == me).values(topic=""))
    _run(update(Proposal).where(Proposal.proposer_id == me).values(note="", place="", link=""))
    _forget_visitor(forgotten)
    _run(update(Visitor).where(Visitor.owner_id == me).values(owner_id=None))
    _run(update(Visit).where(Visit.announced_by_id == me).values(announced_by_id=None))
    _unname(forgotten)


def _forget_one_to_ones(forgotten: Forgotten) -> None:
    """When they met stays; who was named, where it was and what was said goes, be it the other's words."""
    own = select(MeetingAnswer.meeting_id).where(MeetingAnswer.membership_id == forgotten.membership.id)
    agreed = select(Meeting.id, Meeting.title).where(
        Meeting.kind == MeetingKind.ONE_TO_ONE, Meeting.id.in_(own)
    )
    named = re.compile("|".join(re.escape(text) for text in forgotten.told_of), re.IGNORECASE)
    for meeting_id, title in db.session.execute(agreed).all():
        words = {
            "title": named.sub(UNNAMED, title),
            "agenda": "",
            "place": "",
            "link": "",
            "cancel_reason": "",
        }
        _run(update(Meeting).where(Meeting.id == meeting_id).values(words))


def _forget_visitor(forgotten: Forgotten) -> None:
    """They may have been a visitor before, here or elsewhere noted by the address."""
    addresses = [text for text in forgotten.told_of if "@" in text]
    query = select(Visitor).where(
        or_(
            Visitor.membership_id == forgotten.membership.id,
            Visitor.email.in_(addresses),
        ),
        Visitor.erased_at.is_(None),
    )
    group = lock_group()
    for visitor in db.session.execute(query.order_by(Visitor.id)).scalars().all():
        erase_visitor(visitor=visitor, group=group)


def _unname(forgotten: Forgotten) -> None:
    """Where they stood in for others."""
    names = [text.lower() for text in forgotten.told_of]
    for model in (MeetingAnswer, Attendance, AttendanceMark):
        theirs = func.lower(model.substitute_name).in_(names)
        _run(update(model).where(theirs).values(substitute_name=UNNAMED))


def _run(statement: Any) -> None:
    db.session.execute(statement, execution_options=AT_ONCE)


FORGETTING = Forgetting(
    forget_member,
    (Impression, MeetingAnswer, MeetingSlot, Proposal, Visit, Visitor, Attendance, AttendanceMark, Meeting),
)
