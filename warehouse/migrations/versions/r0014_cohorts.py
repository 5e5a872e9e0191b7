"""Cohorts since a month that was asked for: several of them for a region, so the month is part of the key."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BEFORE = ["as_of", "basis", "region_code", "comparison", "funder", "category"]
KEY = ["as_of", "basis", "region_code", "comparison", "since", "funder", "category"]
COHORT = sa.table(
    "fact_cohort", sa.column("comparison"), sa.column("compared_with", sa.Date), sa.column("since", sa.Date)
)


def upgrade() -> None:
    op.add_column("fact_cohort", sa.Column("since", sa.Date(), nullable=True))
    connection = op.get_bind()
    for day in connection.scalars(sa.select(COHORT.c.compared_with).distinct()).all():
        since = {"since": day + timedelta(days=1)}
        connection.execute(sa.update(COHORT).where(COHORT.c.compared_with == day).values(since))
    _change_key(KEY, nullable=False)


def downgrade() -> None:
    op.execute(sa.delete(COHORT).where(COHORT.c.comparison == "since"))
    _change_key(BEFORE, nullable=True)
    with op.batch_alter_table("fact_cohort") as cohort:
        cohort.drop_column("since")


def _change_key(key: list[str], *, nullable: bool) -> None:
    with op.batch_alter_table("fact_cohort") as cohort:
        cohort.drop_constraint("pk_fact_cohort", type_="primary")
        cohort.alter_column("since", existing_type=sa.Date(), nullable=nullable)
        cohort.create_primary_key("pk_fact_cohort", key)
