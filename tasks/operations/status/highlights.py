"""Pick what stands out in the figures of a date: nation, highest and lowest regencies, largest changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from expectations.written import ENGLISH
from tasks.publish.notes.diff import diff_coverage

SHOWN = 3  # of each kind: with the nation ten rows, which is a page of a table in the UI
FIGURES = ("active", "eligible", "coverage_pct")
STATUS_ORDER = ("missing", "carried_forward", "in")


@dataclass(frozen=True, kw_only=True)
class Highlights:
    """Rows for tables of the UI. compared_with: id of the earlier release, if there is one.

    branches: how many are `in`, `carried_forward`, `missing`.
    """

    coverage: tuple[dict[str, Any], ...] = ()
    completeness: tuple[dict[str, Any], ...] = ()
    branches: Mapping[str, int]
    compared_with: str | None = None


def highlights_of(
    coverage: pl.DataFrame,
    *,
    completeness: pl.DataFrame,
    earlier: pl.DataFrame | None,
    compared_with: str | None,
) -> Highlights:
    """Compute the highlights from the tables `ucj_coverage` and `ucj_completeness`, and the coverage of an earlier
    release, on basis nik."""
    counts = dict(completeness["status"].cast(pl.String).value_counts().rows())
    return Highlights(
        coverage=tuple(_coverage_rows(coverage, earlier=earlier)),
        completeness=tuple(_completeness_rows(completeness)),
        branches={status: counts.get(status, 0) for status in STATUS_ORDER[::-1]},
        compared_with=compared_with,
    )


def _coverage_rows(coverage: pl.DataFrame, *, earlier: pl.DataFrame | None) -> Iterator[dict[str, Any]]:
    nik = coverage.filter(basis="nik")
    moved = diff_coverage(earlier, coverage) if earlier is not None else None
    if moved is not None:
        moved = moved.filter(basis="nik")
        nik = nik.join(moved.select("level", "region_code", "active_change", "coverage_change_points", "comparable"),
                       on=["level", "region_code"], how="left")  # fmt: skip
    regencies = nik.filter(pl.col("level") == "regency", pl.col("coverage_pct").is_not_null())
    ranked = regencies.sort("coverage_pct", "region_code", descending=[True, False])
    lowest = regencies.sort("coverage_pct", "region_code").head(SHOWN)
    yield from _shown(nik.filter(level="national"), "nation")
    yield from _shown(ranked.head(SHOWN), "highest")
    yield from _shown(lowest, "lowest")
    if moved is not None:
        size = pl.col("active_change").abs().fill_null(0)
        largest = nik.filter(pl.col("level") == "regency", size > 0).sort(size, "region_code", descending=[True, False])
        yield from _shown(largest.head(SHOWN), "moved most")


def _shown(rows: pl.DataFrame, why: str) -> Iterator[dict[str, Any]]:
    for row in rows.to_dicts():
        points = row.get("coverage_change_points") if row.get("comparable") else None
        yield {
            "why": why,
            "region": f"{row['region_name']} ({row['region_code']})",
            "coverage": "" if row["coverage_pct"] is None else ENGLISH.percent(row["coverage_pct"]),
            "± points": "" if points is None else ENGLISH.signed(points),
            "± people": "" if row.get("active_change") is None else ENGLISH.signed(row["active_change"]),
            "active": ENGLISH.number(row["active"]),
            "eligible": "" if row["eligible"] is None else ENGLISH.number(row["eligible"]),
            "rank": row["rank_national"] or "",
        }


def _completeness_rows(completeness: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """What is missing first, then the oldest."""
    order = pl.col("status").cast(pl.Enum(STATUS_ORDER))
    for row in completeness.sort(order, "age_days", "branch", descending=[False, True, False]).to_dicts():
        yield {
            "branch": row["branch"],
            "status": str(row["status"]).replace("_", " "),
            "position": row["position_date"].isoformat() if row["position_date"] else "",
            "age, days": "" if row["age_days"] is None else row["age_days"],
        }
