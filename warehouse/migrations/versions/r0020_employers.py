"""Active employers; dates that are measured have none until they are measured again."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fact_employer",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(length=5), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("employers", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_fact_employer_run_id")),
        sa.PrimaryKeyConstraint("as_of", "basis", "region_code", name=op.f("pk_fact_employer")),
    )


def downgrade() -> None:
    op.drop_table("fact_employer")
