"""Referrals, their history, and thanks"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "referral",
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("receiver_id", sa.Integer(), nullable=False),
        sa.Column("recorder_id", sa.Integer(), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "business",
                "job",
                "introduction",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("inside", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "passed",
                "accepted",
                "contacted",
                "won",
                "lost",
                "declined",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column(
            "standing",
            sa.Enum(
                "clear",
                "disputed",
                "withdrawn",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("told_in_person", sa.Boolean(), nullable=False),
        sa.Column("prospect_name", sa.String(length=120), nullable=False),
        sa.Column("prospect_contact", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decline_reason", sa.Text(), nullable=False),
        sa.Column("import_run_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("giver_id <> receiver_id", name=op.f("ck_referral_no_self_referral")),
        sa.ForeignKeyConstraint(
            ["group_id", "giver_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_referral_group_id_giver_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "import_run_id"],
            ["import_run.group_id", "import_run.id"],
            name=op.f("fk_referral_group_id_import_run_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "receiver_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_referral_group_id_receiver_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "recorder_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_referral_group_id_recorder_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_referral_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_referral_group_id_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index(
            "ix_referral_board",
            ["group_id", "given_on", "giver_id", "receiver_id", "status", "standing"],
            unique=False,
        )
        batch_op.create_index("ix_referral_giver", ["group_id", "giver_id", "given_on"], unique=False)
        batch_op.create_index(
            "ix_referral_receiver",
            ["group_id", "receiver_id", "given_on", "status", "standing"],
            unique=False,
        )

    op.create_table(
        "referral_event",
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column(
            "step",
            sa.Enum(
                "recorded",
                "moved",
                "stepped_back",
                "edited",
                "told",
                "disputed",
                "dispute_lifted",
                "withdrawn",
                "erased",
                name="step",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("status_before", sa.String(length=16), nullable=True),
        sa.Column(
            "status_after",
            sa.Enum(
                "passed",
                "accepted",
                "contacted",
                "won",
                "lost",
                "declined",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "actor_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_referral_event_group_id_actor_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "referral_id"],
            ["referral.group_id", "referral.id"],
            name=op.f("fk_referral_event_group_id_referral_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_referral_event_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_event")),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_referral_event_group_id_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("referral_event", schema=None) as batch_op:
        batch_op.create_index("ix_referral_event_referral", ["group_id", "referral_id"], unique=False)

    op.create_table(
        "thanks",
        sa.Column("thanker_id", sa.Integer(), nullable=True),
        sa.Column("thanked_id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("thanked_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("import_run_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_thanks_amount")),
        sa.CheckConstraint("thanker_id <> thanked_id", name=op.f("ck_thanks_not_oneself")),
        sa.ForeignKeyConstraint(
            ["group_id", "import_run_id"],
            ["import_run.group_id", "import_run.id"],
            name=op.f("fk_thanks_group_id_import_run_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "referral_id"],
            ["referral.group_id", "referral.id"],
            name=op.f("fk_thanks_group_id_referral_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "thanked_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_thanks_group_id_thanked_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "thanker_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_thanks_group_id_thanker_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_thanks_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thanks")),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_thanks_group_id_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("thanks", schema=None) as batch_op:
        batch_op.create_index(
            "ix_thanks_day",
            ["group_id", "thanked_on", "thanked_id", "thanker_id", "amount_minor"],
            unique=False,
        )
        batch_op.create_index("ix_thanks_referral", ["group_id", "referral_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("thanks", schema=None) as batch_op:
        batch_op.drop_index("ix_thanks_referral")
        batch_op.drop_index("ix_thanks_day")

    op.drop_table("thanks")
    with op.batch_alter_table("referral_event", schema=None) as batch_op:
        batch_op.drop_index("ix_referral_event_referral")

    op.drop_table("referral_event")
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.drop_index("ix_referral_receiver")
        batch_op.drop_index("ix_referral_giver")
        batch_op.drop_index("ix_referral_board")

    op.drop_table("referral")
