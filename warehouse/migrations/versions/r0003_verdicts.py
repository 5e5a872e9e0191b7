"""Every verdict on a submission is kept, and a submission may have several lake objects, of which the newest counts."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

UTC_TIME = sa.DateTime(timezone=True)
STATUSES = (
    "received",
    "duplicate",
    "refused",
    "held",
    "accepted",
    "accepted_with_rejects",
    "superseded",
    "failed",
)
CAUSES = ("arrival", "check", "fault", "operator", "reprocess")
UNIQUE = "uq_lake_object_submission_id"
INDEX = "ix_lake_object_submission_id"


def upgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        _rebuild_lake_object(one_a_submission=False)
    else:
        op.drop_constraint(UNIQUE, "lake_object", type_="unique")
    op.create_index(INDEX, "lake_object", ["submission_id"])
    op.create_table(
        "submission_verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("given_at", UTC_TIME, nullable=False),
        sa.Column("cause", _closed_set(*CAUSES, name="cause"), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("status", _closed_set(*STATUSES, name="status"), nullable=False),
        sa.Column("reason_code", sa.String(), nullable=True),
        sa.Column("reason_detail", sa.String(), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_accepted", sa.Integer(), nullable=False),
        sa.Column("rows_rejected", sa.Integer(), nullable=False),
        sa.Column("rows_merged", sa.Integer(), nullable=False),
        sa.Column("rows_warned", sa.Integer(), nullable=False),
        sa.Column("contract_version", sa.String(), nullable=True),
        sa.Column("rules_version", sa.String(), nullable=True),
        sa.Column("issues", sa.JSON(), nullable=False),
        sa.Column("lake_object_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["lake_object_id"], ["lake_object.id"], name=op.f("fk_submission_verdict_lake_object_id")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_submission_verdict_run_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_submission_verdict_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_verdict")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_submission_verdict_submission_id", "submission_verdict", ["submission_id"])
    _keep_what_was_said()


def downgrade() -> None:
    op.drop_table("submission_verdict")
    newest = "SELECT max(id) FROM lake_object GROUP BY submission_id"
    for table in ("release_object", "ref_eligible", "ref_target", "ref_ecosystem"):
        op.execute(f"DELETE FROM {table} WHERE lake_object_id NOT IN ({newest})")  # noqa: S608 - names of ours
    op.execute(f"DELETE FROM lake_object WHERE id NOT IN ({newest})")  # noqa: S608
    op.drop_index(INDEX, "lake_object")
    if op.get_context().dialect.name == "sqlite":
        _rebuild_lake_object(one_a_submission=True)
    else:
        op.create_unique_constraint(UNIQUE, "lake_object", ["submission_id"])


def _closed_set(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _keep_what_was_said() -> None:
    """The verdict that each settled submission has today becomes the first of its history."""
    connection = op.get_bind()
    stored = sa.MetaData()
    stored.reflect(connection, only=["submission", "submission_issue", "submission_verdict", "lake_object"])
    submission, issue, verdict = (stored.tables[f"submission{name}"] for name in ("", "_issue", "_verdict"))
    lake_object = stored.tables["lake_object"]
    issues: dict[int, list[dict[str, Any]]] = {}
    for row in connection.execute(sa.select(issue).order_by(issue.c.submission_id, issue.c.code)).mappings():
        kept = {name: row[name] for name in ("code", "severity", "columns", "row_count")}
        issues.setdefault(row["submission_id"], []).append(kept)
    objects: dict[int, int] = {
        row.submission_id: row.id
        for row in connection.execute(sa.select(lake_object.c.submission_id, lake_object.c.id))
    }
    settled = sa.select(submission).where(submission.c.finished_at.is_not(None)).order_by(submission.c.id)
    for row in connection.execute(settled).mappings().all():
        taken = "accepted_with_rejects" if row["rows_rejected"] else "accepted"
        connection.execute(
            sa.insert(verdict).values(
                submission_id=row["id"],
                given_at=row["finished_at"],
                cause="arrival" if row["contract_version"] is None else "check",
                status=taken if row["status"] == "superseded" else row["status"],
                reason_detail=str(row["details"].get("reason_detail", "")),
                issues=issues.get(row["id"], []),
                lake_object_id=objects.get(row["id"]),
                **{name: row[name] for name in row if name in verdict.c and name.startswith("rows_")},
                **{name: row[name] for name in ("reason_code", "contract_version", "rules_version")},
            )
        )


def _rebuild_lake_object(*, one_a_submission: bool) -> None:
    """SQLite cannot drop a constraint: the table is made anew. Other tables point to it, so they are checked last."""
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TABLE lake_object_before AS SELECT * FROM lake_object")
    op.drop_table("lake_object")
    op.create_table(
        "lake_object",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("feed", sa.String(), nullable=False),
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("position_date", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("loaded_at", UTC_TIME, nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_lake_object_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lake_object")),
        *([sa.UniqueConstraint("submission_id", name=op.f(UNIQUE))] if one_a_submission else []),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_lake_object_feed_branch_position_date", "lake_object", ["feed", "branch", "position_date"])
    op.create_index(
        "uq_lake_object_live",
        "lake_object",
        ["feed", "branch", "position_date"],
        unique=True,
        sqlite_where=sa.text("live = 1"),
    )
    op.execute("INSERT INTO lake_object SELECT * FROM lake_object_before")
    op.drop_table("lake_object_before")
