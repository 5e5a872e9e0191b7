"""First tables: dimensions, submissions, lake objects, reference rows, facts, releases."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

UTC_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "dim_branch",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("regional_office", sa.String(), nullable=False),
        sa.Column("feeds", sa.JSON(), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_dim_branch")),
    )
    op.create_table(
        "dim_region",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent_code", sa.String(length=5), nullable=True),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("predecessor", sa.String(length=5), nullable=True),
        sa.CheckConstraint("level IN ('national', 'province', 'regency')", name=op.f("ck_dim_region_level")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dim_region")),
    )
    op.create_index(
        "uq_dim_region_open",
        "dim_region",
        ["code"],
        unique=True,
        sqlite_where=sa.text("valid_to IS NULL"),
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("started_at", UTC_TIME, nullable=False),
        sa.Column("ended_at", UTC_TIME, nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "running",
                "completed",
                "gated",
                "failed",
                "interrupted",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("flow_run_id", sa.String(length=36), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("mtime_ns", sa.BigInteger(), nullable=False),
        sa.Column("received_at", UTC_TIME, nullable=False),
        sa.Column("branch", sa.String(), nullable=True),
        sa.Column("feed", sa.String(), nullable=True),
        sa.Column("position_date", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "received",
                "duplicate",
                "refused",
                "held",
                "accepted",
                "accepted_with_rejects",
                "superseded",
                "failed",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason_code", sa.String(), nullable=True),
        sa.Column("duplicate_of", sa.Integer(), nullable=True),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_accepted", sa.Integer(), nullable=False),
        sa.Column("rows_rejected", sa.Integer(), nullable=False),
        sa.Column("rows_merged", sa.Integer(), nullable=False),
        sa.Column("rows_warned", sa.Integer(), nullable=False),
        sa.Column("contract_version", sa.String(), nullable=True),
        sa.Column("rules_version", sa.String(), nullable=True),
        sa.Column("finished_at", UTC_TIME, nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "(status = 'duplicate') = (duplicate_of IS NOT NULL)", name=op.f("ck_submission_duplicate_of")
        ),
        sa.CheckConstraint(
            "(status = 'superseded') = (superseded_by IS NOT NULL)", name=op.f("ck_submission_superseded_by")
        ),
        sa.CheckConstraint("status <> 'accepted' OR rows_rejected = 0", name=op.f("ck_submission_no_rejects")),
        sa.CheckConstraint("status <> 'refused' OR reason_code IS NOT NULL", name=op.f("ck_submission_reason")),
        sa.CheckConstraint(
            "status NOT IN ('accepted', 'accepted_with_rejects', 'superseded')"
            " OR rows_read = rows_accepted + rows_rejected + rows_merged",
            name=op.f("ck_submission_rows_conserved"),
        ),
        sa.ForeignKeyConstraint(["duplicate_of"], ["submission.id"], name=op.f("fk_submission_duplicate_of")),
        sa.ForeignKeyConstraint(["superseded_by"], ["submission.id"], name=op.f("fk_submission_superseded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_submission_feed_branch_position_date", "submission", ["feed", "branch", "position_date"], unique=False
    )
    op.create_index("ix_submission_sha256", "submission", ["sha256"], unique=False)
    op.create_index("ix_submission_status", "submission", ["status"], unique=False)
    op.create_table(
        "fact_coverage",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(length=5), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("region_name", sa.String(), nullable=False),
        sa.Column("eligible", sa.BigInteger(), nullable=True),
        sa.Column("active", sa.BigInteger(), nullable=False),
        sa.Column("active_strict", sa.BigInteger(), nullable=False),
        sa.Column("active_unlinked", sa.BigInteger(), nullable=False),
        sa.Column("coverage_bp", sa.BigInteger(), nullable=True),
        sa.Column("coverage_strict_bp", sa.BigInteger(), nullable=True),
        sa.Column("rank_in_province", sa.Integer(), nullable=True),
        sa.Column("rank_national", sa.Integer(), nullable=True),
        sa.Column("branches_in", sa.Integer(), nullable=False),
        sa.Column("branches_expected", sa.Integer(), nullable=False),
        sa.Column("eligible_year", sa.Integer(), nullable=True),
        sa.Column("eligible_version", sa.String(), nullable=True),
        sa.Column("flags", sa.String(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_fact_coverage_run_id")),
        sa.PrimaryKeyConstraint("as_of", "basis", "region_code", name=op.f("pk_fact_coverage")),
    )
    op.create_table(
        "fact_participation",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(length=5), nullable=False),
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("active", sa.BigInteger(), nullable=False),
        sa.Column("active_strict", sa.BigInteger(), nullable=False),
        sa.Column("active_primary", sa.BigInteger(), nullable=False),
        sa.Column("eligible", sa.BigInteger(), nullable=True),
        sa.Column("coverage_bp", sa.BigInteger(), nullable=True),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_fact_participation_run_id")),
        sa.PrimaryKeyConstraint("as_of", "basis", "region_code", "segment", name=op.f("pk_fact_participation")),
    )
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
        sa.UniqueConstraint("submission_id", name=op.f("uq_lake_object_submission_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_lake_object_feed_branch_position_date", "lake_object", ["feed", "branch", "position_date"], unique=False
    )
    op.create_index(
        "uq_lake_object_live",
        "lake_object",
        ["feed", "branch", "position_date"],
        unique=True,
        sqlite_where=sa.text("live = 1"),
        postgresql_where=sa.text("live"),
    )
    op.create_table(
        "release",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("inputs_sha256", sa.String(length=64), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UTC_TIME, nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_release_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
    )
    op.create_index("ix_release_as_of_inputs_sha256", "release", ["as_of", "inputs_sha256"], unique=False)
    op.create_index(
        "uq_release_current",
        "release",
        ["is_current"],
        unique=True,
        sqlite_where=sa.text("is_current = 1"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "submission_issue",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "severity",
            sa.Enum(
                "refuse_file",
                "hold_file",
                "reject_row",
                "warn",
                name="severity",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_submission_issue_submission_id")),
        sa.PrimaryKeyConstraint("submission_id", "code", name=op.f("pk_submission_issue")),
    )
    op.create_table(
        "ref_eligible",
        sa.Column("lake_object_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(length=5), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("eligible", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("version", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["lake_object_id"], ["lake_object.id"], name=op.f("fk_ref_eligible_lake_object_id")),
        sa.PrimaryKeyConstraint("lake_object_id", "row_no", name=op.f("pk_ref_eligible")),
    )
    op.create_table(
        "ref_target",
        sa.Column("lake_object_id", sa.Integer(), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("region_code", sa.String(length=5), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("target_ppm", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["lake_object_id"], ["lake_object.id"], name=op.f("fk_ref_target_lake_object_id")),
        sa.PrimaryKeyConstraint("lake_object_id", "row_no", name=op.f("pk_ref_target")),
    )
    op.create_table(
        "release_object",
        sa.Column("release_id", sa.String(), nullable=False),
        sa.Column("lake_object_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lake_object_id"], ["lake_object.id"], name=op.f("fk_release_object_lake_object_id")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_release_object_release_id")),
        sa.PrimaryKeyConstraint("release_id", "lake_object_id", name=op.f("pk_release_object")),
    )


def downgrade() -> None:
    op.drop_table("release_object")
    op.drop_table("ref_target")
    op.drop_table("ref_eligible")
    op.drop_table("submission_issue")
    op.drop_table("release")
    op.drop_table("lake_object")
    op.drop_table("fact_participation")
    op.drop_table("fact_coverage")
    op.drop_table("submission")
    op.drop_table("run")
    op.drop_table("dim_region")
    op.drop_table("dim_branch")
