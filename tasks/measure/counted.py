"""Which of the counted people belong into the figures of a region, and which into those of the nation alone."""

import polars as pl

from tasks.measure.rules import CountRules
from tasks.measure.segments import holds_any, segment_set

NATION_ONLY = "nation"  # beside the bases: what the nation has more (or less) than the sum of its regencies


def regional_set(rules: CountRules) -> int:
    """The set of segments that count in provinces and regencies."""
    return segment_set(rules.regional_segments, rules=rules)


def national_set(rules: CountRules) -> int:
    """The set of segments that count in the nation."""
    return segment_set(rules.national_segments, rules=rules)


def counts(column: str, *, rules: CountRules) -> pl.Expr:
    """Whether a profile counts by the set in `column`; nation-only profiles hold none but segments that count."""
    return (
        pl.when(pl.col("basis") == NATION_ONLY)
        .then(pl.col(column) != 0)
        .otherwise(holds_any(column, regional_set(rules)))
    )
