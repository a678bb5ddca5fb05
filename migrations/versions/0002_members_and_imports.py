"""Photos, chosen viewers and uploads"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_upload",
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "uploaded_by_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_import_upload_group_id_uploaded_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_import_upload_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_upload")),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_import_upload_group_id_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "job_search_viewer",
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("viewer_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "membership_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_job_search_viewer_group_id_membership_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "viewer_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_job_search_viewer_group_id_viewer_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_job_search_viewer_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_search_viewer")),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_job_search_viewer_group_id_id")),
        sa.UniqueConstraint(
            "group_id",
            "membership_id",
            "viewer_id",
            name=op.f("uq_job_search_viewer_group_id_membership_id_viewer_id"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "photo",
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("small", sa.LargeBinary(), nullable=False),
        sa.Column("medium", sa.LargeBinary(), nullable=False),
        sa.Column("large", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id", "membership_id"],
            ["membership.group_id", "membership.id"],
            name=op.f("fk_photo_group_id_membership_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["group.id"], name=op.f("fk_photo_group_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
        sa.UniqueConstraint("group_id", "id", name=op.f("uq_photo_group_id_id")),
        sa.UniqueConstraint("group_id", "membership_id", name=op.f("uq_photo_group_id_membership_id")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("photo")
    op.drop_table("job_search_viewer")
    op.drop_table("import_upload")
