"""Columns of the two published tables of figures, in their order."""

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
