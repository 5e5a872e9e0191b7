"""Parquet: typed, for analysts."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.figures.schema import FactTable


class Parquet:
    """Typed, zstd-compressed, with statistics."""

    folder = ""
    ending = "parquet"
    mediatype = "application/vnd.apache.parquet"
    resource_suffix = "-parquet"
    has_schema = True
    described: Mapping[str, Any] = {}

    def write(self, frame: pl.DataFrame) -> bytes:
        """The rows with their types."""
        buffer = io.BytesIO()
        frame.write_parquet(buffer, compression="zstd", compression_level=9, statistics=True)
        return buffer.getvalue()

    def problems(self, file: Path, table: FactTable, facts: pl.DataFrame) -> list[str]:
        """Columns or types that are not declared, and rows that are not those of the facts."""
        read = pl.read_parquet(file)
        if dict(read.schema) != dict(table.schema):
            return [f"{file.name}: columns or types are not those declared"]
        return [] if read.equals(facts) else [f"{file.name} differs from the facts"]
