"""Tables of figures beyond coverage and segments."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ADDED_COUNTS = ("in_doubt", "active_carried_forward", "branches_carried_forward", "branches_missing")


def upgrade() -> None:
    with op.batch_alter_table("fact_coverage") as coverage:
        for name in ("branches_in", "branches_expected"):
            coverage.alter_column(name, type_=sa.BigInteger(), existing_type=sa.Integer(), existing_nullable=False)
        for name in ADDED_COUNTS:
            coverage.add_column(sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
        coverage.add_column(sa.Column("oldest_position_days", sa.Integer(), nullable=True))
        coverage.add_column(sa.Column("coverage_class", sa.String(), nullable=True))
    with op.batch_alter_table("fact_coverage") as coverage:
        for name in ADDED_COUNTS:
            coverage.alter_column(name, server_default=None, existing_type=sa.BigInteger(), existing_nullable=False)
    op.create_table(
        "fact_programme",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(length=5), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("active", sa.BigInteger(), nullable=False),
        sa.Column("coverage_bp", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_fact_programme_run_id")),
        sa.PrimaryKeyConstraint("as_of", "basis", "region_code", "programme", name=op.f("pk_fact_programme")),
    )
    op.create_table(
        "fact_funder",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(length=5), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("funder", sa.String(), nullable=False),
        sa.Column("active", sa.BigInteger(), nullable=False),
        sa.Column("share_bp", sa.BigInteger(), nullable=True),
        sa.Column("coverage_bp", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_fact_funder_run_id")),
        sa.PrimaryKeyConstraint("as_of", "basis", "region_code", "funder", name=op.f("pk_fact_funder")),
    )
    op.create_table(
        "fact_category",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(length=5), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("active", sa.BigInteger(), nullable=False),
        sa.Column("share_bp", sa.BigInteger(), nullable=True),
        sa.Column("coverage_bp", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_fact_category_run_id")),
        sa.PrimaryKeyConstraint("as_of", "basis", "region_code", "category", name=op.f("pk_fact_category")),
    )
    op.create_table(
        "fact_ecosystem",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(length=5), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("population", sa.BigInteger(), nullable=False),
        sa.Column("target", sa.BigInteger(), nullable=True),
        sa.Column("active", sa.BigInteger(), nullable=False),
        sa.Column("coverage_bp", sa.BigInteger(), nullable=True),
        sa.Column("gap_people", sa.BigInteger(), nullable=False),
        sa.Column("population_date", sa.Date(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_fact_ecosystem_run_id")),
        sa.PrimaryKeyConstraint("as_of", "basis", "region_code", "category", name=op.f("pk_fact_ecosystem")),
    )
    op.create_table(
        "fact_village",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(length=13), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("active", sa.BigInteger(), nullable=False),
        sa.Column("target", sa.BigInteger(), nullable=False),
        sa.Column("villages", sa.BigInteger(), nullable=False),
        sa.Column("villages_reached", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_fact_village_run_id")),
        sa.PrimaryKeyConstraint("as_of", "basis", "region_code", name=op.f("pk_fact_village")),
    )
    op.create_table(
        "fact_target",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(length=5), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("target_ppm", sa.BigInteger(), nullable=False),
        sa.Column("active", sa.BigInteger(), nullable=False),
        sa.Column("eligible", sa.BigInteger(), nullable=True),
        sa.Column("coverage_bp", sa.BigInteger(), nullable=True),
        sa.Column("coverage_class", sa.String(), nullable=True),
        sa.Column("gap_points_bp", sa.BigInteger(), nullable=True),
        sa.Column("gap_people", sa.BigInteger(), nullable=True),
        sa.Column("gap_rupiah_year", sa.BigInteger(), nullable=True),
        sa.Column("people_per_month", sa.BigInteger(), nullable=True),
        sa.Column("attainment_bp", sa.BigInteger(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_fact_target_run_id")),
        sa.PrimaryKeyConstraint("as_of", "basis", "region_code", "issuer", "year", name=op.f("pk_fact_target")),
    )
    op.create_table(
        "fact_movement",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(length=5), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("comparison", sa.String(), nullable=False),
        sa.Column("compared_with", sa.Date(), nullable=False),
        sa.Column("active_then", sa.BigInteger(), nullable=False),
        sa.Column("active_now", sa.BigInteger(), nullable=False),
        sa.Column("new", sa.BigInteger(), nullable=False),
        sa.Column("returned", sa.BigInteger(), nullable=False),
        sa.Column("lapsed", sa.BigInteger(), nullable=False),
        sa.Column("ended", sa.BigInteger(), nullable=False),
        sa.Column("gone", sa.BigInteger(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("unlinked_then", sa.BigInteger(), nullable=False),
        sa.Column("unlinked_now", sa.BigInteger(), nullable=False),
        sa.Column("eligible_then", sa.BigInteger(), nullable=True),
        sa.Column("coverage_then_bp", sa.BigInteger(), nullable=True),
        sa.Column("change_points_bp", sa.BigInteger(), nullable=True),
        sa.Column("flags", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_fact_movement_run_id")),
        sa.PrimaryKeyConstraint("as_of", "basis", "region_code", "comparison", name=op.f("pk_fact_movement")),
    )
    op.create_table(
        "fact_cohort",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(length=5), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("comparison", sa.String(), nullable=False),
        sa.Column("compared_with", sa.Date(), nullable=False),
        sa.Column("funder", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("active", sa.BigInteger(), nullable=False),
        sa.Column("share_points_bp", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_fact_cohort_run_id")),
        sa.PrimaryKeyConstraint(
            "as_of", "basis", "region_code", "comparison", "funder", "category", name=op.f("pk_fact_cohort")
        ),
    )
    op.create_table(
        "fact_trend",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(length=5), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("series_date", sa.Date(), nullable=False),
        sa.Column("active", sa.BigInteger(), nullable=False),
        sa.Column("active_strict", sa.BigInteger(), nullable=False),
        sa.Column("eligible", sa.BigInteger(), nullable=True),
        sa.Column("coverage_bp", sa.BigInteger(), nullable=True),
        sa.Column("eligible_version", sa.String(), nullable=True),
        sa.Column("rank_in_province", sa.Integer(), nullable=True),
        sa.Column("rank_national", sa.Integer(), nullable=True),
        sa.Column("change_points_bp", sa.BigInteger(), nullable=True),
        sa.Column("rank_in_province_change", sa.Integer(), nullable=True),
        sa.Column("rank_national_change", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_fact_trend_run_id")),
        sa.PrimaryKeyConstraint("as_of", "basis", "region_code", "series_date", name=op.f("pk_fact_trend")),
    )
    op.create_table(
        "fact_arrears",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(length=5), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("unpaid_months", sa.Integer(), nullable=False),
        sa.Column("active", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_fact_arrears_run_id")),
        sa.PrimaryKeyConstraint("as_of", "basis", "region_code", "unpaid_months", name=op.f("pk_fact_arrears")),
    )
    op.create_table(
        "fact_expiry",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(length=5), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("expires_month", sa.Date(), nullable=False),
        sa.Column("months_ahead", sa.Integer(), nullable=False),
        sa.Column("funder", sa.String(), nullable=False),
        sa.Column("payment", sa.String(), nullable=False),
        sa.Column("active", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_fact_expiry_run_id")),
        sa.PrimaryKeyConstraint(
            "as_of", "basis", "region_code", "expires_month", "funder", "payment", name=op.f("pk_fact_expiry")
        ),
    )
    op.create_table(
        "fact_benefit",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("region_code", sa.String(length=5), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("claims", sa.BigInteger(), nullable=False),
        sa.Column("amount_rupiah", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_fact_benefit_run_id")),
        sa.PrimaryKeyConstraint("as_of", "basis", "region_code", "period", "programme", name=op.f("pk_fact_benefit")),
    )
    op.create_table(
        "fact_completeness",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("position_date", sa.Date(), nullable=True),
        sa.Column("age_days", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_fact_completeness_run_id")),
        sa.PrimaryKeyConstraint("as_of", "branch", name=op.f("pk_fact_completeness")),
    )


def downgrade() -> None:
    op.drop_table("fact_completeness")
    op.drop_table("fact_benefit")
    op.drop_table("fact_expiry")
    op.drop_table("fact_arrears")
    op.drop_table("fact_trend")
    op.drop_table("fact_cohort")
    op.drop_table("fact_movement")
    op.drop_table("fact_target")
    op.drop_table("fact_village")
    op.drop_table("fact_ecosystem")
    op.drop_table("fact_category")
    op.drop_table("fact_funder")
    op.drop_table("fact_programme")
    with op.batch_alter_table("fact_coverage") as coverage:
        for name in ("branches_in", "branches_expected"):
            coverage.alter_column(name, type_=sa.Integer(), existing_type=sa.BigInteger(), existing_nullable=False)
        for name in (*ADDED_COUNTS, "oldest_position_days", "coverage_class"):
            coverage.drop_column(name)
