"""Eligible workers: which of the issued numbers stands for a region and segment at the as-of date.

Year: that of the as-of date, else the newest earlier one. File: the newest position on or before the as-of
date that has the region, year and segment; if only later ones have it, the earliest of them. Of several with
the same date: the first issuer in code order, within one file the later row. Province and nation without a
row of their own: the sum of their regions, if every one has a number of the same year and version.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from settings import SEGMENTS
from warehouse.dimensions.closed_lists import NATION
from warehouse.dimensions.regions import Regions
from warehouse.figures.flags import Flag, join_flags

TOTAL = "TOTAL"
KEY = ["region_code", "segment"]


@dataclass(frozen=True)
class Denominator:
    """Eligible workers of a region and segment, their year and version, and what must be said about them."""

    eligible: int
    year: int
    version: str | None
    flags: frozenset[Flag] = frozenset()


Denominators = dict[tuple[str, str], Denominator]


def choose_denominators(eligible: pl.DataFrame, *, as_of: date, regions: Regions) -> Denominators:
    """The denominator of each (region code, segment or TOTAL) that has one.

    `eligible` [region_code, year, segment, eligible, version, position_date, issuer]: all rows of all live
    files, those of one file in its row order. Rows without a number are as if they were not there.
    """
    chosen = own_rows(eligible, as_of=as_of)
    children = {
        province: regions.regencies.filter(province_code=province)["code"].to_list()
        for province in regions.provinces["code"]
    }
    children[NATION] = regions.provinces["code"].to_list()
    for parent, codes in children.items():
        for segment in (TOTAL, *SEGMENTS):
            within = [chosen.get((code, segment)) for code in codes]
            own = chosen.get((parent, segment))
            either = sum_of_children(within) if own is None else compared_with_sum(own, within)
            if either is not None:
                chosen[parent, segment] = either
    return chosen


def own_rows(eligible: pl.DataFrame, *, as_of: date) -> Denominators:
    """What the issuers say of each region and segment themselves."""
    away = (pl.col("position_date") - pl.lit(as_of)).dt.total_days()
    best = (
        eligible.with_row_index("row")
        .filter(pl.col("eligible").is_not_null(), pl.col("year") <= as_of.year)
        .filter(pl.col("year") == pl.col("year").max().over(KEY))
        .with_columns(later=away > 0, away=away.abs())
        .filter(pl.col("later") == pl.col("later").min().over(KEY))
        .filter(pl.col("away") == pl.col("away").min().over(KEY))
        .with_columns(ambiguous=pl.struct("eligible", "version").n_unique().over(KEY) > 1)
        .sort("issuer", "row", descending=[False, True])
        .unique(KEY, keep="first", maintain_order=True)
    )
    return {
        (row["region_code"], row["segment"]): Denominator(
            eligible=row["eligible"],
            year=row["year"],
            version=row["version"],
            flags=frozenset(
                flag
                for flag, applies in (
                    (Flag.ELIGIBLE_EARLIER_YEAR, row["year"] < as_of.year),
                    (Flag.ELIGIBLE_LATER_POSITION, row["later"]),
                    (Flag.ELIGIBLE_AMBIGUOUS, row["ambiguous"]),
                )
                if applies
            ),
        )
        for row in best.iter_rows(named=True)
    }


def sum_of_children(children: Sequence[Denominator | None]) -> Denominator | None:
    """The sum of the children's denominators, if each is there and all are of one year and version; it bears their
    flags."""
    present = [child for child in children if child is not None]
    complete = len(present) == len(children)
    if not complete or len({(child.year, child.version) for child in present}) != 1:
        return None
    flags = frozenset[Flag]().union(*(child.flags for child in present))
    return replace(
        present[0],
        eligible=sum(child.eligible for child in present),
        flags=flags | {Flag.ELIGIBLE_SUMMED},
    )


def compared_with_sum(own: Denominator, children: Sequence[Denominator | None]) -> Denominator:
    """The region's own number, flagged if each region within has one of the same year and their sum is another."""
    present = [child for child in children if child is not None and child.year == own.year]
    if len(present) < len(children) or sum(child.eligible for child in present) == own.eligible:
        return own
    return replace(own, flags=own.flags | {Flag.ELIGIBLE_DIFFERS_FROM_SUM})


def eligible_total(denominators: Denominators) -> pl.DataFrame:
    """The denominators of all workers together [region_code, eligible]."""
    return eligible_of(denominators, TOTAL)


def eligible_of(denominators: Denominators, wanted: str) -> pl.DataFrame:
    """The denominators of a segment, or of all workers together (`TOTAL`) [region_code, eligible]."""
    rows = [(region, one.eligible) for (region, segment), one in denominators.items() if segment == wanted]
    return pl.DataFrame(rows, schema={"region_code": pl.String, "eligible": pl.Int64}, orient="row")


def denominator_flags(denominator: Denominator | None, *, active: int) -> set[Flag]:
    """How the denominator was chosen, that there is none above 0, that more are active than eligible."""
    if denominator is None:
        return {Flag.NO_ELIGIBLE}
    flags = set(denominator.flags)
    if denominator.eligible <= 0:
        flags.add(Flag.NO_ELIGIBLE)
    elif active > denominator.eligible:
        flags.add(Flag.OVER_100)
    return flags


def flags_of_rows(rows: pl.DataFrame, *, denominators: Denominators, segment: str | None = None) -> pl.Series:
    """`flags` of rows [region_code, active, ...] whose rate is of the denominator of all workers, or of a `segment`."""
    segments = rows[segment].cast(pl.String) if segment else [TOTAL] * rows.height
    keys = zip(rows["region_code"], segments, rows["active"], strict=True)
    codes = [join_flags(denominator_flags(denominators.get((place, name)), active=n)) for place, name, n in keys]
    return pl.Series("flags", codes, dtype=pl.String)
