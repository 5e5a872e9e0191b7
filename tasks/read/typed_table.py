"""Find the table in a delivery and type its cells; untrusted bytes are opened here and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

import polars as pl

from expectations.contracts.schema import Feed
from tasks.read.beside.recap import recap_facts
from tasks.read.beside.region_names import bps_columns, with_region_names
from tasks.read.beside.row_counts import count_facts
from tasks.read.beside.row_signs import with_row_signs
from tasks.read.beside.said_positions import positions_in
from tasks.read.beside.table_signs import with_table_signs
from tasks.read.beside.units import CURRENCY_CODE, in_units, units_beside, without_other_units
from tasks.read.cells.frame import type_cells
from tasks.read.cells.observed_formats import column_facts
from tasks.read.containers.member_name import Delivered
from tasks.read.containers.unpack import unpack
from tasks.read.limits import ReadLimits
from tasks.read.tables.parquet_table import read_parquet
from tasks.read.tables.raw_table import RawTable
from tasks.read.tables.row_limit import row_limit
from tasks.read.tables.tidy import tidy_table
from tasks.read.tables.workbook import SAID, SHEET_ROWS, read_workbook
from tasks.read.text.delimited import read_text
from tasks.refusal import Refusal

READERS = {"text": read_text, "workbook": read_workbook, "parquet": read_parquet}


@dataclass(frozen=True, kw_only=True)
class TypedTable:
    """frame: as `typed_schema` says. facts: what was found out about the file, without values."""

    frame: pl.DataFrame
    facts: Mapping[str, Any]


def read_typed_table(
    delivery: BinaryIO,
    *,
    feed: Feed,
    position_date: date,
    limits: ReadLimits,
    branch: str | None = None,
    read: Mapping[str, str] | None = None,
) -> TypedTable | Refusal:
    """The typed cells of a delivery, or why they cannot be had.

    branch: which its name says, if that is known; read: readings of columns that an operator has set.
    """
    delivered = Delivered(feed=feed.name, branch=branch, position_date=position_date)
    unpacked = unpack(delivery, limits=limits, delivered=delivered)
    if isinstance(unpacked, Refusal):
        return unpacked
    found = READERS[unpacked.kind](unpacked.data, feed=feed, limits=limits)
    if isinstance(found, Refusal):
        return found
    last_row = found.cells["row_no"].max()
    table = tidy_table(found, feed=feed)
    if table.cells.is_empty():
        return Refusal(code="NO_ROWS")
    if refusal := _in_other_units(table, feed=feed):
        return refusal
    typed = type_cells(table, feed=feed, position_date=position_date, read=read)
    if isinstance(typed, Refusal):
        return typed
    frame, columns = typed
    frame, unknown = with_row_signs(frame, table.cells, feed=feed)
    frame = with_table_signs(frame, table.facts.get("rows_said", {}), feed=feed, sheet_rows=SHEET_ROWS)
    frame = without_other_units(frame, table.cells, feed=feed)
    told = {
        "recap": {
            **recap_facts(table.facts.get("totals", ()), frame, feed=feed),
            **count_facts(table.facts.get("counts", ()), frame),
        },
        "bps_codes": bps_columns(table.cells, feed=feed),
        "statuses_unknown": unknown,
        "row_limit": row_limit(last_row, form=str(table.facts["format"])),
        "positions": [
            *table.facts.get("positions", ()),
            *positions_in(table.cells, frame, feed=feed, position_date=position_date),
        ],
    }
    facts = {
        **{name: fact for name, fact in table.facts.items() if name not in (*SAID, "rows_said")},
        **{name: fact for name, fact in told.items() if fact},
        "container": unpacked.container,
        **({"ignored_bytes": unpacked.ignored} if unpacked.ignored else {}),
        "rows": frame.height,
        "columns": column_facts(table, columns, feed=feed),
    }
    return TypedTable(frame=with_region_names(frame, table.cells, feed=feed), facts=facts)


def _in_other_units(table: RawTable, *, feed: Feed) -> Refusal | None:
    """The refusal of a file whose notes or columns say that its numbers are not people or rupiah."""
    units = [*table.facts.get("units", ()), *units_beside(table.cells, feed=feed)]
    return in_units(units) or in_units(table.facts.get("currencies", ()), code=CURRENCY_CODE)
