"""Read a Parquet delivery; its typed columns keep their kinds."""

import io

import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from expectations.contracts.schema import Feed, Kind
from tasks.read.headers.column_drift import column_drift, drift_facts, refused_drift
from tasks.read.headers.header import MAX_COLUMNS, find_header
from tasks.read.limits import ReadLimits
from tasks.read.tables.parquet_cells import column_cells
from tasks.read.tables.raw_table import RawTable, kind_column
from tasks.refusal import Refusal

NESTED = "daftar atau struktur dalam sel / lists or structures in cells"
UNREADABLE = (  # Polars panics over damaged pages
    pl.exceptions.PolarsError,
    pl.exceptions.PanicException,
    pa.ArrowException,
    OSError,
)


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
        names, instants = _columns(data)
        match = find_header([names], feed=feed)
        if match is None:
            return Refusal(code="HEADER_NOT_FOUND")
        drift = column_drift(match, feed=feed)
        if refusal := refused_drift(drift):
            return refusal
        read = {field: names[place] for field, place in match.positions.items()}
        beside = {names[0]} if names.count(names[0]) == 1 else set()  # unknown columns may all have one name
        frame = _frame(data, sorted({*read.values(), *beside}), is_unique=len(names) == len(set(names)))
        if nested := [feed.field(field).header for field, name in read.items() if frame[name].dtype.is_nested()]:
            return Refusal(code="NOT_READABLE", detail=f"{', '.join(nested)}: {NESTED}")
        if _text_bytes(frame) > min(limits.unpacked, limits.memory):  # one text of the file may stand for many
            return Refusal(code="TOO_LARGE")
        columns: list[pl.Series] = []
        for name, source in read.items():
            text, kinds = column_cells(frame[source], kind=feed.field(name).kind, is_instant=source in instants)
            columns += [text.alias(name)] if kinds is None else [text.alias(name), kinds.alias(kind_column(name))]
        first, _ = column_cells(frame[next(iter(beside or read.values()))], kind=Kind.TEXT, is_instant=False)
    except UNREADABLE:
        return Refusal(code="NOT_READABLE")
    cells = pl.DataFrame([*columns, first.alias("first_cell")]).with_columns(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int32).alias("row_no"),
        pl.lit(value=True).alias("complete_line"),
    )
    return RawTable(cells=cells, facts={"format": "parquet", "header_row": 0, "drift": drift_facts(drift)})


def _columns(data: bytes) -> tuple[list[str], frozenset[str]]:
    """Names of the columns, and of those that hold instants in UTC without saying so: INT96, as Spark writes it."""
    schema = pq.read_metadata(io.BytesIO(data)).schema
    leaves = [schema.column(place) for place in range(len(schema))]
    instants = {leaf.path for leaf in leaves if leaf.physical_type == "INT96"}
    return list(schema.to_arrow_schema().names), frozenset(instants)


def _frame(data: bytes, columns: list[str], *, is_unique: bool) -> pl.DataFrame:
    """The columns, whatever their time zones are called: an instant is the same under a name that nobody knows.

    is_unique: no two columns of the file have one name, without which Polars does not open it.
    """
    try:
        if is_unique:
            return pl.read_parquet(io.BytesIO(data), columns=columns)
    except pl.exceptions.PanicException:
        pass  # a time zone that it does not know
    table = pq.ParquetFile(io.BytesIO(data)).read(columns=columns)
    for place, field in enumerate(table.schema):
        if pa.types.is_timestamp(field.type) and field.type.tz:
            utc = table.column(place).cast(pa.timestamp(field.type.unit, tz="UTC"))
            table = table.set_column(place, field.name, utc)
    found = pl.from_arrow(table)
    return found if isinstance(found, pl.DataFrame) else found.to_frame()


def _text_bytes(frame: pl.DataFrame) -> int:
    lengths = (
        pl.col(pl.String).str.len_bytes(),
        pl.col(pl.Categorical, pl.Enum).cat.len_bytes(),
        pl.col(pl.Binary).bin.size(),
    )
    sums = [frame.select(length.cast(pl.Int64).sum()) for length in lengths]
    return sum(sum(row) for found in sums for row in found.iter_rows())
