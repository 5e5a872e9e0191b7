"""The published rows: counts with their denominators, rates, ranks and flags."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from tasks.measure.arithmetic import rate_pct
from tasks.measure.completeness import CARRIED_FORWARD, IN, MISSING
from tasks.measure.denominators import TOTAL, Denominator, Denominators
from tasks.measure.flags import Flag, join_flags
from tasks.measure.ranks import Rank, rank_within
from warehouse.fact_schema import COVERAGE, PARTICIPATION

Row = dict[str, Any]


def coverage_figures(
    totals: pl.DataFrame,
    *,
    as_of: date,
    denominators: Denominators,
    branches: Mapping[str, int],
    unplaced: Collection[str],
) -> pl.DataFrame:
    """Rows of `ucj_coverage` [`COVERAGE`] from the counts of `Totals.coverage`, in their order.

    `branches`: expected branches by status. `unplaced`: bases on which some people have no region.
    """
    rows = totals.to_dicts()
    found = [denominators.get((row["region_code"], TOTAL)) for row in rows]
    ranks = rank_rows(rows, denominators=found)
    general = {
        flag
        for flag, status in ((Flag.CARRIED_FORWARD, CARRIED_FORWARD), (Flag.MISSING_BRANCHES, MISSING))
        if branches[status]
    }
    for row, denominator, (in_province, national) in zip(rows, found, ranks, strict=True):
        flags = general | denominator_flags(denominator, active=row["active"])
        flags |= rank_flags(in_province=in_province, national=national)
        if row["level"] == "national" and row["basis"] in unplaced:
            flags.add(Flag.UNPLACED)
        row |= {
            "as_of": as_of,
            "eligible": denominator.eligible if denominator else None,
            "coverage_pct": rate_pct(row["active"], denominator.eligible if denominator else None),
            "coverage_strict_pct": rate_pct(row["active_strict"], denominator.eligible if denominator else None),
            "rank_in_province": in_province.place if in_province else None,
            "rank_national": national.place if national else None,
            "branches_in": branches[IN],
            "branches_expected": sum(branches.values()),
            "eligible_year": denominator.year if denominator else None,
            "eligible_version": denominator.version if denominator else None,
            "flags": join_flags(flags),
        }
    return pl.DataFrame([{name: row[name] for name in COVERAGE} for row in rows], schema=COVERAGE)


def segment_figures(totals: pl.DataFrame, *, as_of: date, denominators: Denominators) -> pl.DataFrame:
    """Rows of `ucj_segment` [`PARTICIPATION`] from the counts of `Totals.participation`, in their order."""
    rows = totals.to_dicts()
    for row in rows:
        denominator = denominators.get((row["region_code"], row["segment"]))
        eligible = denominator.eligible if denominator else None
        row |= {"as_of": as_of, "eligible": eligible, "coverage_pct": rate_pct(row["active"], eligible)}
    return pl.DataFrame([{name: row[name] for name in PARTICIPATION} for row in rows], schema=PARTICIPATION)


def rank_rows(
    rows: Sequence[Row], *, denominators: Sequence[Denominator | None]
) -> list[tuple[Rank | None, Rank | None]]:
    """Rank of each row within its province and within the nation: regencies have both, provinces the latter."""
    active = [row["active"] for row in rows]
    provinces = [(row["basis"], row["province_code"]) if row["level"] == "regency" else None for row in rows]
    levels = [(row["basis"], row["level"]) if row["level"] != "national" else None for row in rows]
    in_province = rank_within(provinces, active=active, denominators=denominators)
    return list(zip(in_province, rank_within(levels, active=active, denominators=denominators), strict=True))


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


def rank_flags(*, in_province: Rank | None, national: Rank | None) -> set[Flag]:
    """Which of the ranks compare denominators of several years or versions."""
    flags: set[Flag] = set()
    if in_province and in_province.mixed:
        flags.add(Flag.RANK_PROVINCE_MIXED_VERSIONS)
    if national and national.mixed:
        flags.add(Flag.RANK_NATIONAL_MIXED_VERSIONS)
    return flags
