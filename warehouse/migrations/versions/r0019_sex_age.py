"""Active people by sex and age group; dates that are measured have none until they are measured again."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fact_sex_age",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(length=5), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("age_group", sa.String(), nullable=False),
        sa.Column("active", sa.BigInteger(), nullable=False),
        sa.Column("share_bp", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_fact_sex_age_run_id")),
        sa.PrimaryKeyConstraint("as_of", "basis", "region_code", "sex", "age_group", name=op.f("pk_fact_sex_age")),
    )


def downgrade() -> None:
    op.drop_table("fact_sex_age")
