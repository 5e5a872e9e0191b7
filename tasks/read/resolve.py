"""Resolve what depends on the region list: what a NIK says, and today's region of every code."""

import polars as pl

from expectations.conditions import NIK_SHAPE
from expectations.contract import Feed, Kind
from warehouse.regions import Regions

WOMEN_DAY_OFFSET = 40
VILLAGE_DIGITS = 10
REGENCY_CHARS = 5


def resolve_regions(frame: pl.DataFrame, *, feed: Feed, regions: Regions) -> pl.DataFrame:
    """Add `<column>_region` (dotted, null = unknown) for region columns, and what the NIK holds where there is one."""
    added = [_region(field.name, field.width, regions) for field in feed.fields if field.kind is Kind.REGION]
    resolved = frame.with_columns(added)
    if "nik" not in frame.columns:
        return resolved
    return resolved.with_columns(*_nik_parts(regions), _employer_or_project())


def _employer_or_project() -> pl.Expr:
    """What a registration is tied to: a construction worker to the project, everyone else to the employer."""
    by_project = pl.coalesce("project", "employer")
    return (
        pl.when(pl.col("segment") == "JAKON")
        .then(by_project)
        .otherwise(pl.coalesce("employer", "project"))
        .alias("employer_or_project")
    )


def _region(column: str, width: int | None, regions: Regions) -> pl.Expr:
    digits = pl.col(column).str.replace_all(".", "", literal=True)
    prefixes = _lookup(digits, regions.nik_prefixes, "prefix", "regency")
    if width == VILLAGE_DIGITS:
        return _lookup(pl.col(column), regions.villages, "code", "regency").alias(f"{column}_region")
    if width is not None:
        return prefixes.alias(f"{column}_region")
    higher = pl.concat([regions.provinces["code"], pl.Series("code", ["ID"])])
    known = pl.when(pl.col(column).is_in(higher.implode())).then(pl.col(column))
    return pl.coalesce(known, prefixes).alias(f"{column}_region")


def _nik_parts(regions: Regions) -> list[pl.Expr]:
    """Birth date, sex, today's regency and whether the district is known; null where the NIK is not 16 digits.

    The century of a birth year is the latest that is not after the position date.
    """
    nik = pl.when(pl.col("nik").str.contains(NIK_SHAPE)).then(pl.col("nik"))
    day = nik.str.slice(6, 2).cast(pl.Int32)
    woman = day > WOMEN_DAY_OFFSET
    true_day = pl.when(woman).then(day - WOMEN_DAY_OFFSET).otherwise(day)
    short_year = nik.str.slice(10, 2).cast(pl.Int32)
    year = short_year + pl.when(short_year + 2000 <= pl.col("position_date").dt.year()).then(2000).otherwise(1900)
    number = year * 10_000 + nik.str.slice(8, 2).cast(pl.Int32) * 100 + true_day
    born = number.cast(pl.String).str.to_date("%Y%m%d", strict=False)
    return [
        born.alias("nik_birth_date"),
        pl.when(born.is_not_null()).then(pl.when(woman).then(pl.lit("P")).otherwise(pl.lit("L"))).alias("nik_sex"),
        _lookup(nik.str.head(4), regions.nik_prefixes, "prefix", "regency").alias("nik_region"),
        nik.str.head(6).is_in(regions.district_prefixes.implode()).alias("nik_district_known"),
    ]


def _lookup(key: pl.Expr, table: pl.DataFrame, old: str, new: str) -> pl.Expr:
    return key.replace_strict(table[old], table[new], default=None, return_dtype=pl.String)
