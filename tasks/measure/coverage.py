"""Measure coverage: from one position per branch to the facts of an as-of date."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from settings import Settings
from tasks.measure.buckets import plan_ranges
from tasks.measure.completeness import count_expected, list_completeness
from tasks.measure.denominators import choose_denominators
from tasks.measure.facts import Facts
from tasks.measure.figures import coverage_figures, segment_figures
from tasks.measure.heads import count_heads
from tasks.measure.people import COUNTS, count_people, group_people
from tasks.measure.positions import Position, order_positions
from tasks.measure.registrations import keep_counted, scan_registrations
from tasks.measure.totals import add_up
from warehouse.regions import Regions

BUCKET_ROWS = 3_000_000


def measure_coverage(
    *,
    as_of: date,
    positions: Sequence[Position],
    expected_branches: Sequence[str],
    eligible: pl.DataFrame,
    regions: Regions,
    settings: Settings,
    bucket_rows: int = BUCKET_ROWS,
) -> Facts:
    """Coverage and participation of every region on every basis.

    `positions`: the newest live enrolment object of each branch on or before `as_of`. `eligible`: all rows of
    all live denominator files (see `choose_denominators`). `bucket_rows`: about how many registrations are in
    memory at once (180 bytes each); the figures do not depend on it. Raises `PositionsError`.
    """
    ordered = order_positions(positions, as_of=as_of)
    counts = count_everyone(ordered, as_of=as_of, regions=regions, settings=settings, bucket_rows=bucket_rows)
    totals = add_up(counts, regions=regions, settings=settings)
    denominators = choose_denominators(eligible, as_of=as_of, regions=regions)
    completeness = list_completeness(
        ordered, expected_branches=expected_branches, as_of=as_of, max_age_days=settings.max_age_days
    )
    branches = count_expected(completeness, expected_branches=expected_branches)
    unplaced = totals.parts.filter(pl.col("part") == "unplaced", pl.col("active") > 0)["basis"].to_list()
    return Facts(
        coverage=coverage_figures(
            totals.coverage, as_of=as_of, denominators=denominators, branches=branches, unplaced=unplaced
        ),
        participation=segment_figures(totals.participation, as_of=as_of, denominators=denominators),
        completeness=completeness,
        parts=totals.parts,
    )


def count_everyone(
    positions: Sequence[Position], *, as_of: date, regions: Regions, settings: Settings, bucket_rows: int
) -> pl.DataFrame:
    """People and heads by basis, region and sets of segments [`people.COUNTS`], one range after the other."""
    if not positions:
        return pl.DataFrame(schema=COUNTS)
    regencies = pl.Enum(regions.regencies["code"])
    counts = [count_heads(positions, as_of=as_of, regencies=regencies, settings=settings)]
    for within in plan_ranges(positions, bucket_rows=bucket_rows):
        registrations = scan_registrations(
            positions, within=within, as_of=as_of, regencies=regencies, settings=settings
        ).collect()
        counts.append(count_people(group_people(keep_counted(registrations)), regencies=regencies))
    return pl.concat(counts)
