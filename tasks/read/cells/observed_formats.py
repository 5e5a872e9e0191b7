"""How dates and numbers of a file are written: shapes without values, for the receipt."""

from collections.abc import Mapping

import polars as pl

from expectations.contracts.schema import Feed, Kind
from tasks.read.tables.raw_table import RawTable, strip_cells

SHAPED = {Kind.DATE, Kind.MONTH, Kind.AMOUNT, Kind.INTEGER}
SAMPLE = 10_000
SHOWN = 3
LONGEST = 20
SHAPES = ((r"\p{N}", "#"), (r"\p{L}", "A"), (r"[^#A /.,:%+\-]", "?"))


def cell_formats(table: RawTable, *, feed: Feed) -> Mapping[str, list[str]]:
    """Header -> the most frequent shapes of its cells, `##/##/####` or `AA##.###`; of a sample, without values."""
    fields = [field for field in feed.fields if field.kind in SHAPED and field.name in table.cells.columns]
    shapes = {field.header: _shapes(table.cells[field.name]) for field in fields}
    return {header: found for header, found in shapes.items() if found}


def _shapes(cells: pl.Series) -> list[str]:
    text = strip_cells(cells.gather_every(1 + cells.len() // SAMPLE)).drop_nulls()
    for signs, shape in SHAPES:
        text = text.str.replace_all(signs, shape)
    counted = text.str.head(LONGEST).alias("shape").value_counts(name="cells")
    return counted.sort("cells", "shape", descending=[True, False])["shape"].head(SHOWN).to_list()
