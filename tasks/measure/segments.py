"""Sets of segments as numbers of four bits, PU the lowest, in the order of `settings.SEGMENTS`."""

from collections.abc import Iterable

import polars as pl

from settings import SEGMENTS, Segment

SegmentSet = pl.UInt8
NO_SEGMENT = pl.lit(0, dtype=SegmentSet)
SEGMENT_BITS: dict[Segment, int] = {segment: 1 << place for place, segment in enumerate(SEGMENTS)}


def segment_set(segments: Iterable[Segment]) -> int:
    """The set of the given segments."""
    return sum(SEGMENT_BITS[segment] for segment in set(segments))


def set_of_row() -> pl.Expr:
    """The set that holds the `segment` of the row."""
    bits = pl.lit(0, dtype=SegmentSet)
    for segment, bit in SEGMENT_BITS.items():
        bits = pl.when(pl.col("segment") == segment).then(pl.lit(bit, dtype=SegmentSet)).otherwise(bits)
    return bits


def holds_any(held: str | pl.Expr, members: int) -> pl.Expr:
    """Whether the set in a column has one of `members` in it."""
    column = pl.col(held) if isinstance(held, str) else held
    return (column & members) != 0
