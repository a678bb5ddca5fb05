"""Tables of who answers, who came, and what the group's rule of attendance is."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from groupnet.core.db import Model, UtcDateTime, belongs_to, group_key, instant, one_of
from groupnet.core.tenancy import GroupOwned, owned_by_group
from groupnet.groups.models import Membership
from groupnet.meetings.models.schedule import Meeting


class Answer(StrEnum):
    """What a member said to a meeting."""

    COMING = "coming"
    SUBSTITUTE = "substitute"
    DECLINED = "declined"
    WAITLISTED = "waitlisted"


class MeetingAnswer(GroupOwned, Model):
    """A member's answer to a meeting; silence has no row."""

    __tablename__ = "meeting_answer"
    __table_args__ = owned_by_group(
        group_key("meeting_id", "meeting"),
        group_key("membership_id", "membership"),
        group_key("answered_by_id", "membership"),
        UniqueConstraint("group_id", "meeting_id", "membership_id"),
        UniqueConstraint("group_id", "meeting_id", "queue_number"),
        CheckConstraint("(answer = 'waitlisted') = (queue_number IS NOT NULL)", name="queued"),
        Index("ix_meeting_answer_membership", "group_id", "membership_id", "meeting_id"),
    )

    meeting_id: Mapped[int]
    membership_id: Mapped[int]
    answer: Mapped[Answer] = one_of(Answer)
    substitute_name: Mapped[str] = mapped_column(String(120), default="")
    queue_number: Mapped[int | None]
    """Drawn once, ever higher: the lowest of a meeting is first on its waiting list."""
    answered_by_id: Mapped[int | None]
    """The member themselves, or the organiser who answered for them; none when an import did."""
    answered_at: Mapped[datetime] = instant()
    promoted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When a freed place became theirs."""

    meeting: Mapped[Meeting] = belongs_to("Meeting", "MeetingAnswer.meeting_id")
    membership: Mapped[Membership] = belongs_to("Membership", "MeetingAnswer.membership_id")


class Mark(StrEnum):
    """How a member took part; the columns P L A M S that groups report."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
    EXCUSED = "excused"
    SUBSTITUTE = "substitute"


class MarkWay(StrEnum):
    """How a mark came about."""

    TAP = "tap"
    DOOR = "door"
    """By the member themselves, with the code at the door."""
    CLOSING = "closing"
    """When the attendance was closed."""
    IMPORT = "import"


class Attendance(GroupOwned, Model):
    """A member's mark of a meeting, as it stands; nobody unmarked is absent."""

    __tablename__ = "attendance"
    __table_args__ = owned_by_group(
        group_key("meeting_id", "meeting"),
        group_key("membership_id", "membership"),
        group_key("import_run_id", "import_run"),
        UniqueConstraint("group_id", "meeting_id", "membership_id"),
        Index("ix_attendance_membership", "group_id", "membership_id", "meeting_id", "mark"),
    )

    meeting_id: Mapped[int]
    membership_id: Mapped[int]
    mark: Mapped[Mark] = one_of(Mark)
    substitute_name: Mapped[str] = mapped_column(String(120), default="")
    marked_at: Mapped[datetime] = instant()
    import_run_id: Mapped[int | None]

    meeting: Mapped[Meeting] = belongs_to("Meeting", "Attendance.meeting_id")
    membership: Mapped[Membership] = belongs_to("Membership", "Attendance.membership_id")


class AttendanceMark(GroupOwned, Model):
    """One tap, kept for good: who marked whom how, and when by the clock of their telephone."""

    __tablename__ = "attendance_mark"
    __table_args__ = owned_by_group(
        group_key("meeting_id", "meeting"),
        group_key("membership_id", "membership"),
        group_key("marked_by_id", "membership"),
        UniqueConstraint("group_id", "tap_key"),
        Index("ix_attendance_mark_meeting", "group_id", "meeting_id", "membership_id", "marked_at"),
    )

    meeting_id: Mapped[int]
    membership_id: Mapped[int]
    mark: Mapped[Mark | None] = one_of(Mark)
    """None: the mark was taken back."""
    substitute_name: Mapped[str] = mapped_column(String(120), default="")
    way: Mapped[MarkWay] = one_of(MarkWay, default=MarkWay.TAP)
    tap_key: Mapped[str] = mapped_column(String(64))
    """Made where the tap was made, so that one sent twice is one."""
    marked_by_id: Mapped[int | None]
    marked_at: Mapped[datetime] = instant()
    """When it was tapped; never later than when it arrived."""
    received_at: Mapped[datetime] = instant()

    membership: Mapped[Membership] = belongs_to("Membership", "AttendanceMark.membership_id")


class RuleWindow(StrEnum):
    """Over which days absences are counted."""

    ROLLING = "rolling"
    TERM = "term"


class AttendanceRule(GroupOwned, Model):
    """What a group has settled about absences; without a row the usual rule holds."""

    __tablename__ = "attendance_rule"
    __table_args__ = owned_by_group(
        UniqueConstraint("group_id", name="uq_attendance_rule_group"),
        CheckConstraint("months BETWEEN 1 AND 24", name="months"),
        CheckConstraint("cap_hundredths > 0", name="cap"),
        CheckConstraint("late_hundredths >= 0 AND excused_hundredths >= 0", name="weights"),
        CheckConstraint("substitute_hundredths >= 0", name="substitute"),
        CheckConstraint("(counted_over = 'term') = (term_starts_on IS NOT NULL)", name="term"),
    )

    counted_over: Mapped[RuleWindow] = one_of(RuleWindow, default=RuleWindow.ROLLING)
    months: Mapped[int] = mapped_column(default=6)
    """How long the rolling window, or each term, lasts."""
    term_starts_on: Mapped[date | None]
    """The first day of one term; others follow it and went before it."""
    late_hundredths: Mapped[int] = mapped_column(default=0)
    """What one late mark weighs, in hundredths of an absence."""
    excused_hundredths: Mapped[int] = mapped_column(default=0)
    substitute_hundredths: Mapped[int] = mapped_column(default=0)
    cap_hundredths: Mapped[int] = mapped_column(default=300)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Impression(GroupOwned, Model):
    """What a member said after a meeting about having met another; nobody else sees it."""

    __tablename__ = "impression"
    __table_args__ = owned_by_group(
        group_key("meeting_id", "meeting"),
        group_key("membership_id", "membership"),
        group_key("other_id", "membership"),
        UniqueConstraint("group_id", "meeting_id", "membership_id", "other_id"),
        CheckConstraint("membership_id <> other_id", name="not_oneself"),
        CheckConstraint("met OR worth_it IS NULL", name="worth"),
        Index("ix_impression_pair", "group_id", "membership_id", "other_id"),
    )

    meeting_id: Mapped[int]
    membership_id: Mapped[int]
    other_id: Mapped[int]
    met: Mapped[bool]
    worth_it: Mapped[bool | None]
    said_at: Mapped[datetime] = instant()
