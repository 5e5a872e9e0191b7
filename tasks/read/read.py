"""Read one archived file: unpack, find the table in it, type its cells, resolve its regions."""

from datetime import date
from pathlib import Path

from expectations.contract import Feed
from tasks.read.formats import cell_formats
from tasks.read.parquet_table import read_parquet
from tasks.read.resolve import resolve_regions
from tasks.read.table import tidy_table
from tasks.read.text_table import read_text
from tasks.read.typed import type_cells
from tasks.read.unpack import unpack
from tasks.read.workbook import read_workbook
from tasks.states import Extract, Refusal
from warehouse.regions import Regions

READERS = {"text": read_text, "workbook": read_workbook, "parquet": read_parquet}


def read_extract(path: Path, *, feed: Feed, position_date: date, regions: Regions, max_bytes: int) -> Extract | Refusal:
    """The typed frame of a file, or why it cannot be had."""
    unpacked = unpack(path, max_bytes=max_bytes)
    if isinstance(unpacked, Refusal):
        return unpacked
    found = READERS[unpacked.kind](unpacked.data, feed=feed, max_bytes=max_bytes)
    if isinstance(found, Refusal):
        return found
    table = tidy_table(found, feed=feed)
    if table.cells.is_empty():
        return Refusal(code="NO_ROWS")
    frame = type_cells(table, feed=feed, position_date=position_date)
    facts = {
        **table.facts,
        "container": unpacked.container,
        "rows": frame.height,
        "formats": cell_formats(table, feed=feed),
    }
    return Extract(frame=resolve_regions(frame, feed=feed, position_date=position_date, regions=regions), facts=facts)
