"""Resolve what depends on the region list: what a NIK says, and today's region of every code."""

from datetime import date
from functools import partial

import polars as pl

from expectations.contracts.conditions import NIK_SHAPE
from expectations.contracts.schema import Feed, Kind
from tasks.read.cells.per_distinct import per_distinct
from warehouse.dimensions.regions import Regions

WOMEN_DAY_OFFSET = 40
VILLAGE_DIGITS = 10
REGENCY_CHARS = 5


def resolve_regions(frame: pl.DataFrame, *, feed: Feed, position_date: date, regions: Regions) -> pl.DataFrame:
    """Add `<column>_region` (dotted, null = unknown) for region columns, and what the NIK holds where there is one."""
    added = [
        per_distinct(frame[field.name], partial(region_of, width=field.width, regions=regions))["region"].alias(
            f"{field.name}_region"
        )
        for field in feed.fields
        if field.kind is Kind.REGION
    ]
    resolved = frame.with_columns(added)
    if "nik" not in frame.columns:
        return resolved
    well_formed = pl.when(pl.col("nik").str.contains(NIK_SHAPE))
    parts = frame.select(
        prefix=well_formed.then(pl.col("nik").str.head(6)),
        birth=well_formed.then(pl.col("nik").str.slice(6, 6)),
    )
    return resolved.with_columns(
        *per_distinct(parts["prefix"], partial(_nik_place, regions=regions)),
        *per_distinct(parts["birth"], partial(_nik_birth, position_year=position_date.year)),
        *([_employer_or_project()] if "employer" in frame.columns else []),
    )


def _employer_or_project() -> pl.Expr:
    """What a registration is tied to: a construction worker to the project, everyone else to the employer."""
    by_project = pl.coalesce("project", "employer")
    return (
        pl.when(pl.col("segment") == "JAKON")
        .then(by_project)
        .otherwise(pl.coalesce("employer", "project"))
        .alias("employer_or_project")
    )


def region_of(codes: pl.Series, *, width: int | None, regions: Regions) -> pl.DataFrame:
    """Today's `region` of codes, null where unknown; width: digits of the codes asked for, None for any level."""
    code = pl.col(codes.name)
    regency = _lookup(code.str.replace_all(".", "", literal=True), regions.nik_prefixes, "prefix", "regency")
    if width == VILLAGE_DIGITS:
        return _of_villages(codes, regions).to_frame("region")
    if width is not None:
        return codes.to_frame().select(region=regency)
    higher = pl.concat([regions.provinces["code"], pl.Series("code", ["ID"])])
    village = _of_villages(codes, regions) + codes.str.slice(REGENCY_CHARS)
    return codes.to_frame().select(
        region=pl.coalesce(pl.when(code.is_in(higher.implode())).then(code), regency, village)
    )


def _of_villages(codes: pl.Series, regions: Regions) -> pl.Series:
    """Today's regency of village codes, by place in their sorted list: hashing all of them costs a small file more."""
    known = regions.villages["code"]
    places = known.search_sorted(codes.fill_null("")).clip(upper_bound=known.len() - 1)
    found = known.gather(places) == codes
    return regions.villages["regency"].gather(places).zip_with(found, pl.Series([None], dtype=pl.String))


def _nik_place(prefixes: pl.Series, *, regions: Regions) -> pl.DataFrame:
    """Today's regency of six-digit prefixes, and whether they are or were a district."""
    prefix = pl.col(prefixes.name)
    return prefixes.to_frame().select(
        nik_region=_lookup(prefix.str.head(4), regions.nik_prefixes, "prefix", "regency"),
        nik_district_known=prefix.is_in(regions.district_prefixes.implode()),
    )


def _nik_birth(digits: pl.Series, *, position_year: int) -> pl.DataFrame:
    """Birth date and sex from ddmmyy, 40 added to a woman's day; the latest century not after the position's year."""
    text = pl.col(digits.name)
    written_day = text.str.head(2).cast(pl.Int32)
    woman = written_day > WOMEN_DAY_OFFSET
    day = written_day - pl.when(woman).then(WOMEN_DAY_OFFSET).otherwise(0)
    short_year = text.str.tail(2).cast(pl.Int32)
    year = short_year + pl.when(short_year + 2000 <= position_year).then(2000).otherwise(1900)
    number = year * 10_000 + text.str.slice(2, 2).cast(pl.Int32) * 100 + day
    born = number.cast(pl.String).str.to_date("%Y%m%d", strict=False)
    sex = pl.when(woman).then(pl.lit("P")).otherwise(pl.lit("L"))
    return digits.to_frame().select(nik_birth_date=born, nik_sex=pl.when(born.is_not_null()).then(sex))


def _lookup(key: pl.Expr, table: pl.DataFrame, old: str, new: str) -> pl.Expr:
    return key.replace_strict(table[old], table[new], default=None, return_dtype=pl.String)
