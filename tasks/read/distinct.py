"""Do work once for each distinct text of a column: most columns of an extract repeat a few values."""

from collections.abc import Callable

import polars as pl

REPEATED = 4  # texts appear this often on average, or the detour does not pay


def per_distinct(cells: pl.Series, work: Callable[[pl.Series], pl.DataFrame]) -> pl.DataFrame:
    """`work(cells)`, a row for each cell; `work` looks at each cell for itself and makes nulls of a null."""
    if not _repeats(cells):
        return work(cells)
    coded = cells.cast(pl.Categorical(pl.Categories.random()))  # a list of its own: texts are numbered from 0
    texts = coded.unique().drop_nulls()
    ordered = texts.gather(texts.to_physical().arg_sort()).cast(pl.String)
    return work(ordered).select(pl.all().gather(coded.to_physical()))


def _repeats(cells: pl.Series) -> bool:
    return bool(cells.to_frame().select(pl.all().approx_n_unique() * REPEATED < pl.len()).item())
