"""Rows of the feed EKOSISTEM: how many people of a worker category live in a region, and how many are aimed at."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ref_ecosystem",
        sa.Column("lake_object_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("as_of_date", sa.Date(), nullable=False),
        sa.Column("population", sa.BigInteger(), nullable=True),
        sa.Column("target", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["lake_object_id"], ["lake_object.id"], name=op.f("fk_ref_ecosystem_lake_object_id")),
        sa.PrimaryKeyConstraint("lake_object_id", "row_no", name=op.f("pk_ref_ecosystem")),
    )


def downgrade() -> None:
    op.drop_table("ref_ecosystem")
