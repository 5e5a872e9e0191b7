"""Sets of segments as numbers of one bit for each segment, the first of the rules the lowest."""

from collections.abc import Iterable, Mapping

import polars as pl

from tasks.measure.inputs.rules import CountRules

SegmentSet = pl.UInt8
NO_SEGMENT = pl.lit(0, dtype=SegmentSet)


def segment_bits(rules: CountRules) -> Mapping[str, int]:
    """The set of each segment alone."""
    return {segment: 1 << place for place, segment in enumerate(rules.segments)}


def segment_set(members: Iterable[str], *, rules: CountRules) -> int:
    """The set of the given segments."""
    bits = segment_bits(rules)
    return sum(bits[segment] for segment in set(members))


def set_of_row(rules: CountRules) -> pl.Expr:
    """The set that holds the `segment` of the row."""
    bits = pl.lit(0, dtype=SegmentSet)
    for segment, bit in segment_bits(rules).items():
        bits = pl.when(pl.col("segment") == segment).then(pl.lit(bit, dtype=SegmentSet)).otherwise(bits)
    return bits


def holds_any(held: str | pl.Expr, members: int) -> pl.Expr:
    """Whether the set in a column has one of `members` in it."""
    column = pl.col(held) if isinstance(held, str) else held
    return (column & members) != 0
