"""CSV: for people and for every program."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from expectations.published_text import DEMANDS
from warehouse.figures.schema import FactTable

RUPIAH = "rupiah"  # of published figures only sums of rupiah are as long as what identifies people


class Csv:
    """Comma, decimal point, UTF-8 without mark, LF, two decimals for percentages, nothing for null and empty text."""

    folder = ""
    ending = "csv"
    mediatype = "text/csv"
    resource_suffix = ""
    has_schema = True
    described: Mapping[str, Any] = {
        "encoding": "utf-8",
        "dialect": {"header": True, "delimiter": ",", "lineTerminator": "\n"},
    }

    def write(self, frame: pl.DataFrame) -> bytes:
        """The rows as text."""
        return _without_empty_texts(frame).write_csv(line_terminator="\n").encode()

    def problems(self, file: Path, table: FactTable, facts: pl.DataFrame) -> list[str]:
        """Line ends, columns, decimals, forbidden texts, and rows that are not those of the facts."""
        content = file.read_bytes()
        if b"\r" in content or content[:3] == b"\xef\xbb\xbf":
            return [f"{file.name}: line ends are not LF, or it begins with a byte order mark"]
        cells = pl.read_csv(content, infer_schema=False)
        if cells.columns != table.column_names:
            return [f"{file.name}: columns are not those declared"]
        problems = [
            f"{file.name}: {column.name} has not {column.dtype.scale} decimals"
            for column in table.columns
            if isinstance(column.dtype, pl.Decimal)
            and not cells[column.name].str.contains(rf"^-?[0-9]+\.[0-9]{{{column.dtype.scale}}}$").all()
        ]
        for column in table.columns:
            if column.unit != RUPIAH:
                texts = pl.LazyFrame({"text": cells[column.name].unique()})  # most stand in many rows
                met = texts.select(is_met(pl.col("text")).all().alias(demand) for demand, is_met in DEMANDS.items())
                unmet = [demand for demand, is_met in met.collect().row(0, named=True).items() if not is_met]
                problems += [f"{file.name}: {column.name} is to have {demand}" for demand in unmet]
        if not pl.read_csv(content, schema=dict(table.schema)).equals(_without_empty_texts(facts)):
            problems.append(f"{file.name} differs from the facts")
        return problems


def _without_empty_texts(frame: pl.DataFrame) -> pl.DataFrame:
    texts = pl.col(pl.String)
    return frame.with_columns(pl.when(texts != "").then(texts))
