"""What comparisons and rates rest on: flags, the start of the history, people who left by older positions."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

EMPTY_NOW = {"fact_movement": "new", "fact_cohort": "active"}  # where it is not known who is new
FLAGGED = (
    *("fact_cohort", "fact_trend", "fact_participation", "fact_programme", "fact_funder", "fact_category"),
    *("fact_ecosystem", "fact_target"),
)


def upgrade() -> None:
    with op.batch_alter_table("fact_movement") as movement:
        movement.add_column(sa.Column("left_on_older_positions", sa.BigInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("fact_movement") as movement:
        movement.alter_column(
            "left_on_older_positions", server_default=None, existing_type=sa.BigInteger(), existing_nullable=False
        )
    for name, column in EMPTY_NOW.items():
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("history_from", sa.Date(), nullable=True))
            table.alter_column(column, nullable=True, existing_type=sa.BigInteger())
    for name in FLAGGED:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("flags", sa.String(), nullable=False, server_default=""))
        with op.batch_alter_table(name) as table:
            table.alter_column("flags", server_default=None, existing_type=sa.String(), existing_nullable=False)
    with op.batch_alter_table("fact_target") as target:
        target.add_column(sa.Column("eligible_year", sa.Integer(), nullable=True))
        target.add_column(sa.Column("eligible_version", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("fact_target") as target:
        target.drop_column("eligible_version")
        target.drop_column("eligible_year")
    for name in FLAGGED:
        with op.batch_alter_table(name) as table:
            table.drop_column("flags")
    for name, column in EMPTY_NOW.items():
        facts = sa.table(name, sa.column(column))
        op.execute(sa.delete(facts).where(facts.c[column].is_(None)))
        with op.batch_alter_table(name) as table:
            table.alter_column(column, nullable=False, existing_type=sa.BigInteger())
            table.drop_column("history_from")
    with op.batch_alter_table("fact_movement") as table:
        table.drop_column("left_on_older_positions")
