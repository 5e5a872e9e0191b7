"""Benefits by year, and the largest claims, which protection needs; dates that are measured have neither until then."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

LARGEST = ("largest_claim", "second_largest_claim")


def upgrade() -> None:
    for name in LARGEST:
        op.add_column("fact_benefit", sa.Column(name, sa.BigInteger(), nullable=True))
    op.create_table(
        "fact_benefit_year",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(length=5), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("claims", sa.BigInteger(), nullable=False),
        sa.Column("amount_rupiah", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in LARGEST),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_fact_benefit_year_run_id")),
        sa.PrimaryKeyConstraint(
            "as_of", "basis", "region_code", "year", "programme", name=op.f("pk_fact_benefit_year")
        ),
    )


def downgrade() -> None:
    op.drop_table("fact_benefit_year")
    for name in reversed(LARGEST):
        op.drop_column("fact_benefit", name)
