"""Sets of segments as numbers of four bits, PU the lowest, in the order of `settings.SEGMENTS`."""

from collections.abc import Iterable

import polars as pl

from settings import SEGMENTS, Segment

SegmentSet = pl.UInt8
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


def holds_any(column: str, segments: int) -> pl.Expr:
    """Whether the set in `column` has one of `segments` in it."""
    return (pl.col(column) & pl.lit(segments, dtype=SegmentSet)) != 0
