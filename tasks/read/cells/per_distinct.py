"""Do work once for each distinct text of a column: most columns of an extract repeat a few values."""

from collections.abc import Callable
from functools import partial

import polars as pl

WORTH_IT = 5_000  # of fewer cells each is looked at sooner than the distinct ones are found
SAMPLE = 100_000
REPEATED = 2  # texts appear this often in a sample, or the detour does not pay


def per_distinct(cells: pl.Series, work: Callable[[pl.Series], pl.DataFrame]) -> pl.DataFrame:
    """`work(cells)`, a row for each cell; `work` looks at each cell for itself."""
    texts, spread = distinct_texts(cells)
    return spread(work(texts))


def distinct_texts(cells: pl.Series) -> tuple[pl.Series, Callable[[pl.DataFrame], pl.DataFrame]]:
    """Each text once, and null, or the cells themselves where that pays more; and what turns a row for each of them
    into a row for each cell."""
    if cells.len() < WORTH_IT or not _repeats(cells):
        return cells, as_it_is
    coded = cells.cast(pl.Categorical(pl.Categories.random()))  # a list of its own: texts are numbered from 0
    texts = coded.unique().drop_nulls()
    ordered = texts.gather(texts.to_physical().arg_sort()).cast(pl.String)
    places = coded.to_physical().fill_null(texts.len())
    return ordered.extend_constant(None, 1), partial(_spread, places=places)


def as_it_is(values: pl.DataFrame) -> pl.DataFrame:
    """Where each row is that of its own cell."""
    return values


def _spread(values: pl.DataFrame, places: pl.Series) -> pl.DataFrame:
    return pl.DataFrame([column.gather(places) for column in values])


def _repeats(cells: pl.Series) -> bool:
    sample = cells.gather_every(1 + cells.len() // SAMPLE)
    return sample.n_unique() * REPEATED < sample.len()
