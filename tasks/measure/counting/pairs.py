"""Which of a person's segments is paid by which funder.

A set of segments and a set of funders tell the pairs of both while one of them has one member. Only people with several
of each, who are few, are counted by their pairs.
"""

import polars as pl

from tasks.measure.inputs.rules import CountRules
from tasks.measure.people.views import Perspective, count_by_region
from tasks.measure.registrations.attributes import PairSet, every_pair
from tasks.measure.registrations.segment_scope import NATION_ONLY, counts_in_scope, regional_set
from tasks.measure.registrations.segments import SegmentSet

PAIRS: dict[str, pl.DataType | type[pl.DataType]] = {
    "basis": pl.String,
    "region_code": pl.String,
    "pairs": PairSet,
    "people": pl.Int64,
}


def list_pairs(rules: CountRules) -> pl.DataFrame:
    """Every pair by its name, with a member of each list, in the order of bits of a set [pair, segment, funder]."""
    pairs = [(segment, funder) for segment in rules.segments for funder in rules.funders]
    names = [" ".join(pair) for pair in pairs]
    return pl.DataFrame(
        [(name, *pair) for name, pair in zip(names, pairs, strict=True)],
        schema={"pair": pl.String, "segment": pl.Enum(rules.segments), "funder": rules.funder},
        orient="row",
    )


def count_pairs(view: Perspective) -> pl.DataFrame:
    """People of a view with several segments that count and several funders, by region and set of pairs [`PAIRS`]."""
    held = pl.col("active") & pl.lit(view.counted, dtype=SegmentSet)
    people = view.who_counts(~_sets_tell(held))
    return count_by_region(people, view=view, key=["pairs"]).select(*PAIRS)


def pairs_of_everyone(profiles: pl.DataFrame, counted: pl.DataFrame, *, rules: CountRules) -> pl.DataFrame:
    """All who count by region and set of pairs [`PAIRS`], from `profiles` and, of those they do not tell, `counted`."""
    regional = pl.col("active") & pl.lit(regional_set(rules), dtype=SegmentSet)
    held = pl.when(pl.col("basis") == NATION_ONLY).then("active").otherwise(regional)
    told = profiles.filter(counts_in_scope("active", rules=rules), _sets_tell(held)).select(
        pl.col("basis", "region_code").cast(pl.String),
        every_pair(held, pl.col("funders"), rules=rules).alias("pairs"),
        "people",
    )
    return pl.concat([told, counted.select(*PAIRS)])


def _sets_tell(segments: pl.Expr) -> pl.Expr:
    """Whether each of these segments is paid by each of the `funders`."""
    return (segments.bitwise_count_ones() < 2) | (pl.col("funders").bitwise_count_ones() < 2)
