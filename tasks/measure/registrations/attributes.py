"""What people are told apart by: programmes, funders, worker categories, as places in closed lists and sets of them."""

from collections.abc import Collection

import polars as pl

from tasks.measure.inputs.rules import CountRules
from warehouse.dimensions.closed_lists import FUNDER_NOT_STATED, PROGRAMMES

Programme = pl.Enum(PROGRAMMES)
ProgrammeSet, AttributeSet = pl.UInt8, pl.UInt16
CATEGORY_NOT_STATED, OTHER = "UMUM", "LAINNYA"


def attributes_of_row(rules: CountRules) -> list[pl.Expr]:
    """`programmes` as a set, `funder` and `category` as members of their lists; unknown codes are LAINNYA."""
    held = [
        pl.col(name.lower()).fill_null(False).cast(ProgrammeSet) * (1 << place) for place, name in enumerate(PROGRAMMES)
    ]
    return [
        pl.sum_horizontal(held).cast(ProgrammeSet).alias("programmes"),
        _member("funder", of=rules.funder, not_stated=FUNDER_NOT_STATED),
        _member("category", of=rules.category, not_stated=CATEGORY_NOT_STATED),
    ]


def _member(column: str, *, of: pl.Enum, not_stated: str) -> pl.Expr:
    known = pl.col(column).cast(of, strict=False).fill_null(pl.lit(OTHER, dtype=of))
    return pl.when(pl.col(column).is_null()).then(pl.lit(not_stated, dtype=of)).otherwise(known).alias(column)


def set_of_member(column: str) -> pl.Expr:
    """The set that holds the member in `column` alone."""
    return pl.lit(2, dtype=AttributeSet) ** pl.col(column).to_physical()


def set_of(members: Collection[str], *, among: tuple[str, ...]) -> int:
    """The set of the given members of a list."""
    return sum(1 << among.index(member) for member in set(members))
