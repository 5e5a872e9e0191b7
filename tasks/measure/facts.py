"""The result of measuring: the two published tables and what they rest on."""

from dataclasses import dataclass

import polars as pl

Percent = pl.Decimal(18, 2)

COVERAGE: dict[str, pl.DataType | type[pl.DataType]] = {
    "as_of": pl.Date,
    "level": pl.String,  # national, province, regency
    "region_code": pl.String,
    "region_name": pl.String,
    "basis": pl.String,  # nik, domicile, workplace
    "eligible": pl.Int64,
    "active": pl.Int64,
    "active_strict": pl.Int64,
    "active_unlinked": pl.Int64,
    "coverage_pct": Percent,
    "coverage_strict_pct": Percent,
    "rank_in_province": pl.Int32,
    "rank_national": pl.Int32,
    "branches_in": pl.Int64,
    "branches_expected": pl.Int64,
    "eligible_year": pl.Int32,
    "eligible_version": pl.String,
    "flags": pl.String,
}

PARTICIPATION: dict[str, pl.DataType | type[pl.DataType]] = {
    "as_of": pl.Date,
    "level": pl.String,
    "region_code": pl.String,
    "basis": pl.String,
    "segment": pl.String,
    "active": pl.Int64,
    "active_strict": pl.Int64,
    "active_primary": pl.Int64,
    "eligible": pl.Int64,
    "coverage_pct": Percent,
}


@dataclass(frozen=True, eq=False)
class Facts:
    """Figures at one as-of date.

    `coverage` [`COVERAGE`] and `participation` [`PARTICIPATION`] are `ucj_coverage` and `ucj_segment`, in
    the order of basis, level, region code, segment. `completeness` [branch, position_date?, age_days?,
    status]. `parts` [basis, part, active, active_strict, active_unlinked]: what each national figure is the
    sum of (regional, unplaced, national_only).
    """

    coverage: pl.DataFrame
    participation: pl.DataFrame
    completeness: pl.DataFrame
    parts: pl.DataFrame
