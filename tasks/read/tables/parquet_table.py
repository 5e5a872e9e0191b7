"""Read a Parquet delivery; typed columns are written out as the text that the cell readers understand."""

import io
from datetime import date

import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from expectations.contracts.schema import Feed
from tasks.read.limits import ReadLimits
from tasks.read.tables.column_drift import column_drift, drift_facts, refused_drift
from tasks.read.tables.header import MAX_COLUMNS, find_header
from tasks.read.tables.raw_table import RawTable
from tasks.refusal import Refusal

UNREADABLE = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)  # Polars panics over damaged pages
CALENDAR = (date(1, 1, 1) - date(1970, 1, 1)).days, (date(9999, 12, 31) - date(1970, 1, 1)).days
TICKS_A_DAY = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
MOST_TICKS = 2**63 - 1
# Midnight in any of Indonesia's three time zones, or in UTC, lies on the same day there: UTC+9
EASTERNMOST = "Asia/Jayapura"
NO_DAY = "?"


def unsafe_parquet(data: bytes, *, limits: ReadLimits) -> Refusal | None:
    """Why a file is not opened; None when it is safe. Cells that are all alike take no space in a file."""
    try:
        footer = pq.read_metadata(io.BytesIO(data))
    except (pa.ArrowException, OSError, ValueError):  # ValueError: names that are no UTF-8
        return Refusal(code="NOT_READABLE")
    if footer.num_columns > MAX_COLUMNS:
        return Refusal(code="TOO_MANY_COLUMNS", detail=str(footer.num_columns))
    groups = [footer.row_group(group) for group in range(footer.num_row_groups)]
    rows = max(footer.num_rows, sum(group.num_rows for group in groups))
    if (
        rows * footer.num_columns > limits.column_cells
        or sum(group.total_byte_size for group in groups) > limits.unpacked
    ):
        return Refusal(code="TOO_LARGE")
    return None


def read_parquet(data: bytes, *, feed: Feed, limits: ReadLimits) -> RawTable | Refusal:
    """Cells of a Parquet file; row numbers count from 1, there is no header row."""
    try:
        schema = pl.read_parquet_schema(io.BytesIO(data))
        match = find_header([list(schema)], feed=feed)
        if match is None:
            return Refusal(code="HEADER_NOT_FOUND")
        drift = column_drift(match, feed=feed)
        if refusal := refused_drift(drift):
            return refusal
        names = list(schema)
        wanted = {names[0], *(names[place] for place in match.positions.values())}
        frame = pl.read_parquet(io.BytesIO(data), columns=sorted(wanted))
        if _text_bytes(frame) > min(limits.unpacked, limits.memory):  # one text of the file may stand for many
            return Refusal(code="TOO_LARGE")
        cells = frame.select(
            *(_as_text(names[place], schema[names[place]]).alias(field) for field, place in match.positions.items()),
            _as_text(names[0], schema[names[0]]).alias("first_cell"),
            pl.int_range(1, pl.len() + 1, dtype=pl.Int32).alias("row_no"),
            pl.lit(value=True).alias("complete_line"),
        )
    except UNREADABLE:
        return Refusal(code="NOT_READABLE")
    return RawTable(cells=cells, facts={"format": "parquet", "header_row": 0, "drift": drift_facts(drift)})


def _text_bytes(frame: pl.DataFrame) -> int:
    lengths = (
        pl.col(pl.String).str.len_bytes(),
        pl.col(pl.Categorical, pl.Enum).cat.len_bytes(),
        pl.col(pl.Binary).bin.size(),
    )
    sums = [frame.select(length.cast(pl.Int64).sum()) for length in lengths]
    return sum(sum(row) for found in sums for row in found.iter_rows())


def _as_text(name: str, dtype: pl.DataType) -> pl.Expr:
    cell = pl.col(name)
    if dtype == pl.Boolean:
        return pl.when(cell).then(pl.lit("Y")).when(~cell).then(pl.lit("T"))
    if isinstance(dtype, pl.Date | pl.Datetime):
        return _day_as_text(cell, dtype)
    if dtype.is_float():
        whole = (cell == cell.round()) & (cell.abs() < 2**53)
        return pl.when(whole).then(cell.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(cell.cast(pl.String))
    return cell.cast(pl.String)


def _day_as_text(cell: pl.Expr, dtype: pl.Date | pl.Datetime) -> pl.Expr:
    """A day as text; one that no calendar has is a cell that cannot be read."""
    a_day = TICKS_A_DAY[dtype.time_unit] if isinstance(dtype, pl.Datetime) else 1
    first, last = (max(-MOST_TICKS, min(MOST_TICKS, days * a_day)) for days in CALENDAR)
    day = pl.when(cell.to_physical().is_between(first, last)).then(cell).otherwise(None)
    if isinstance(dtype, pl.Datetime) and dtype.time_zone:
        day = day.dt.convert_time_zone(EASTERNMOST) if dtype.time_zone == "UTC" else day
        day = day.dt.replace_time_zone(None)
    written = day.cast(pl.Date).dt.strftime("%Y-%m-%d")
    return pl.when(cell.is_not_null() & written.is_null()).then(pl.lit(NO_DAY)).otherwise(written)
