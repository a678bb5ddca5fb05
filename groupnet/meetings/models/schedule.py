"""Tables of what is scheduled: series, meetings, and the slots that members take."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from groupnet.core.db import Model, UtcDateTime, belongs_to, group_key, instant, one_of
from groupnet.core.tenancy import GroupOwned, owned_by_group
from groupnet.groups.models import Membership


class MeetingKind(StrEnum):
    """Whose meeting it is."""

    GROUP = "group"
    COMMITTEE = "committee"
    ONE_TO_ONE = "one_to_one"


class MeetingStatus(StrEnum):
    """Where a meeting stands."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"
    HELD = "held"


class Expectation(StrEnum):
    """What silence means."""

    SIGN_UP = "sign_up"
    """Only those who answer come."""
    EVERYBODY = "everybody"
    """Silence means coming, and holds a place."""


class SlotRole(StrEnum):
    """What a member may take on at a meeting."""

    SPEAKER = "speaker"
    HOST = "host"
    GREETER = "greeter"


class MeetingSeries(GroupOwned, Model):
    """A meeting that repeats by a standard rule, at the same hour by the group's clock."""

    __tablename__ = "meeting_series"
    __table_args__ = owned_by_group(
        group_key("created_by_id", "membership"),
        group_key("continues_id", "meeting_series"),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity"),
        CheckConstraint("last_on IS NULL OR first_on <= last_on", name="in_order"),
    )

    kind: Mapped[MeetingKind] = one_of(MeetingKind, default=MeetingKind.GROUP)
    status: Mapped[MeetingStatus] = one_of(MeetingStatus, default=MeetingStatus.DRAFT)
    """Draft, scheduled or cancelled; its meetings are held."""
    was_draft: Mapped[bool] = mapped_column(default=False)
    """It was cancelled as a draft: nobody was told of it, and nobody is."""
    title: Mapped[str] = mapped_column(String(120))
    rule: Mapped[str] = mapped_column(String(200))
    """RFC 5545's RRULE without its end: dates only, by the group's clock."""
    first_on: Mapped[date]
    last_on: Mapped[date | None]
    """Its last day; an open end has none."""
    skipped: Mapped[str] = mapped_column(Text, default="")
    """Days on which it does not meet, such as holidays: ISO dates, one a line, in order."""
    starts_time: Mapped[time]
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    capacity: Mapped[int | None]
    expectation: Mapped[Expectation] = one_of(Expectation, default=Expectation.EVERYBODY)
    closes_minutes: Mapped[int] = mapped_column(default=0)
    """So long before the start the answers close."""
    agenda: Mapped[str] = mapped_column(Text, default="")
    speakers: Mapped[int] = mapped_column(default=0)
    hosts: Mapped[int] = mapped_column(default=0)
    greeters: Mapped[int] = mapped_column(default=0)
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    """RFC 5545's SEQUENCE: one more with each change that calendars must hear of."""
    continues_id: Mapped[int | None]
    """The series that ended where this one goes on with another rhythm."""
    created_by_id: Mapped[int | None]
    version: Mapped[int] = mapped_column()
    created_at: Mapped[datetime] = instant()
    changed_at: Mapped[datetime] = instant()

    __mapper_args__ = {"version_id_col": version}


class Meeting(GroupOwned, Model):
    """One occurrence of a series, or a meeting by itself."""

    __tablename__ = "meeting"
    __table_args__ = owned_by_group(
        group_key("series_id", "meeting_series"),
        group_key("created_by_id", "membership"),
        group_key("import_run_id", "import_run"),
        UniqueConstraint("group_id", "series_id", "occurs_on"),
        CheckConstraint("starts_at < ends_at", name="in_order"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity"),
        CheckConstraint("(series_id IS NULL) = (occurs_on IS NULL)", name="occurrence"),
        Index("ix_meeting_starts", "group_id", "starts_at", "status", "kind"),
        Index("ix_meeting_on", "group_id", "on_day", "status", "kind"),
    )

    series_id: Mapped[int | None]
    occurs_on: Mapped[date | None]
    """The day that the series' rule gave it; it stays when the meeting is moved (RECURRENCE-ID)."""
    kind: Mapped[MeetingKind] = one_of(MeetingKind, default=MeetingKind.GROUP)
    status: Mapped[MeetingStatus] = one_of(MeetingStatus, default=MeetingStatus.DRAFT)
    was_draft: Mapped[bool] = mapped_column(default=False)
    """It was cancelled as a draft: nobody was told of it, and nobody is."""
    title: Mapped[str] = mapped_column(String(120))
    on_day: Mapped[date]
    """The day of its start by the group's clock."""
    starts_at: Mapped[datetime] = instant()
    ends_at: Mapped[datetime] = instant()
    closes_at: Mapped[datetime] = instant()
    """When the answers close."""
    place: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    capacity: Mapped[int | None]
    expectation: Mapped[Expectation] = one_of(Expectation, default=Expectation.SIGN_UP)
    agenda: Mapped[str] = mapped_column(Text, default="")
    own_fields: Mapped[str] = mapped_column(String(200), default="")
    """What was changed for this occurrence alone, by name, one a line; changes of all leave it as it is."""
    cancel_reason: Mapped[str] = mapped_column(String(300), default="")
    uid: Mapped[str] = mapped_column(String(80))
    """In calendars; all of a series have the series' own."""
    sequence: Mapped[int] = mapped_column(default=0)
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the first mark of attendance made it a held meeting."""
    attendance_closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None]
    import_run_id: Mapped[int | None]
    version: Mapped[int] = mapped_column()
    created_at: Mapped[datetime] = instant()
    changed_at: Mapped[datetime] = instant()

    __mapper_args__ = {"version_id_col": version}

    series: Mapped[MeetingSeries | None] = belongs_to("MeetingSeries", "Meeting.series_id")


class MeetingSlot(GroupOwned, Model):
    """Something to take on at a meeting, and who took it."""

    __tablename__ = "meeting_slot"
    __table_args__ = owned_by_group(
        group_key("meeting_id", "meeting"),
        group_key("membership_id", "membership"),
        UniqueConstraint("group_id", "meeting_id", "role", "number"),
        Index("ix_meeting_slot_membership", "group_id", "membership_id"),
    )

    meeting_id: Mapped[int]
    role: Mapped[SlotRole] = one_of(SlotRole)
    number: Mapped[int]
    """First, second … of its role."""
    membership_id: Mapped[int | None]
    topic: Mapped[str] = mapped_column(String(200), default="")
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    membership: Mapped[Membership | None] = belongs_to("Membership", "MeetingSlot.membership_id")
