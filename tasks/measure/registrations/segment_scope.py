"""Which of the counted people belong into the figures of a region, which into those of the nation alone, and why."""

import polars as pl

from tasks.measure.inputs.rules import CountRules
from tasks.measure.registrations.segments import holds_any, segment_set, set_of_row

NATION_ONLY = "nation"  # beside the bases: what the nation has more (or less) than the sum of its regencies


def regional_set(rules: CountRules) -> int:
    """The set of segments that count in provinces and regencies."""
    return segment_set(rules.regional_segments, rules=rules)


def national_set(rules: CountRules) -> int:
    """The set of segments that count in the nation."""
    return segment_set(rules.national_segments, rules=rules)


def is_outranked(rules: CountRules) -> pl.Expr:
    """Whether the holder of a registration counts with others of his, from `person_id` and `segment`.

    A person counts with his registrations in regional segments; without any, with those in national segments; without
    these, with all. So he has the same attributes in his region and in the nation.
    """
    held = set_of_row(rules)
    order = (
        pl.when(holds_any(held, regional_set(rules)))
        .then(pl.lit(0, dtype=pl.UInt8))
        .when(holds_any(held, national_set(rules)))
        .then(pl.lit(1, dtype=pl.UInt8))
        .otherwise(pl.lit(2, dtype=pl.UInt8))
    )
    return order > order.min().over("person_id")


def counts_in_scope(column: str, *, rules: CountRules) -> pl.Expr:
    """Whether a profile counts by the set in `column`; nation-only profiles hold none but segments that count."""
    return (
        pl.when(pl.col("basis") == NATION_ONLY)
        .then(pl.col(column) != 0)
        .otherwise(holds_any(column, regional_set(rules)))
    )
