"""Read a Parquet delivery; typed columns are written out as the text that the cell readers understand."""

import io

import polars as pl

from expectations.contract import Feed
from tasks.read.header import find_header, missing_columns
from tasks.read.table import RawTable
from tasks.states import Refusal

UNREADABLE = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)  # Polars panics over damaged pages


def count_cells(data: bytes) -> int:
    """Rows times columns, which take no space when they are all alike; 0 when the file cannot be read."""
    try:
        table = pl.scan_parquet(io.BytesIO(data))
        rows: int = table.select(pl.len()).collect().item()
        return rows * len(table.collect_schema())
    except UNREADABLE:
        return 0


def read_parquet(data: bytes, *, feed: Feed) -> RawTable | Refusal:
    """Cells of a Parquet file; row numbers count from 1, there is no header row."""
    try:
        schema = pl.read_parquet_schema(io.BytesIO(data))
        match = find_header([list(schema)], feed=feed)
        if match is None:
            return Refusal(code="HEADER_NOT_FOUND")
        if refusal := missing_columns(match, feed=feed):
            return refusal
        names = list(schema)
        wanted = {names[0], *(names[place] for place in match.positions.values())}
        frame = pl.read_parquet(io.BytesIO(data), columns=sorted(wanted))
        cells = frame.select(
            *(_as_text(names[place], schema[names[place]]).alias(field) for field, place in match.positions.items()),
            _as_text(names[0], schema[names[0]]).alias("first_cell"),
            pl.int_range(1, pl.len() + 1, dtype=pl.Int32).alias("row_no"),
            pl.lit(value=True).alias("complete_line"),
        )
    except UNREADABLE:
        return Refusal(code="NOT_READABLE")
    facts = {"format": "parquet", "header_row": 0, "unknown_columns": list(match.unknown)}
    return RawTable(cells=cells, facts=facts)


def _as_text(name: str, dtype: pl.DataType) -> pl.Expr:
    cell = pl.col(name)
    if dtype == pl.Boolean:
        return pl.when(cell).then(pl.lit("Y")).when(~cell).then(pl.lit("T"))
    if dtype.is_temporal():
        return cell.cast(pl.Date).dt.strftime("%Y-%m-%d")
    if dtype.is_float():
        whole = (cell == cell.round()) & (cell.abs() < 2**53)
        return pl.when(whole).then(cell.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(cell.cast(pl.String))
    return cell.cast(pl.String)
