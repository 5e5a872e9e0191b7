"""What a file format of published tables is: how it is written, described and checked."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from warehouse.figures.schema import FactTable


class TableFormat(Protocol):
    """One format in which every published table is written; `FORMATS` lists them all."""

    folder: str  # within the release; empty for the release itself
    ending: str  # of the file name, without its dot
    mediatype: str
    resource_suffix: str  # of the table's name in the datapackage, which names each file once
    has_schema: bool  # whether the datapackage says what columns it has, for programs that read it
    described: Mapping[str, Any]  # what the datapackage says beside name, size, hash and columns

    def write(self, frame: pl.DataFrame) -> bytes:
        """The content of the file; the same rows give the same bytes."""

    def problems(self, file: Path, table: FactTable, facts: pl.DataFrame) -> list[str]:
        """Where a written file differs from its declaration or from the rows it was written from."""


def file_name(table: str, kind: TableFormat) -> str:
    """The path of a table's file in a format, within the release."""
    name = f"{table}.{kind.ending}"
    return f"{kind.folder}/{name}" if kind.folder else name
