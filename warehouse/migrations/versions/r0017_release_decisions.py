"""What operators decided about releases, and the release with which the notes of each compare it."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

DECISIONS = sa.Enum(
    "drafted",
    "promoted",
    "rolled_back",
    "withdrawn",
    name="decision",
    native_enum=False,
    create_constraint=True,
    length=24,
)


def upgrade() -> None:
    op.create_table(
        "release_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.String(), nullable=False),
        sa.Column("decision", DECISIONS, nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("before_release_id", sa.String(), nullable=True),
        sa.Column("after_release_id", sa.String(), nullable=True),
        *(
            sa.ForeignKeyConstraint([name], ["release.id"], name=op.f(f"fk_release_decision_{name}"))
            for name in ("release_id", "before_release_id", "after_release_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_decision")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_release_decision_release_id"), "release_decision", ["release_id"])
    op.create_table(
        "release_comparison",
        sa.Column("release_id", sa.String(), nullable=False),
        sa.Column("baseline_release_id", sa.String(), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], ["release.id"], name=op.f(f"fk_release_comparison_{name}"))
            for name in ("release_id", "baseline_release_id")
        ),
        sa.PrimaryKeyConstraint("release_id", name=op.f("pk_release_comparison")),
    )


def downgrade() -> None:
    op.drop_table("release_comparison")
    op.drop_table("release_decision")
