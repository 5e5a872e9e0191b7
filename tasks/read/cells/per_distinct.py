"""Do work once for each distinct text of a column: most columns of an extract repeat a few values."""

from collections.abc import Callable

import polars as pl

WORTH_IT = 5_000  # of fewer cells each is looked at sooner than the distinct ones are found
SAMPLE = 100_000
REPEATED = 2  # texts appear this often in a sample, or the detour does not pay


def per_distinct(cells: pl.Series, work: Callable[[pl.Series], pl.DataFrame]) -> pl.DataFrame:
    """`work(cells)`, a row for each cell; `work` looks at each cell for itself."""
    if cells.len() < WORTH_IT or not _repeats(cells):
        return work(cells)
    coded = cells.cast(pl.Categorical(pl.Categories.random()))  # a list of its own: texts are numbered from 0
    texts = coded.unique().drop_nulls()
    ordered = texts.gather(texts.to_physical().arg_sort()).cast(pl.String)
    places = coded.to_physical().fill_null(texts.len())
    return pl.DataFrame([column.gather(places) for column in work(ordered.extend_constant(None, 1))])


def _repeats(cells: pl.Series) -> bool:
    sample = cells.gather_every(1 + cells.len() // SAMPLE)
    return sample.n_unique() * REPEATED < sample.len()
