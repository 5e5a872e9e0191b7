"""What a purge collected, and which run measured the figures of a release."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

UTC_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("lake_object", sa.Column("purged_at", UTC_TIME, nullable=True))
    op.add_column("release", sa.Column("facts_run_id", sa.Integer(), nullable=True))
    op.create_table(
        "purge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started_at", UTC_TIME, nullable=False),
        sa.Column("ended_at", UTC_TIME, nullable=True),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("object_count", sa.Integer(), nullable=False),
        sa.Column("archive_count", sa.Integer(), nullable=False),
        sa.Column("date_count", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purge")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "purge_archive",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("purged_at", UTC_TIME, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_purge_archive")),
    )


def downgrade() -> None:
    op.drop_table("purge_archive")
    op.drop_table("purge")
    op.drop_column("release", "facts_run_id")
    op.drop_column("lake_object", "purged_at")
