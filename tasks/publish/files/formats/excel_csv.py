"""CSV that opens by a double click in a spreadsheet set to Indonesian: semicolons, decimal commas, UTF-8 with mark."""

import codecs
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.figures.schema import FactTable

LINE_END = "\r\n"


class ExcelCsv:
    """The same rows and columns as the standard CSV.

    A text that a spreadsheet would take for a number, a time or a date (`72.05`, `2025-1`) stands as `="72.05"`, which
    keeps it a text. Programs read the standard CSV; this one has no schema in the datapackage for that reason.
    """

    folder = "excel"
    ending = "excel-id.csv"
    mediatype = "text/csv"
    resource_suffix = "-excel-id"
    has_schema = False
    described: Mapping[str, Any] = {
        "encoding": "utf-8-sig",
        "dialect": {"header": True, "delimiter": ";", "lineTerminator": LINE_END},
    }

    def write(self, frame: pl.DataFrame) -> bytes:
        """The rows as text, with a byte order mark."""
        text = as_cells(frame).write_csv(separator=";", line_terminator=LINE_END)
        return codecs.BOM_UTF8 + text.encode()

    def problems(self, file: Path, table: FactTable, facts: pl.DataFrame) -> list[str]:
        """No mark, columns that are not declared, and cells that are not those of the facts."""
        content = file.read_bytes()
        if not content.startswith(codecs.BOM_UTF8):
            return [f"{file.name} does not begin with a byte order mark"]
        cells = pl.read_csv(content, separator=";", infer_schema=False)
        if cells.columns != table.column_names:
            return [f"{file.name}: columns are not those declared"]
        return [] if cells.equals(as_cells(facts)) else [f"{file.name} differs from the facts"]


def as_cells(frame: pl.DataFrame) -> pl.DataFrame:
    """Every cell as its text in this dialect; empty texts are none."""
    return frame.select(_cell(name, dtype).alias(name) for name, dtype in frame.schema.items())


def _cell(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if dtype == pl.String:
        kept = pl.format('="{}"', column.str.replace_all('"', '""', literal=True))
        begins_so = column.str.contains(r"^[\s]*[0-9+\-=@'.,]")
        return pl.when(column == "").then(None).when(begins_so).then(kept).otherwise(column)
    text = column.cast(pl.String)
    return text.str.replace(".", ",", literal=True) if dtype.is_decimal() or dtype.is_float() else text
