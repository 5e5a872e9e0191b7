"""Dimensions keep their history in versions, a measurement names those it rests on, a release the one it revises."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

IN_FORCE = sa.text("valid_to IS NULL")
UNKNOWN_CONTENT = "0" * 64  # no content has this hash: the next run looks at the list and makes its own version
Rows = list[dict[str, Any]]


def upgrade() -> None:
    regions, branches = _rows_of("dim_region"), _rows_of("dim_branch")
    op.drop_table("dim_region")
    op.drop_table("dim_branch")
    op.create_table(
        "dim_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.String(length=6), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("dimension IN ('region', 'branch', 'code')", name=op.f("ck_dim_version_dimension")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dim_version")),
        sqlite_autoincrement=True,
    )
    _only_one_in_force("dim_version", "dimension")
    _create_dimension(
        "dim_region",
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent_code", sa.String(length=5), nullable=True),
        sa.Column("predecessor_code", sa.String(length=5), nullable=True),
        sa.Column("predecessor_last_year", sa.Integer(), nullable=True),
        sa.Column("split_from_code", sa.String(length=5), nullable=True),
        sa.Column("split_year", sa.Integer(), nullable=True),
        sa.CheckConstraint("level IN ('national', 'province', 'regency')", name=op.f("ck_dim_region_level")),
    )
    _only_one_in_force("dim_region", "code")
    _create_dimension(
        "dim_branch",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("regional_office", sa.String(), nullable=False),
        sa.Column("feeds", sa.JSON(), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
    )
    _only_one_in_force("dim_branch", "code")
    _create_dimension(
        "dim_code",
        sa.Column("code_list", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("name_indonesian", sa.String(), nullable=False),
        sa.Column("name_english", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("usable_from", sa.Date(), nullable=True),
        sa.Column("usable_to", sa.Date(), nullable=True),
    )
    _only_one_in_force("dim_code", "code_list", "code")
    versions = ("region_version_id", "branch_version_id", "code_version_id")
    op.create_table(
        "run_measurement",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in versions),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_run_measurement_run_id")),
        *(
            sa.ForeignKeyConstraint([name], ["dim_version.id"], name=op.f(f"fk_run_measurement_{name}"))
            for name in versions
        ),
        sa.PrimaryKeyConstraint("run_id", "as_of", name=op.f("pk_run_measurement")),
    )
    op.create_table(
        "release_revision",
        sa.Column("release_id", sa.String(), nullable=False),
        sa.Column("revised_release_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_release_revision_release_id")),
        sa.ForeignKeyConstraint(
            ["revised_release_id"], ["release.id"], name=op.f("fk_release_revision_revised_release_id")
        ),
        sa.PrimaryKeyConstraint("release_id", name=op.f("pk_release_revision")),
    )
    _put_regions(regions)
    _put_branches(branches)
    _tell_revisions()


def downgrade() -> None:
    regions, branches = _rows_of("dim_region"), _rows_of("dim_branch")
    labels = {row["id"]: row["label"] for row in _rows_of("dim_version")}
    for table in ("release_revision", "run_measurement", "dim_code", "dim_branch", "dim_region", "dim_version"):
        op.drop_table(table)
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
    _only_one_in_force("dim_region", "code")
    _put(
        "dim_region",
        ({**row, "version": labels[row["from_version_id"]], "predecessor": row["predecessor_code"]} for row in regions),
    )
    _put("dim_branch", (row for row in branches if row["valid_to"] is None))


def _create_dimension(name: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *(part for part in parts if isinstance(part, sa.Column)),
        sa.Column("from_version_id", sa.Integer(), nullable=False),
        sa.Column("to_version_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        *(part for part in parts if not isinstance(part, sa.Column)),
        sa.ForeignKeyConstraint(["from_version_id"], ["dim_version.id"], name=op.f(f"fk_{name}_from_version_id")),
        sa.ForeignKeyConstraint(["to_version_id"], ["dim_version.id"], name=op.f(f"fk_{name}_to_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def _only_one_in_force(table: str, *columns: str) -> None:
    op.create_index(
        f"uq_{table}_open", table, list(columns), unique=True, sqlite_where=IN_FORCE, postgresql_where=IN_FORCE
    )


def _rows_of(name: str) -> Rows:
    return [dict(row) for row in op.get_bind().execute(sa.select(_table(name))).mappings()]


def _put(name: str, rows: Iterable[dict[str, Any]]) -> None:
    table = _table(name)
    kept = [{column: value for column, value in row.items() if column in table.c} for row in rows]
    if kept:
        op.get_bind().execute(sa.insert(table), kept)


def _table(name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())


def _put_regions(rows: Rows) -> None:
    """Each version of the list that was in force becomes a version, with all of its rows."""
    begun = {row["version"]: (row["valid_from"], row["valid_to"]) for row in rows}
    ordered = sorted(begun, key=lambda version: begun[version])
    ids = {
        version: _put_version("region", version, sum(row["version"] == version for row in rows), *begun[version])
        for version in ordered
    }
    after = dict(zip(ordered, [*(ids[version] for version in ordered[1:]), None], strict=True)) if ordered else {}
    _put(
        "dim_region",
        (
            {
                **row,
                "predecessor_code": row["predecessor"],
                "from_version_id": ids[row["version"]],
                "to_version_id": after[row["version"]],
            }
            for row in rows
        ),
    )


def _put_branches(rows: Rows) -> None:
    """The list as last read holds from the day of the last run on: nothing older is known."""
    if not rows:
        return
    newest: datetime | None = op.get_bind().scalar(sa.select(sa.func.max(_table("run").c.started_at)))
    day = (newest or datetime.now(UTC)).date()
    version_id = _put_version("branch", f"branches: {len(rows)}", len(rows), day, None)
    _put("dim_branch", ({**row, "valid_from": day, "from_version_id": version_id} for row in rows))


def _put_version(dimension: str, label: str, row_count: int, valid_from: date, valid_to: date | None) -> int:
    table = _table("dim_version")
    row = sa.insert(table).values(
        dimension=dimension,
        label=label,
        content_sha256=UNKNOWN_CONTENT,
        row_count=row_count,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    return int(op.get_bind().execute(row.returning(table.c.id)).scalar_one())


def _tell_revisions() -> None:
    """Of several releases of a date each revises the one before."""
    table = _table("release")
    earlier: dict[date, str] = {}
    pairs: Rows = []
    for row in op.get_bind().execute(sa.select(table).order_by(table.c.created_at, table.c.id)):
        if row.as_of in earlier:
            pairs.append({"release_id": row.id, "revised_release_id": earlier[row.as_of]})
        earlier[row.as_of] = row.id
    _put("release_revision", pairs)
