"""Active people by segment and funder; dates that are measured have none until they are measured again."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fact_segment_funder",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(length=5), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("funder", sa.String(), nullable=False),
        sa.Column("active", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_fact_segment_funder_run_id")),
        sa.PrimaryKeyConstraint(
            "as_of", "basis", "region_code", "segment", "funder", name=op.f("pk_fact_segment_funder")
        ),
    )


def downgrade() -> None:
    op.drop_table("fact_segment_funder")
