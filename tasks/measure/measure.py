"""Measure: from the positions of the branches to the figures of an as-of date."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from settings import ExecutionSettings
from tasks.measure.chosen_rules import rules_of
from tasks.measure.counting.employers import all_have_employers
from tasks.measure.counting.head_counts import count_heads
from tasks.measure.counting.profiles import unpack_profiles
from tasks.measure.facts import Facts
from tasks.measure.incremental.count_people import count_people
from tasks.measure.incremental.one_range import CountRanges, count_here
from tasks.measure.inputs.comparison_dates import NO_PAST, Past
from tasks.measure.inputs.completeness import completeness_table, count_expected, list_completeness
from tasks.measure.inputs.crosswalk import choose_crosswalk, count_doubt
from tasks.measure.inputs.denominators import choose_denominators
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.positions import Position, order_positions
from tasks.measure.inputs.scope import Scope
from tasks.measure.tables.breakdowns import break_down
from tasks.measure.tables.coverage import Completeness, coverage_figures, segment_figures
from tasks.measure.tables.employers import employer_table
from tasks.measure.tables.expiry import expiry_table
from tasks.measure.tables.grounds import PositionsAt, compare_grounds
from tasks.measure.tables.movement import ComparisonDate, cohort_table, movement_table
from tasks.measure.tables.sex_age import sex_age_table
from tasks.measure.tables.shared.totals import add_up_levels
from tasks.measure.tables.villages import NO_ECOSYSTEM, village_table, village_targets
from warehouse.dimensions.regions import Regions
from warehouse.lake.cache import Cache

BUCKET_ROWS = ExecutionSettings().range_rows


def measure_coverage(
    *,
    as_of: date,
    positions: Sequence[Position],
    expected_branches: Sequence[str],
    eligible: pl.DataFrame,
    regions: Regions,
    settings: FigureSettings,
    past: Past = NO_PAST,
    ecosystem: pl.DataFrame = NO_ECOSYSTEM,
    bucket_rows: int = BUCKET_ROWS,
    cache: Cache | None = None,
    count_ranges: CountRanges = count_here,
) -> Facts:
    """Every figure that rests on people, for every region on every basis.

    `positions`: the newest live enrolment object of each branch on or before `as_of`. `past`: those of the comparison
    dates, and the history. `eligible`, `ecosystem`: all rows of all live files of these feeds (see
    `choose_denominators`, `village_targets`). `bucket_rows`: about how many registrations of one date are in memory at
    once; the figures do not depend on it. `cache`: where counts and what is known of the past are kept for the next
    time, if at all; the figures do not depend on it either. `count_ranges`: where ranges are counted. Raises
    `PositionsError`, `SplitRegencyError`, `UnknownCategoryError`.
    """
    ordered = order_positions(positions, as_of=as_of)
    before = Past(
        then={day: order_positions(then, as_of=day) for day, then in past.then.items() if then}, history=past.history
    )
    rules = rules_of(settings, regions=regions)
    scope = Scope(as_of=as_of, positions=ordered, past=before, rules=rules)
    counts, touched = count_people(scope, cache=cache, bucket_rows=bucket_rows, count_ranges=count_ranges)
    heads = count_heads(ordered, as_of=as_of, rules=rules)
    profiles = pl.concat([unpack_profiles(counts.profiles, rules=rules), heads])
    totals = add_up_levels(profiles, regions=regions, rules=rules)
    denominators = choose_denominators(eligible, as_of=as_of, regions=regions)
    now = PositionsAt(day=as_of, positions=ordered)
    then = {
        day: ComparisonDate(
            people=counts.then.filter(day=day),
            heads=count_heads(dated, as_of=day, rules=rules),
            denominators=choose_denominators(eligible, as_of=day, regions=regions),
            grounds=compare_grounds(
                PositionsAt(day=day, positions=dated),
                now,
                expected_branches=expected_branches,
                regions=regions,
                rules=rules,
            ),
        )
        for day, dated in before.then.items()
    }
    completeness = list_completeness(
        ordered, expected_branches=expected_branches, as_of=as_of, max_age_days=rules.max_age_days
    )
    crosswalk = choose_crosswalk(regions, split_regencies=settings.split_regencies)
    rests_on = Completeness(
        branches=count_expected(completeness, expected_branches=expected_branches),
        oldest_days=max(((as_of - position.position_date).days for position in ordered), default=None),
        unplaced=totals.unplaced(),
        in_doubt=dict(count_doubt(counts.doubted, crosswalk=crosswalk).iter_rows()),
    )
    history_from = min((one.position_date for one in before.history), default=None)
    tables = {
        "ucj_coverage": coverage_figures(
            totals.coverage,
            as_of=as_of,
            denominators=denominators,
            completeness=rests_on,
            class_bounds=settings.class_bounds_pct,
        ),
        "ucj_segment": segment_figures(totals.participation, as_of=as_of, denominators=denominators),
        "ucj_sex_age": sex_age_table(counts.sex_age, heads=heads, as_of=as_of, rules=rules),
        "ucj_employer": employer_table(
            counts.employers, known=all_have_employers(ordered), as_of=as_of, regions=regions
        ),
        "ucj_expiry": expiry_table(counts.expiring, as_of=as_of),
        "ucj_village": village_table(
            counts.vulnerable,
            targets=village_targets(ecosystem, as_of=as_of),
            as_of=as_of,
            regions=regions,
            target=settings.village_target,
        ),
        "ucj_movement": movement_table(
            totals.coverage,
            counts.changes,
            then=then,
            as_of=as_of,
            denominators=denominators,
            regions=regions,
            rules=rules,
            history_from=history_from,
        ),
        "ucj_cohort": cohort_table(
            counts.changes,
            days=then,
            since=settings.cohort_since,
            as_of=as_of,
            denominators=denominators,
            history_from=history_from,
        ),
        "ucj_completeness": completeness_table(completeness, as_of=as_of),
    }
    breakdowns = break_down(
        profiles, counts.pairs, as_of=as_of, denominators=denominators, regions=regions, rules=rules
    )
    return Facts(tables={**tables, **breakdowns}, parts=totals.parts, touched=touched, then=then)
