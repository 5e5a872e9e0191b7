"""The rows of coverage and of segments: counts with their denominators, rates, ranks and flags."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from tasks.measure.inputs.completeness import CARRIED_FORWARD, IN, MISSING
from tasks.measure.inputs.denominators import TOTAL, Denominator, Denominators, denominator_flags, flags_of_rows
from tasks.measure.tables.shared.classes import coverage_class
from tasks.measure.tables.shared.ranks import Rank, rank_within
from tasks.measure.tables.shared.rates import rate, rate_pct
from tasks.measure.tables.shared.to_schema import to_schema
from warehouse.dimensions.closed_lists import NATION
from warehouse.figures.flags import Flag, join_flags
from warehouse.figures.tables.coverage import COVERAGE, SEGMENT_COVERAGE

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Completeness:
    """What the figures of an as-of date rest on.

    branches: expected branches by status. oldest_days: age of the oldest position. unplaced: active people without
    a region, by basis. in_doubt: people by regency who cannot be told from those of another one on `nik_adjusted`.
    """

    branches: Mapping[str, int]
    oldest_days: int | None
    unplaced: Mapping[str, int]
    in_doubt: Mapping[str, int]


def coverage_figures(
    totals: pl.DataFrame,
    *,
    as_of: date,
    denominators: Denominators,
    completeness: Completeness,
    class_bounds: tuple[Decimal, Decimal, Decimal],
) -> pl.DataFrame:
    """`ucj_coverage` from the counts of `Totals.coverage`, in their order.

    class_bounds: rising percentages of coverage from which a region is low, medium, high.
    """
    rows = totals.to_dicts()
    found = [denominators.get((row["region_code"], TOTAL)) for row in rows]
    ranks = rank_rows(rows, denominators=found)
    for row, denominator, (in_province, national) in zip(rows, found, ranks, strict=True):
        adjusted = row["basis"] == "nik_adjusted"
        row["in_doubt"] = completeness.in_doubt.get(row["region_code"], 0) if adjusted else 0
        flags = denominator_flags(denominator, active=row["active"])
        flags |= rank_flags(in_province=in_province, national=national)
        row["unplaced"] = completeness.unplaced[row["basis"]] if row["region_code"] == NATION else 0
        flags |= completeness_flags(row, completeness=completeness)
        coverage = rate_pct(row["active"], denominator.eligible if denominator else None)
        row |= {
            "eligible": denominator.eligible if denominator else None,
            "coverage_pct": coverage,
            "coverage_strict_pct": rate_pct(row["active_strict"], denominator.eligible if denominator else None),
            "rank_in_province": in_province.place if in_province else None,
            "rank_national": national.place if national else None,
            "branches_in": completeness.branches[IN],
            "branches_expected": sum(completeness.branches.values()),
            "branches_carried_forward": completeness.branches[CARRIED_FORWARD],
            "branches_missing": completeness.branches[MISSING],
            "oldest_position_days": completeness.oldest_days,
            "eligible_year": denominator.year if denominator else None,
            "eligible_version": denominator.version if denominator else None,
            "coverage_class": coverage_class(row["active"], denominator, bounds=class_bounds),
            "flags": join_flags(flags),
            "not_covered": not_covered(row["active"], denominator.eligible if denominator else None),
        }
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return to_schema(frame, table=COVERAGE, as_of=as_of)


def segment_figures(totals: pl.DataFrame, *, as_of: date, denominators: Denominators) -> pl.DataFrame:
    """`ucj_segment` from the counts of `Totals.participation`."""
    eligible = pl.DataFrame(
        [(region, segment, one.eligible) for (region, segment), one in denominators.items() if segment != TOTAL],
        schema={"region_code": pl.String, "segment": totals.schema["segment"], "eligible": pl.Int64},
        orient="row",
    )
    rows = totals.join(eligible, on=["region_code", "segment"], how="left")
    flags = flags_of_rows(rows, denominators=denominators, segment="segment")
    return to_schema(
        rows.with_columns(flags, coverage_pct=rate("active", "eligible")), table=SEGMENT_COVERAGE, as_of=as_of
    )


def not_covered(active: int, eligible: int | None) -> int | None:
    """Eligible workers who are not active, at least 0; None where there is no rate either."""
    return max(0, eligible - active) if eligible else None


def rank_rows(
    rows: Sequence[Row], *, denominators: Sequence[Denominator | None]
) -> list[tuple[Rank | None, Rank | None]]:
    """Rank of each row within its province and within the nation: regencies have both, provinces the latter."""
    active = [row["active"] for row in rows]
    provinces = [(row["basis"], row["province_code"]) if row["level"] == "regency" else None for row in rows]
    levels = [(row["basis"], row["level"]) if row["level"] != "national" else None for row in rows]
    in_province = rank_within(provinces, active=active, denominators=denominators)
    return list(zip(in_province, rank_within(levels, active=active, denominators=denominators), strict=True))


def completeness_flags(row: Row, *, completeness: Completeness) -> set[Flag]:
    """What is old, missing or uncertain in the numerator of a row."""
    flags = {
        Flag.CARRIED_FORWARD: completeness.branches[CARRIED_FORWARD] > 0,
        Flag.MISSING_BRANCHES: completeness.branches[MISSING] > 0,
        Flag.RESTS_ON_OLDER_POSITIONS: row["active_carried_forward"] > 0,
        Flag.IN_DOUBT: row["in_doubt"] > 0,
        Flag.UNPLACED: row["unplaced"] > 0,
    }
    return {flag for flag, applies in flags.items() if applies}


def rank_flags(*, in_province: Rank | None, national: Rank | None) -> set[Flag]:
    """Which of the ranks compare denominators of several years or versions."""
    flags: set[Flag] = set()
    if in_province and in_province.mixed:
        flags.add(Flag.RANK_PROVINCE_MIXED_VERSIONS)
    if national and national.mixed:
        flags.add(Flag.RANK_NATIONAL_MIXED_VERSIONS)
    return flags
