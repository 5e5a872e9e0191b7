"""Movement and trend of ecosystems; dates that are measured have neither until they are measured again."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

KEY = ("as_of", "basis", "region_code", "category")


def upgrade() -> None:
    op.create_table(
        "fact_ecosystem_movement",
        *_region_columns(),
        sa.Column("comparison", sa.String(), nullable=False),
        sa.Column("compared_with", sa.Date(), nullable=False),
        sa.Column("active_then", sa.BigInteger(), nullable=False),
        sa.Column("active_now", sa.BigInteger(), nullable=False),
        sa.Column("change_people", sa.BigInteger(), nullable=False),
        sa.Column("population_then", sa.BigInteger(), nullable=True),
        sa.Column("population_then_date", sa.Date(), nullable=True),
        sa.Column("coverage_then_bp", sa.BigInteger(), nullable=True),
        *_last_columns("fact_ecosystem_movement"),
        sa.PrimaryKeyConstraint(*KEY, "comparison", name=op.f("pk_fact_ecosystem_movement")),
    )
    op.create_table(
        "fact_ecosystem_trend",
        *_region_columns(),
        sa.Column("series_date", sa.Date(), nullable=False),
        sa.Column("active", sa.BigInteger(), nullable=False),
        sa.Column("population", sa.BigInteger(), nullable=False),
        sa.Column("coverage_bp", sa.BigInteger(), nullable=True),
        sa.Column("population_date", sa.Date(), nullable=False),
        *_last_columns("fact_ecosystem_trend"),
        sa.PrimaryKeyConstraint(*KEY, "series_date", name=op.f("pk_fact_ecosystem_trend")),
    )


def downgrade() -> None:
    op.drop_table("fact_ecosystem_trend")
    op.drop_table("fact_ecosystem_movement")


def _region_columns() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(length=5), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
    ]


def _last_columns(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("change_points_bp", sa.BigInteger(), nullable=True),
        sa.Column("flags", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f(f"fk_{table}_run_id")),
    ]
