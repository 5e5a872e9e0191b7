"""Numbers that say what a figure leaves out: who is not covered, unplaced, strictly active, may join a programme."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ADDED = {
    "fact_coverage": ("not_covered", "unplaced"),
    "fact_category": ("active_strict",),
    "fact_village": ("unplaced", "nation_only"),
    "fact_programme": ("may_join", "coverage_may_join_bp"),
}


def upgrade() -> None:
    """Dates that are measured have none of them, but for what follows from the figures that are there."""
    for table, names in ADDED.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.BigInteger(), nullable=True))
    op.execute(
        "UPDATE fact_coverage SET not_covered = CASE WHEN active < eligible THEN eligible - active ELSE 0 END "
        "WHERE eligible > 0"
    )


def downgrade() -> None:
    for table, names in ADDED.items():
        for name in names:
            op.drop_column(table, name)
