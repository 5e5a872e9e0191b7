"""What people are told apart by: programmes, funders, worker categories, as places in closed lists and sets of them."""

from collections.abc import Collection
from datetime import date

import polars as pl

from tasks.measure.inputs.rules import CountRules
from tasks.measure.registrations.segments import holds_any, segment_bits, set_of_row
from warehouse.dimensions.closed_lists import AGES_FROM, FEMALE, FUNDER_NOT_STATED, MALE, NOT_KNOWN, PROGRAMMES

Programme = pl.Enum(PROGRAMMES)
ProgrammeSet, AttributeSet, PairSet = pl.UInt8, pl.UInt16, pl.UInt64
CATEGORY_NOT_STATED, OTHER = "UMUM", "LAINNYA"
EACH_SEX, EACH_AGE = (MALE, FEMALE, NOT_KNOWN), (*AGES_FROM, NOT_KNOWN)
SexAge = pl.Enum([f"{sex} {age}" for sex in EACH_SEX for age in EACH_AGE])


def attributes_of_row(rules: CountRules) -> list[pl.Expr]:
    """`programmes` as a set, `funder` and `category` as members of their lists; unknown codes are LAINNYA."""
    held = [
        pl.col(name.lower()).fill_null(False).cast(ProgrammeSet) * (1 << place) for place, name in enumerate(PROGRAMMES)
    ]
    return [
        pl.sum_horizontal(held).cast(ProgrammeSet).alias("programmes"),
        _member("funder", of=rules.funder, not_stated=FUNDER_NOT_STATED),
        category_of_row(rules),
    ]


def category_of_row(rules: CountRules) -> pl.Expr:
    """`category` as a member of its list."""
    return _member("category", of=rules.category, not_stated=CATEGORY_NOT_STATED)


def sex_age_of_row(as_of: date) -> pl.Expr:
    """`sex_age`, the place in `SexAge` of `sex` and of the age that `birth_year` gives in the year of `as_of`."""
    sex = pl.when(pl.col("sex") == MALE).then(0).when(pl.col("sex") == FEMALE).then(1).otherwise(2)
    youngest = [age for age in AGES_FROM.values() if age]
    reached = [(pl.col("birth_year") <= as_of.year - age).cast(pl.UInt8) for age in youngest]
    group = pl.when(pl.col("birth_year").is_null()).then(len(youngest) + 1).otherwise(pl.sum_horizontal(reached))
    return (sex * len(EACH_AGE) + group).cast(pl.UInt8).alias("sex_age")


def _member(column: str, *, of: pl.Enum, not_stated: str) -> pl.Expr:
    known = pl.col(column).cast(of, strict=False).fill_null(pl.lit(OTHER, dtype=of))
    return pl.when(pl.col(column).is_null()).then(pl.lit(not_stated, dtype=of)).otherwise(known).alias(column)


def set_of_member(column: str) -> pl.Expr:
    """The set that holds the member in `column` alone."""
    return pl.lit(2, dtype=AttributeSet) ** pl.col(column).to_physical()


def attribute_set(members: Collection[str], *, among: tuple[str, ...]) -> int:
    """The set of the given members of a list."""
    return sum(1 << among.index(member) for member in set(members))


def pair_of_row(rules: CountRules) -> pl.Expr:
    """The set that holds the pair of `segment` and `funder` of the row alone."""
    return every_pair(set_of_row(rules), set_of_member("funder"), rules=rules)


def every_pair(segments: pl.Expr, funders: pl.Expr, *, rules: CountRules) -> pl.Expr:
    """Each segment of a set with each funder of another, as a set of pairs: all funders of the first segment first."""
    nothing = pl.lit(0, dtype=PairSet)
    pairs = nothing
    for place, bit in enumerate(segment_bits(rules).values()):
        first = pl.lit(1 << place * len(rules.funders), dtype=PairSet)
        pairs = pairs | pl.when(holds_any(segments, bit)).then(funders.cast(PairSet) * first).otherwise(nothing)
    return pairs
