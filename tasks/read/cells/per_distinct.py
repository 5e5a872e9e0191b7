"""Do work once for each distinct text of a column: most columns of an extract repeat a few values."""

from collections.abc import Callable
from functools import partial

import polars as pl

WORTH_IT = 5_000  # of fewer cells each is looked at sooner than the distinct ones are found
SAMPLES = 10_000, 100_000  # the larger one is looked at where the smaller one leaves it open
REPEATED = 2  # texts appear this often in a sample, or the detour does not pay
HARDLY_ANY = 0.95  # of the texts of the smaller sample differ: they hardly repeat in the larger one


def per_distinct(cells: pl.Series, work: Callable[[pl.Series], pl.DataFrame]) -> pl.DataFrame:
    """`work(cells)`, a row for each cell; `work` looks at each cell for itself."""
    texts, spread = distinct_texts(cells)
    return spread(work(texts))


def distinct_texts(cells: pl.Series) -> tuple[pl.Series, Callable[[pl.DataFrame], pl.DataFrame]]:
    """Each text once, and null, or the cells themselves where that pays more; and what turns a row for each of them
    into a row for each cell."""
    if cells.len() < WORTH_IT or not _repeats(cells):
        return cells, as_it_is
    listed = pl.Categories.random()  # a list of its own: texts are numbered from 0
    coded = cells.cast(pl.Categorical(listed))
    texts = listed.to_series()  # in the order of their numbers
    places = coded.to_physical().fill_null(texts.len())
    return texts.alias(cells.name).extend_constant(None, 1), partial(_spread, places=places)


def as_it_is(values: pl.DataFrame) -> pl.DataFrame:
    """Where each row is that of its own cell."""
    return values


def _spread(values: pl.DataFrame, places: pl.Series) -> pl.DataFrame:
    return pl.DataFrame([_gathered(column, places) for column in values])


def _gathered(column: pl.Series, places: pl.Series) -> pl.Series:
    """A mark that no text has, no cell has."""
    if column.dtype == pl.Boolean and not column.has_nulls() and not column.any():
        return column.new_from_index(0, places.len())
    return column.gather(places)


def _repeats(cells: pl.Series) -> bool:
    for size in SAMPLES:
        sample = cells.gather_every(1 + cells.len() // size)
        distinct = sample.n_unique()
        if distinct * REPEATED < sample.len():
            return True
        if distinct > HARDLY_ANY * sample.len():
            return False
    return False
