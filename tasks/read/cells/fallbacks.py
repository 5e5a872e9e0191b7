"""Try several ways of reading the cells of one column."""

from collections.abc import Callable, Sequence

import polars as pl

Parser = Callable[[pl.Series], pl.Series]


def where(condition: pl.Series, values: pl.Series) -> pl.Series:
    """The values where the condition holds, else null."""
    return pl.select(pl.when(condition).then(values)).to_series()


def first_that_parses(text: pl.Series, parsers: Sequence[Parser]) -> pl.Series:
    """Try each way on what the earlier ones left; the usual column is done after the first."""
    values = parsers[0](text)
    for parse in parsers[1:]:
        left = (values.is_null() & text.is_not_null()).arg_true()
        if left.is_empty():
            break
        values = values.scatter(left, parse(text.gather(left)))
    return values
