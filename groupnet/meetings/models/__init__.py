"""Tables of meetings."""

from groupnet.meetings.models.feeds import CalendarFeed
from groupnet.meetings.models.one_to_ones import OneToOne, Proposal, ProposalStatus, ProposedTime
from groupnet.meetings.models.people import (
    Answer,
    Attendance,
    AttendanceMark,
    AttendanceRule,
    Impression,
    Mark,
    MarkWay,
    MeetingAnswer,
    RuleWindow,
)
from groupnet.meetings.models.schedule import (
    Expectation,
    Meeting,
    MeetingKind,
    MeetingSeries,
    MeetingSlot,
    MeetingStatus,
    SlotRole,
)
from groupnet.meetings.models.visitors import Visit, Visitor, VisitorSource, VisitorStatus

__all__ = [
    "Answer",
    "Attendance",
    "AttendanceMark",
    "AttendanceRule",
    "CalendarFeed",
    "Expectation",
    "Impression",
    "Mark",
    "MarkWay",
    "Meeting",
    "MeetingAnswer",
    "MeetingKind",
    "MeetingSeries",
    "MeetingSlot",
    "MeetingStatus",
    "OneToOne",
    "Proposal",
    "ProposalStatus",
    "ProposedTime",
    "RuleWindow",
    "SlotRole",
    "Visit",
    "Visitor",
    "VisitorSource",
    "VisitorStatus",
]
