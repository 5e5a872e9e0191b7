"""Views of what the figures rest on: releases, measurements, deliveries, and the dimensions with their history."""

import polars as pl
from sqlalchemy import JSON, String, Table, cast, exists, func, select

from warehouse.dimensions.history import HISTORY
from warehouse.marts.versions import MEASUREMENT, VERSION, VERSION_COLUMNS, measured_with
from warehouse.marts.view import MartView, ViewColumn, plain
from warehouse.models.models import (
    FACT_ROWS,
    DimBranch,
    DimCode,
    DimRegion,
    ReleaseDecisionRow,
    ReleaseObject,
    ReleaseRevision,
    ReleaseRow,
    RunRow,
    SubmissionRow,
)

RELEASE: Table = ReleaseRow.__table__  # type: ignore[assignment]
REVISION: Table = ReleaseRevision.__table__  # type: ignore[assignment]
DECIDED: Table = ReleaseDecisionRow.__table__  # type: ignore[assignment]
OBJECT: Table = ReleaseObject.__table__  # type: ignore[assignment]
RUN: Table = RunRow.__table__  # type: ignore[assignment]
SUBMISSION: Table = SubmissionRow.__table__  # type: ignore[assignment]
COVERAGE = FACT_ROWS["ucj_coverage"]
NOT_FOR_ANALYSTS = frozenset({"file_name", "folder", "mtime_ns", "sha256", "bytes", "details"})

MART_RELEASE = MartView(
    name="mart_release",
    text="Every release, with the one it revised, how many lake objects it was made of, and what it was measured with.",
    columns=(
        plain(RELEASE.c.id, name="release_id"),
        *(plain(RELEASE.c[name]) for name in ("as_of", "created_at", "is_current")),
        plain(REVISION.c.revised_release_id),
        ViewColumn(
            name="decision",
            expression=select(cast(DECIDED.c.decision, String))
            .where(DECIDED.c.release_id == RELEASE.c.id)
            .order_by(DECIDED.c.id.desc())
            .limit(1)
            .scalar_subquery(),
            dtype=pl.String(),
            text="What was decided about it last: drafted, promoted, rolled_back or withdrawn; empty when nothing was.",
        ),
        ViewColumn(
            name="object_count",
            expression=select(func.count()).where(OBJECT.c.release_id == RELEASE.c.id).scalar_subquery(),
            dtype=pl.Int64(),
            text="How many lake objects it was made of.",
        ),
        *VERSION_COLUMNS,
        *(plain(RELEASE.c[name]) for name in ("content_sha256", "inputs_sha256", "run_id")),
    ),
    source=RELEASE.outerjoin(REVISION, REVISION.c.release_id == RELEASE.c.id).outerjoin(
        MEASUREMENT, measured_with(RELEASE.c.as_of, RELEASE.c.run_id)
    ),
)


def _measurement() -> MartView:
    lists = {dimension: VERSION.alias(f"{dimension}_list") for dimension in ("region", "branch", "code")}
    source = MEASUREMENT.join(RUN, RUN.c.id == MEASUREMENT.c.run_id)
    columns = [
        plain(MEASUREMENT.c.as_of),
        plain(MEASUREMENT.c.run_id),
        plain(RUN.c.started_at),
        ViewColumn(
            name="is_newest",
            expression=exists().where(
                COVERAGE.c.as_of == MEASUREMENT.c.as_of, COVERAGE.c.run_id == MEASUREMENT.c.run_id
            ),
            dtype=pl.Boolean(),
            text="Whether the figures shown for as_of are those of this run.",
        ),
    ]
    for dimension, version in lists.items():
        key = MEASUREMENT.c[f"{dimension}_version_id"]
        source = source.outerjoin(version, version.c.id == key)
        columns += [
            plain(key),
            plain(version.c.label, name=f"{dimension}_version", text=f"The {dimension} list of then, in words."),
            plain(version.c.valid_from, name=f"{dimension}_version_date", text="First day on which it was in force."),
        ]
    text = "What each run measured, and with which versions of the region list, the branch list and the code lists."
    return MartView(name="mart_measurement", text=text, columns=tuple(columns), source=source)


def _dimension(name: str, table: Table, *, key: str, text: str) -> MartView:
    content = (column for column in table.columns if column.name not in HISTORY)
    history = ("valid_from", "valid_to", "from_version_id", "to_version_id")
    return MartView(
        name=name,
        text=f"{text}, with their history: a row held in the versions from from_version_id to before to_version_id.",
        columns=tuple(
            ViewColumn(name=column.name, expression=cast(column, String), dtype=pl.String(), text=f"{column.comment}")
            if isinstance(column.type, JSON)
            else plain(column, name=key if column.name == "code" else None)
            for column in (*content, *(table.c[one] for one in history))
        ),
        source=table,
    )


MART_SUBMISSION = MartView(
    name="mart_submission",
    text="Every delivery and what became of it; the id is that of `ucj explain`.",
    columns=tuple(
        plain(column, name="submission_id" if column.name == "id" else None)
        for column in SUBMISSION.columns
        if column.name not in NOT_FOR_ANALYSTS
    ),
    source=SUBMISSION,
)
LIST_VIEWS: tuple[MartView, ...] = (
    MART_RELEASE,
    _measurement(),
    MART_SUBMISSION,
    _dimension("mart_region", DimRegion.__table__, key="region_code", text="Regions"),  # type: ignore[arg-type]
    _dimension("mart_branch", DimBranch.__table__, key="branch", text="Branches"),  # type: ignore[arg-type]
    _dimension("mart_code", DimCode.__table__, key="code", text="Codes"),  # type: ignore[arg-type]
)
