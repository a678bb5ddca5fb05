"""Meetings, answers, attendance, visitors, one-to-ones, calendar feeds, public pages"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TOLD_BEFORE = ("referral", "answer", "thanks", "nudge", "digest")
TOLD_SINCE = (*TOLD_BEFORE, "reminder", "meeting", "one_to_one", "visitors")
FIRST_VISITOR = sa.column("apart", sa.Boolean).is_(False)


def kinds(told: tuple[str, ...]) -> sa.Enum:
    """The kinds of notices, as the database checks them."""
    return sa.Enum(*told, name="noticekind", native_enum=False, create_constraint=True, length=16)


def upgrade() -> None:
    op.create_table(
        "attendance_rule",
        sa.Column(
            "counted_over",
            sa.Enum(
                "rolling", "term", name="rulewindow", native_enum=False, create_constraint=True, length=16
            ),
            nullable=False,
        ),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("term_starts_on", sa.Date(), nullable=True),
        sa.Column("late_hundredths", sa.Integer(), nullable=False),
        sa.Column("excused_hundredths", sa.Integer(), nullable=False),
        sa.Column("substitute_hundredths", sa.Integer(), nullable=False),
        sa.Column("cap_hundredths", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(counted_over = 'term') = (term_starts_on IS NOT NULL)", name=op.f("ck_attendance_rule_term")
        ),
        sa.CheckConstraint("cap_hundredths > 0", name=op.f("ck_attendance_rule_cap")),
        sa.CheckConstraint(
            "late_hundredths >= 0 AND excused_hundredths >= 0", name=op.f("ck_attendance_rule_weights")
        ),
        sa.CheckConstraint("months BETWEEN 1 AND 24", name=op.f("ck_attendance_rule_months")),
        sa.CheckConstraint("substitute_hundredths >= 0", name=op.f("ck_attendance_rule_substitute")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_attendance_rule_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_rule")),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_attendance_rule_group_id_id")),
        sa.UniqueConstraint("group_id", name="uq_attendance_rule_group"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
    )
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_feed_person_id"), ["person_id"], unique=False)

    op.create_table(
        "public_page",
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("welcomes_visitors", sa.Boolean(), nullable=False),
        sa.Column("takes_requests", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_public_page_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_page")),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_public_page_group_id_id")),
        sa.UniqueConstraint("group_id", name="uq_public_page_group"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "meeting_series",
        sa.Column(
            "kind",
            sa.Enum(
                "group",
                "committee",
                "one_to_one",
                name="meetingkind",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "scheduled",
                "cancelled",
                "held",
                name="meetingstatus",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("was_draft", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("skipped", sa.Text(), nullable=False),
        sa.Column("starts_time", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column(
            "expectation",
            sa.Enum(
                "sign_up",
                "everybody",
                name="expectation",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("closes_minutes", sa.Integer(), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.Column("speakers", sa.Integer(), nullable=False),
        sa.Column("hosts", sa.Integer(), nullable=False),
        sa.Column("greeters", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("continues_id", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity IS NULL OR capacity > 0", name=op.f("ck_meeting_series_capacity")),
        sa.CheckConstraint("last_on IS NULL OR first_on <= last_on", name=op.f("ck_meeting_series_in_order")),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("ck_meeting_series_minutes")),
        sa.ForeignKeyConstraint(
            ["group_id", "continues_id"],
            ["meeting_series.group_id", "meeting_series.id"],
            name=op.f("fk_meeting_series_group_id_continues_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "created_by_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_meeting_series_group_id_created_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_meeting_series_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_series")),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_meeting_series_group_id_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_meeting_series_uid")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "visitor",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("apart", sa.Boolean(), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("company", sa.String(length=120), nullable=False),
        sa.Column("category", sa.String(length=80), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "public",
                "member",
                "door",
                "import",
                name="visitorsource",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "expected",
                "came",
                "applied",
                "joined",
                "declined",
                name="visitorstatus",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("membership_id", sa.Integer(), nullable=True),
        sa.Column("stepped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("import_run_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "import_run_id"],
            ["import_run.group_id", "import_run.id"],
            name=op.f("fk_visitor_group_id_import_run_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "invited_by_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_visitor_group_id_invited_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "membership_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_visitor_group_id_membership_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "owner_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_visitor_group_id_owner_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_visitor_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visitor")),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_visitor_group_id_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("visitor", schema=None) as batch_op:
        batch_op.create_index("ix_visitor_email", ["group_id", "email"], unique=False)
        batch_op.create_index(
            "ix_visitor_first",
            ["group_id", "email"],
            unique=True,
            sqlite_where=FIRST_VISITOR,
            postgresql_where=FIRST_VISITOR,
        )
        batch_op.create_index("ix_visitor_inviter", ["group_id", "invited_by_id"], unique=False)
        batch_op.create_index("ix_visitor_status", ["group_id", "status", "stepped_at"], unique=False)

    op.create_table(
        "meeting",
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("occurs_on", sa.Date(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "group",
                "committee",
                "one_to_one",
                name="meetingkind",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "scheduled",
                "cancelled",
                "held",
                name="meetingstatus",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("was_draft", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column(
            "expectation",
            sa.Enum(
                "sign_up",
                "everybody",
                name="expectation",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.Column("own_fields", sa.String(length=200), nullable=False),
        sa.Column("cancel_reason", sa.String(length=300), nullable=False),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attendance_closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("import_run_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(series_id IS NULL) = (occurs_on IS NULL)", name=op.f("ck_meeting_occurrence")),
        sa.CheckConstraint("capacity IS NULL OR capacity > 0", name=op.f("ck_meeting_capacity")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_meeting_in_order")),
        sa.ForeignKeyConstraint(
            ["group_id", "created_by_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_meeting_group_id_created_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "import_run_id"],
            ["import_run.group_id", "import_run.id"],
            name=op.f("fk_meeting_group_id_import_run_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "series_id"],
            ["meeting_series.group_id", "meeting_series.id"],
            name=op.f("fk_meeting_group_id_series_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_meeting_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_meeting_group_id_id")),
        sa.UniqueConstraint(
            "group_id", "series_id", "occurs_on", name=op.f("uq_meeting_group_id_series_id_occurs_on")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_on", ["group_id", "on_day", "status", "kind"], unique=False)
        batch_op.create_index("ix_meeting_starts", ["group_id", "starts_at", "status", "kind"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column(
            "mark",
            sa.Enum(
                "present",
                "late",
                "absent",
                "excused",
                "substitute",
                name="mark",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("substitute_name", sa.String(length=120), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("import_run_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "import_run_id"],
            ["import_run.group_id", "import_run.id"],
            name=op.f("fk_attendance_group_id_import_run_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "meeting_id"],
            ["meeting.group_id", "meeting.id"],
            name=op.f("fk_attendance_group_id_meeting_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "membership_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_attendance_group_id_membership_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_attendance_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_attendance_group_id_id")),
        sa.UniqueConstraint(
            "group_id",
            "meeting_id",
            "membership_id",
            name=op.f("uq_attendance_group_id_meeting_id_membership_id"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(
            "ix_attendance_membership", ["group_id", "membership_id", "meeting_id", "mark"], unique=False
        )

    op.create_table(
        "attendance_mark",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column(
            "mark",
            sa.Enum(
                "present",
                "late",
                "absent",
                "excused",
                "substitute",
                name="mark",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=True,
        ),
        sa.Column("substitute_name", sa.String(length=120), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "tap",
                "door",
                "closing",
                "import",
                name="markway",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("tap_key", sa.String(length=64), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "marked_by_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_attendance_mark_group_id_marked_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "meeting_id"],
            ["meeting.group_id", "meeting.id"],
            name=op.f("fk_attendance_mark_group_id_meeting_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "membership_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_attendance_mark_group_id_membership_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_attendance_mark_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_mark")),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_attendance_mark_group_id_id")),
        sa.UniqueConstraint("group_id", "tap_key", name=op.f("uq_attendance_mark_group_id_tap_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("attendance_mark", schema=None) as batch_op:
        batch_op.create_index(
            "ix_attendance_mark_meeting",
            ["group_id", "meeting_id", "membership_id", "marked_at"],
            unique=False,
        )

    op.create_table(
        "impression",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("met", sa.Boolean(), nullable=False),
        sa.Column("worth_it", sa.Boolean(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("membership_id <> other_id", name=op.f("ck_impression_not_oneself")),
        sa.CheckConstraint("met OR worth_it IS NULL", name=op.f("ck_impression_worth")),
        sa.ForeignKeyConstraint(
            ["group_id", "meeting_id"],
            ["meeting.group_id", "meeting.id"],
            name=op.f("fk_impression_group_id_meeting_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "membership_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_impression_group_id_membership_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "other_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_impression_group_id_other_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_impression_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impression")),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_impression_group_id_id")),
        sa.UniqueConstraint(
            "group_id",
            "meeting_id",
            "membership_id",
            "other_id",
            name=op.f("uq_impression_group_id_meeting_id_membership_id_other_id"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("impression", schema=None) as batch_op:
        batch_op.create_index("ix_impression_pair", ["group_id", "membership_id", "other_id"], unique=False)

    op.create_table(
        "meeting_answer",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "coming",
                "substitute",
                "declined",
                "waitlisted",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("substitute_name", sa.String(length=120), nullable=False),
        sa.Column("queue_number", sa.Integer(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("promoted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(answer = 'waitlisted') = (queue_number IS NOT NULL)", name=op.f("ck_meeting_answer_queued")
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "answered_by_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_meeting_answer_group_id_answered_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "meeting_id"],
            ["meeting.group_id", "meeting.id"],
            name=op.f("fk_meeting_answer_group_id_meeting_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "membership_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_meeting_answer_group_id_membership_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_meeting_answer_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_answer")),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_meeting_answer_group_id_id")),
        sa.UniqueConstraint(
            "group_id",
            "meeting_id",
            "membership_id",
            name=op.f("uq_meeting_answer_group_id_meeting_id_membership_id"),
        ),
        sa.UniqueConstraint(
            "group_id",
            "meeting_id",
            "queue_number",
            name=op.f("uq_meeting_answer_group_id_meeting_id_queue_number"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("meeting_answer", schema=None) as batch_op:
        batch_op.create_index(
            "ix_meeting_answer_membership", ["group_id", "membership_id", "meeting_id"], unique=False
        )

    op.create_table(
        "meeting_slot",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "speaker",
                "host",
                "greeter",
                name="slotrole",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=True),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "meeting_id"],
            ["meeting.group_id", "meeting.id"],
            name=op.f("fk_meeting_slot_group_id_meeting_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "membership_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_meeting_slot_group_id_membership_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_meeting_slot_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_slot")),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_meeting_slot_group_id_id")),
        sa.UniqueConstraint(
            "group_id",
            "meeting_id",
            "role",
            "number",
            name=op.f("uq_meeting_slot_group_id_meeting_id_role_number"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("meeting_slot", schema=None) as batch_op:
        batch_op.create_index("ix_meeting_slot_membership", ["group_id", "membership_id"], unique=False)

    op.create_table(
        "one_to_one",
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("import_run_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_one_to_one_in_order")),
        sa.ForeignKeyConstraint(
            ["group_id", "first_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_one_to_one_group_id_first_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "import_run_id"],
            ["import_run.group_id", "import_run.id"],
            name=op.f("fk_one_to_one_group_id_import_run_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "meeting_id"],
            ["meeting.group_id", "meeting.id"],
            name=op.f("fk_one_to_one_group_id_meeting_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "recorded_by_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_one_to_one_group_id_recorded_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "second_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_one_to_one_group_id_second_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_one_to_one_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_to_one")),
        sa.UniqueConstraint(
            "group_id",
            "first_id",
            "second_id",
            "held_on",
            name=op.f("uq_one_to_one_group_id_first_id_second_id_held_on"),
        ),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_one_to_one_group_id_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("one_to_one", schema=None) as batch_op:
        batch_op.create_index(
            "ix_one_to_one_day", ["group_id", "held_on", "first_id", "second_id"], unique=False
        )
        batch_op.create_index("ix_one_to_one_second", ["group_id", "second_id", "held_on"], unique=False)

    op.create_table(
        "one_to_one_proposal",
        sa.Column("proposer_id", sa.Integer(), nullable=False),
        sa.Column("invited_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "accepted",
                "declined",
                "withdrawn",
                name="proposalstatus",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 1 AND 480", name=op.f("ck_one_to_one_proposal_minutes")),
        sa.CheckConstraint("proposer_id <> invited_id", name=op.f("ck_one_to_one_proposal_not_oneself")),
        sa.ForeignKeyConstraint(
            ["group_id", "invited_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_one_to_one_proposal_group_id_invited_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "meeting_id"],
            ["meeting.group_id", "meeting.id"],
            name=op.f("fk_one_to_one_proposal_group_id_meeting_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "proposer_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_one_to_one_proposal_group_id_proposer_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_one_to_one_proposal_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_to_one_proposal")),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_one_to_one_proposal_group_id_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("one_to_one_proposal", schema=None) as batch_op:
        batch_op.create_index(
            "ix_one_to_one_proposal_invited", ["group_id", "invited_id", "status"], unique=False
        )
        batch_op.create_index(
            "ix_one_to_one_proposal_proposer", ["group_id", "proposer_id", "status"], unique=False
        )

    op.create_table(
        "visit",
        sa.Column("visitor_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("announced_by_id", sa.Integer(), nullable=True),
        sa.Column("came", sa.Boolean(), nullable=True),
        sa.Column("withdrew", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "announced_by_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_visit_group_id_announced_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "meeting_id"],
            ["meeting.group_id", "meeting.id"],
            name=op.f("fk_visit_group_id_meeting_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "visitor_id"],
            ["visitor.group_id", "visitor.id"],
            name=op.f("fk_visit_group_id_visitor_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_visit_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_visit_group_id_id")),
        sa.UniqueConstraint(
            "group_id", "visitor_id", "on_day", name=op.f("uq_visit_group_id_visitor_id_on_day")
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index("ix_visit_day", ["group_id", "on_day"], unique=False)
        batch_op.create_index("ix_visit_meeting", ["group_id", "meeting_id"], unique=False)

    op.create_table(
        "public_request",
        sa.Column(
            "kind",
            sa.Enum(
                "visit", "join", name="requestkind", native_enum=False, create_constraint=True, length=16
            ),
            nullable=False,
        ),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("company", sa.String(length=120), nullable=False),
        sa.Column("category", sa.String(length=80), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'visit') = (meeting_id IS NOT NULL)", name=op.f("ck_public_request_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "meeting_id"],
            ["meeting.group_id", "meeting.id"],
            name=op.f("fk_public_request_group_id_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_public_request_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_request")),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_public_request_group_id_id")),
        sa.UniqueConstraint("group_id", "kind", "email", name=op.f("uq_public_request_group_id_kind_email")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("public_request", schema=None) as batch_op:
        batch_op.create_index("ix_public_request_made", ["group_id", "created_at"], unique=False)
        batch_op.create_index("ix_public_request_meeting", ["group_id", "meeting_id"], unique=False)

    op.create_table(
        "public_request_mail",
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_public_request_mail_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_request_mail")),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_public_request_mail_group_id_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("public_request_mail", schema=None) as batch_op:
        batch_op.create_index("ix_public_request_mail_sent", ["group_id", "sent_at"], unique=False)

    op.create_table(
        "one_to_one_time",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "proposal_id"],
            ["one_to_one_proposal.group_id", "one_to_one_proposal.id"],
            name=op.f("fk_one_to_one_time_group_id_proposal_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_one_to_one_time_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_to_one_time")),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_one_to_one_time_group_id_id")),
        sa.UniqueConstraint(
            "group_id",
            "proposal_id",
            "starts_at",
            name=op.f("uq_one_to_one_time_group_id_proposal_id_starts_at"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("notice_choice", schema=None) as batch_op:
        batch_op.alter_column("kind", existing_type=kinds(TOLD_BEFORE), type_=kinds(TOLD_SINCE))
    with op.batch_alter_table("notice", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.alter_column("kind", existing_type=kinds(TOLD_BEFORE), type_=kinds(TOLD_SINCE))
        batch_op.add_column(sa.Column("meeting_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("proposal_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("visitor_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.String(length=40), nullable=False, server_default=""))
        batch_op.create_index("ix_notice_meeting", ["group_id", "meeting_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_notice_group_id_meeting_id"),
            "meeting",
            ["group_id", "meeting_id"],
            ["group_id", "id"],
            ondelete="RESTRICT",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_notice_group_id_visitor_id"),
            "visitor",
            ["group_id", "visitor_id"],
            ["group_id", "id"],
            ondelete="RESTRICT",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_notice_group_id_proposal_id"),
            "one_to_one_proposal",
            ["group_id", "proposal_id"],
            ["group_id", "id"],
            ondelete="RESTRICT",
        )


def downgrade() -> None:
    for told in ("notice", "notice_choice"):
        table = sa.table(told, sa.column("kind"))
        op.execute(table.delete().where(table.c.kind.not_in(TOLD_BEFORE)))
    with op.batch_alter_table("notice", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_notice_group_id_proposal_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_notice_group_id_visitor_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_notice_group_id_meeting_id"), type_="foreignkey")
        batch_op.drop_index("ix_notice_meeting")
        batch_op.drop_column("reason")
        batch_op.drop_column("visitor_id")
        batch_op.drop_column("proposal_id")
        batch_op.drop_column("meeting_id")
        batch_op.alter_column("kind", existing_type=kinds(TOLD_SINCE), type_=kinds(TOLD_BEFORE))
    with op.batch_alter_table("notice_choice", schema=None) as batch_op:
        batch_op.alter_column("kind", existing_type=kinds(TOLD_SINCE), type_=kinds(TOLD_BEFORE))

    op.drop_table("one_to_one_time")
    with op.batch_alter_table("public_request_mail", schema=None) as batch_op:
        batch_op.drop_index("ix_public_request_mail_sent")

    op.drop_table("public_request_mail")
    with op.batch_alter_table("public_request", schema=None) as batch_op:
        batch_op.drop_index("ix_public_request_meeting")
        batch_op.drop_index("ix_public_request_made")

    op.drop_table("public_request")
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index("ix_visit_meeting")
        batch_op.drop_index("ix_visit_day")

    op.drop_table("visit")
    with op.batch_alter_table("one_to_one_proposal", schema=None) as batch_op:
        batch_op.drop_index("ix_one_to_one_proposal_proposer")
        batch_op.drop_index("ix_one_to_one_proposal_invited")

    op.drop_table("one_to_one_proposal")
    with op.batch_alter_table("one_to_one", schema=None) as batch_op:
        batch_op.drop_index("ix_one_to_one_second")
        batch_op.drop_index("ix_one_to_one_day")

    op.drop_table("one_to_one")
    with op.batch_alter_table("meeting_slot", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_slot_membership")

    op.drop_table("meeting_slot")
    with op.batch_alter_table("meeting_answer", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_answer_membership")

    op.drop_table("meeting_answer")
    with op.batch_alter_table("impression", schema=None) as batch_op:
        batch_op.drop_index("ix_impression_pair")

    op.drop_table("impression")
    with op.batch_alter_table("attendance_mark", schema=None) as batch_op:
        batch_op.drop_index("ix_attendance_mark_meeting")

    op.drop_table("attendance_mark")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index("ix_attendance_membership")

    op.drop_table("attendance")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index("ix_meeting_starts")
        batch_op.drop_index("ix_meeting_on")

    op.drop_table("meeting")
    with op.batch_alter_table("visitor", schema=None) as batch_op:
        batch_op.drop_index("ix_visitor_status")
        batch_op.drop_index("ix_visitor_inviter")
        batch_op.drop_index("ix_visitor_first")
        batch_op.drop_index("ix_visitor_email")

    op.drop_table("visitor")
    op.drop_table("meeting_series")
    op.drop_table("public_page")
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_feed_person_id"))

    op.drop_table("calendar_feed")
    op.drop_table("attendance_rule")
