"""The result of measuring: the two published tables and what they rest on."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, eq=False)
class Facts:
    """Figures at one as-of date.

    `coverage` and `participation` [schemas: `warehouse.fact_schema`] are `ucj_coverage` and `ucj_segment`, in
    the order of basis, level, region code, segment. `completeness` [branch, position_date?, age_days?,
    status]. `parts` [basis, part, active, active_strict, active_unlinked]: what each national figure is the
    sum of (regional, unplaced, national_only).
    """

    coverage: pl.DataFrame
    participation: pl.DataFrame
    completeness: pl.DataFrame
    parts: pl.DataFrame
