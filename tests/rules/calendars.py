"""What a town has in its calendar: one of everything that meetings know."""

from dataclasses import dataclass
from datetime import time, timedelta

from groupnet.core.clock import utc_now
from groupnet.core.db import db
from groupnet.groups.models import Group, Membership
from groupnet.meetings.models import (
    Answer,
    Attendance,
    AttendanceMark,
    AttendanceRule,
    CalendarFeed,
    Impression,
    Mark,
    Meeting,
    MeetingAnswer,
    MeetingKind,
    MeetingSeries,
    MeetingSlot,
    MeetingStatus,
    OneToOne,
    Proposal,
    ProposedTime,
    SlotRole,
    Visit,
    Visitor,
    VisitorStatus,
)
from groupnet.notices.models import Notice, NoticeKind
from groupnet.public.models import PublicPage, PublicRequest, RequestKind, RequestMail
from tests.factories import World

TONIGHT = timedelta(hours=8)
AN_HOUR = timedelta(minutes=60)


@dataclass
class Calendar:
    """One of each."""

    series: MeetingSeries
    meeting: Meeting
    """To come, of the series."""
    held: Meeting
    one_to_one_meeting: Meeting
    slot: MeetingSlot
    visitor: Visitor
    visit: Visit
    proposal: Proposal
    """To the town's member, by its other."""
    time: ProposedTime
    one_to_one: OneToOne

    @property
    def ids(self) -> dict[str, int]:
        """An own id for each name of an id in a route."""
        return {
            "series_id": self.series.id,
            "meeting_id": self.meeting.id,
            "held_id": self.held.id,
            "slot_id": self.slot.id,
            "visitor_id": self.visitor.id,
            "visit_id": self.visit.id,
            "proposal_id": self.proposal.id,
            "time_id": self.time.id,
            "one_to_one_id": self.one_to_one.id,
        }


def fill_calendar(world: World, group: Group, people: dict[str, Membership], text: str = "") -> Calendar:
    """Fill a town's calendar.

    Args:
        text: stands in every column that takes words; ordinary words when empty.
    """
    with world.inside(group):
        member, other = people["member"], people["other"]
        series, meeting, held, both = _meetings(group, people, text)
        db.session.add_all([series])
        db.session.flush()
        meeting.series_id = series.id
        db.session.add_all([meeting, held, both])
        db.session.flush()
        visitor, visit = _visits(meeting, people, text)
        proposal = _proposal(member, other, text)
        slot = MeetingSlot(
            meeting_id=meeting.id, role=SlotRole.SPEAKER, number=1, membership_id=other.id, topic=text[:200]
        )
        one_to_one = _talk(world, member, other)
        proposed = ProposedTime(proposal_id=proposal.id, starts_at=utc_now() + timedelta(days=3))
        db.session.add_all([slot, one_to_one, proposed, AttendanceRule(), *_public(meeting, text)])
        _answers_and_marks(meeting, held, both, people, text)
        _papers(member, meeting, proposal)
        db.session.commit()
        return Calendar(series, meeting, held, both, slot, visitor, visit, proposal, proposed, one_to_one)


def _talk(world: World, member: Membership, other: Membership) -> OneToOne:
    first, second = sorted((member.id, other.id))
    met = {"held_on": world.today, "recorded_by_id": other.id, "created_at": utc_now()}
    return OneToOne(first_id=first, second_id=second, **met)


def _papers(member: Membership, meeting: Meeting, proposal: Proposal) -> None:
    told = {"created_at": utc_now(), "due_at": utc_now(), "membership_id": member.id}
    db.session.add_all(
        [
            Notice(kind=NoticeKind.MEETING, meeting_id=meeting.id, reason="cancelled", **told),
            Notice(kind=NoticeKind.ONE_TO_ONE, proposal_id=proposal.id, reason="proposed", **told),
        ]
    )
    if member.person_id is not None:
        db.session.add(CalendarFeed(person_id=member.person_id, nonce="n" * 32, created_at=utc_now()))


def _public(meeting: Meeting, text: str) -> tuple[PublicPage, PublicRequest, RequestMail]:
    return (
        PublicPage(is_open=False, about=text or "We meet for breakfast."),
        PublicRequest(
            kind=RequestKind.VISIT,
            meeting_id=meeting.id,
            name=text[:120] or "Unproven Una",
            email=f"una@{meeting.group_id}.example.org",
            company=text[:120],
            category=text[:80],
            message=text,
            created_at=utc_now(),
        ),
        RequestMail(address="a" * 64, network="n" * 64, sent_at=utc_now()),
    )


def _meetings(
    group: Group, people: dict[str, Membership], text: str
) -> tuple[MeetingSeries, Meeting, Meeting, Meeting]:
    now = utc_now()
    words = {
        "title": text[:120] or "Breakfast",
        "place": text[:200] or "The Ship Inn",
        "agenda": text or "Coffee, then everybody in a minute.",
        "created_by_id": people["organiser"].id,
        **{"created_at": now, "changed_at": now},
    }
    series = MeetingSeries(
        rule="FREQ=WEEKLY",
        status=MeetingStatus.SCHEDULED,
        first_on=(now + TONIGHT).date(),
        starts_time=time(7),
        minutes=60,
        uid=f"series-{group.slug}@example.org",
        **words,
    )

    def meeting(start: timedelta, **fields: object) -> Meeting:
        starts_at = now + start
        return Meeting(
            **{
                "status": MeetingStatus.SCHEDULED,
                "starts_at": starts_at,
                "ends_at": starts_at + AN_HOUR,
                "closes_at": starts_at,
                "on_day": starts_at.date(),
                "uid": f"{group.slug}-{start.total_seconds():.0f}@example.org",
                **words,
                **fields,
            }
        )

    coming = meeting(TONIGHT, occurs_on=(now + TONIGHT).date(), uid=series.uid, cancel_reason=text[:300])
    held = meeting(-timedelta(days=7), status=MeetingStatus.HELD, held_at=now)
    both = meeting(timedelta(days=2), kind=MeetingKind.ONE_TO_ONE)
    return series, coming, held, both


def _visits(meeting: Meeting, people: dict[str, Membership], text: str) -> tuple[Visitor, Visit]:
    visitor = Visitor(
        name=text[:120] or "Vera Visitor",
        email=f"vera@{meeting.group_id}.example.org",
        phone="+44 20 7946 0999",
        company=text[:120] or "Visiting Ltd",
        category=text[:80] or "Printing",
        message=text or "I should like to join.",
        note=text or "Call her.",
        status=VisitorStatus.APPLIED,
        invited_by_id=people["member"].id,
        owner_id=people["organiser"].id,
        stepped_at=utc_now(),
        created_at=utc_now(),
    )
    db.session.add(visitor)
    db.session.flush()
    visit = Visit(visitor_id=visitor.id, meeting_id=meeting.id, on_day=meeting.on_day, created_at=utc_now())
    db.session.add(visit)
    return visitor, visit


def _proposal(member: Membership, other: Membership, text: str) -> Proposal:
    proposal = Proposal(
        proposer_id=other.id,
        invited_id=member.id,
        place=text[:200] or "At my office",
        note=text[:500] or "Coffee?",
        created_at=utc_now(),
    )
    db.session.add(proposal)
    db.session.flush()
    return proposal


def _answers_and_marks(
    meeting: Meeting, held: Meeting, both: Meeting, people: dict[str, Membership], text: str
) -> None:
    member, other, now = people["member"], people["other"], utc_now()
    said = ((meeting, other, Answer.SUBSTITUTE), (both, member, Answer.COMING), (both, other, Answer.COMING))
    db.session.add_all(
        MeetingAnswer(
            meeting_id=where.id,
            membership_id=who.id,
            answer=answer,
            substitute_name=(text[:120] or "Sam Stand-In") if answer is Answer.SUBSTITUTE else "",
            answered_by_id=who.id,
            answered_at=now,
        )
        for where, who, answer in said
    )
    db.session.add_all(
        [
            Attendance(meeting_id=held.id, membership_id=member.id, mark=Mark.PRESENT, marked_at=now),
            AttendanceMark(
                meeting_id=held.id,
                membership_id=member.id,
                mark=Mark.PRESENT,
                substitute_name=text[:120],
                tap_key="k",
                marked_by_id=people["organiser"].id,
                marked_at=now,
                received_at=now,
            ),
            Impression(meeting_id=held.id, membership_id=member.id, other_id=other.id, met=True, said_at=now),
        ]
    )
