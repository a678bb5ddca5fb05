"""Mails and jobs, proofs and second factors, the audit log, notices"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "done",
                "dropped",
                "dead",
                name="queuestate",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("unique_key", sa.String(length=120), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("about_group_id", sa.Integer(), nullable=True),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease", sa.String(length=32), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(length=200), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["about_group_id"], ["group.id"], name=op.f("fk_job_about_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_job_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("unique_key", name=op.f("uq_job_unique_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_due", ["state", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_person_id"), ["person_id"], unique=False)

    op.create_table(
        "notice_choice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "referral",
                "answer",
                "thanks",
                "nudge",
                "digest",
                name="noticekind",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column(
            "way",
            sa.Enum(
                "at_once", "weekly", "never", name="way", native_enum=False, create_constraint=True, length=16
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notice_choice_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_notice_choice")),
    )
    op.create_table(
        "outgoing_mail",
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("to_address", sa.String(length=254), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "done",
                "dropped",
                "dead",
                name="queuestate",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("unique_key", sa.String(length=120), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("about_group_id", sa.Integer(), nullable=True),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease", sa.String(length=32), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(length=200), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["about_group_id"], ["group.id"], name=op.f("fk_outgoing_mail_about_group_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_outgoing_mail_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outgoing_mail_message_id")),
        sa.UniqueConstraint("unique_key", name=op.f("uq_outgoing_mail_unique_key")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.create_index("ix_outgoing_mail_due", ["state", "due_at"], unique=False)
        batch_op.create_index("ix_outgoing_mail_group", ["about_group_id", "state", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outgoing_mail_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outgoing_mail_to_address"), ["to_address"], unique=False)

    op.create_table(
        "weekly_period",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["outgoing_mail.id"], name=op.f("fk_weekly_period_mail_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_weekly_period_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_weekly_period")),
    )
    with op.batch_alter_table("weekly_period", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_weekly_period_mail_id"), ["mail_id"], unique=False)

    op.create_table(
        "proof",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "sign_in",
                "reset",
                "change",
                "new_address",
                "confirm",
                name="proofpurpose",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("known_browser", sa.Boolean(), nullable=False),
        sa.Column("network", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_proof_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("proof", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proof_created_at"), ["created_at"], unique=False)
        batch_op.create_index("ix_proof_email", ["email", "created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_proof_person_id"), ["person_id"], unique=False)

    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_code_person_id"), ["person_id"], unique=False)

    op.create_table(
        "job_file",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_job_file_job_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_job_file")),
    )
    op.create_table(
        "audit_entry",
        sa.Column(
            "action",
            sa.Enum(
                "right.granted",
                "right.ended",
                "settings.changed",
                "member.added",
                "member.edited",
                "member.invited",
                "invite.revoked",
                "member.joined",
                "status.changed",
                "member.erased",
                "imported",
                "import.undone",
                "exported",
                "signin.refused",
                "mail.again",
                name="action",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "actor_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_audit_entry_group_id_actor_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "subject_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_audit_entry_group_id_subject_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_audit_entry_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_audit_entry_group_id_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entry_newest", ["group_id", "happened_at", "id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "referral",
                "answer",
                "thanks",
                "nudge",
                "digest",
                name="noticekind",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("referral_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("thanks_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "event_id"],
            ["referral_event.group_id", "referral_event.id"],
            name=op.f("fk_notice_group_id_event_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "membership_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_notice_group_id_membership_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "referral_id"],
            ["referral.group_id", "referral.id"],
            name=op.f("fk_notice_group_id_referral_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "thanks_id"],
            ["thanks.group_id", "thanks.id"],
            name=op.f("fk_notice_group_id_thanks_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_notice_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_notice_group_id_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_newest", ["group_id", "membership_id", "due_at"], unique=False)
        batch_op.create_index("ix_notice_referral", ["group_id", "referral_id"], unique=False)
        batch_op.create_index("ix_notice_thanks", ["group_id", "thanks_id"], unique=False)

    op.add_column(
        "group", sa.Column("second_factor_required", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    for column in (
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("mailed_to", sa.String(length=254), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False, server_default=""),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
    ):
        op.add_column("invitation", column)
    with op.batch_alter_table("invitation", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.create_foreign_key(
            batch_op.f("fk_invitation_group_id_invited_by_id"),
            "membership",
            ["group_id", "invited_by_id"],
            ["group_id", "id"],
            ondelete="RESTRICT",
        )
    op.add_column("membership", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    for column in (
        sa.Column("email_proven_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_nonce", sa.String(length=32), nullable=True),
        sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
    ):
        op.add_column("person", column)
    if op.get_bind().dialect.name == "sqlite":  # from here on no id is given twice; PostgreSQL never did
        with op.batch_alter_table("person", recreate="always", table_kwargs={"sqlite_autoincrement": True}):
            pass


def downgrade() -> None:
    # one column after another, since a rebuilt table would lose its checks; that no id of a person is given
    # twice stays, and an older version does not mind
    for column in ("totp_last_step", "totp_confirmed_at", "totp_nonce", "email_proven_at"):
        op.drop_column("person", column)
    op.drop_column("membership", "erased_at")
    with op.batch_alter_table("invitation", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_invitation_group_id_invited_by_id"), type_="foreignkey")
    for name in ("revoked_at", "note", "mailed_to", "invited_by_id"):
        op.drop_column("invitation", name)
    op.drop_column("group", "second_factor_required")

    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_thanks")
        batch_op.drop_index("ix_notice_referral")
        batch_op.drop_index("ix_notice_newest")

    op.drop_table("notice")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entry_newest")

    op.drop_table("audit_entry")
    op.drop_table("job_file")
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_code_person_id"))

    op.drop_table("recovery_code")
    with op.batch_alter_table("proof", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proof_person_id"))
        batch_op.drop_index("ix_proof_email")
        batch_op.drop_index(batch_op.f("ix_proof_created_at"))

    op.drop_table("proof")
    with op.batch_alter_table("weekly_period", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_weekly_period_mail_id"))

    op.drop_table("weekly_period")
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outgoing_mail_to_address"))
        batch_op.drop_index(batch_op.f("ix_outgoing_mail_person_id"))
        batch_op.drop_index("ix_outgoing_mail_group")
        batch_op.drop_index("ix_outgoing_mail_due")

    op.drop_table("outgoing_mail")
    op.drop_table("notice_choice")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_person_id"))
        batch_op.drop_index("ix_job_due")

    op.drop_table("job")
