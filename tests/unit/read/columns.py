"""Columns of cells, read as the reader reads them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from expectations.contracts.schema import Field, Kind
from tasks.read.cells.columns import read_column
from tasks.read.cells.reading import ColumnRead
from tasks.read.tables.raw_table import CellKind

ON = date(2025, 12, 31)
FAR = (130, 974)  # so that tests of writing are not about plausible years


def field_of(kind: Kind, **given: Any) -> Field:
    """A field of a kind that no contract has."""
    dated = {"years": FAR} if kind in (Kind.DATE, Kind.MONTH) else {}
    return Field(name="cell", header="CELL", kind=kind, text_id="-", text_en="-", **{**dated, **given})


def read(
    texts: Sequence[str | None], *, kinds: Sequence[CellKind] | None = None, on: date = ON, **given: Any
) -> ColumnRead:
    """A column of the `kind` that is given, read as a whole."""
    forced = given.pop("forced", None)
    kind_of = pl.Series("cell__kind", kinds, dtype=pl.UInt8) if kinds else None
    cells = pl.Series("cell", list(texts), dtype=pl.String)
    return read_column(cells, kind_of, field=field_of(**given), on=on, forced=forced)


def values(texts: Sequence[str | None], **given: Any) -> list[Any]:
    """The values of such a column."""
    return read(texts, **given).values.to_list()
