"""From cells of text to the typed frame that the contract describes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import polars as pl

from expectations.contracts.schema import Feed, Field, Kind
from tasks.read.cells.columns import DTYPES, read_column
from tasks.read.cells.fallbacks import where
from tasks.read.cells.no_date import before_registration
from tasks.read.cells.parse import meaning_of_t
from tasks.read.cells.reading import (
    DATE_ORDER_UNCLEAR,
    DAY_FIRST_ASSUMED,
    MONTH_FIRST,
    YEAR_FIRST_SHORT,
    ColumnRead,
    Doubt,
)  # fmt: skip
from tasks.read.tables.raw_table import RawTable, kind_column, strip_cells
from tasks.refusal import Refusal

ROWS_NAMED = 5  # of each reading that a column speaks for
ENDS, REGISTERED = ("ends_on", "ended_on"), "registered_on"


def typed_schema(feed: Feed) -> dict[str, pl.DataType | type[pl.DataType]]:
    """Columns of the typed frame of a feed, before regions are resolved."""
    fields = {field.name: DTYPES[field.kind] for field in feed.fields if field.kept}
    companions = {field.unreadable: pl.Boolean for field in feed.fields if field.kept}
    timed = {field.timed: pl.Boolean for field in feed.fields if field.kept and field.timed}
    base = {"row_no": pl.Int32, "position_date": pl.Date, "complete_line": pl.Boolean, "row_holds": pl.Boolean}
    return {**base, **fields, **companions, **timed}


def type_cells(
    table: RawTable, *, feed: Feed, position_date: date, read: Mapping[str, str] | None = None
) -> tuple[pl.DataFrame, dict[str, dict[str, Any]]] | Refusal:
    """One column per field, one that says whether a cell held what could not be read, and what was understood of each.

    read: readings that an operator has set, by field name (`month-first`, `comma-thousands`, `percent`). A column that
    decides figures and can be read in two ways refuses the file; the refusal names rows for each way.
    """
    cells = table.cells
    exact = table.facts.get("format") != "xlsx"
    found: dict[str, ColumnRead] = {}
    there = [field for field in feed.fields if field.kept and field.name in cells.columns]
    t_means = meaning_of_t(cells[field.name] for field in there if field.kind is Kind.FLAG)
    for field in there:
        kinds = cells[kind_column(field.name)] if kind_column(field.name) in cells.columns else None
        forced = t_means if field.kind is Kind.FLAG else (read or {}).get(field.name)
        read_as = partial(read_column, kinds=kinds, field=field, on=position_date, forced=forced, exact=exact)
        column = read_as(cells[field.name])
        if column.doubt is not None and not cells["complete_line"].all():  # broken lines prove nothing
            column = read_as(where(cells["complete_line"], cells[field.name]).alias(field.name))
        if column.doubt is not None:
            return _refusal(column.doubt, cells, field)
        found[field.name] = column
    if refusal := _contradicted(found, cells, feed=feed, forced=read or {}):
        return refusal
    columns = {name: _two(column, feed.field(name)) for name, column in found.items()}
    absent = [one for field in feed.fields if field.kept and field.name not in found for one in _empty(field)]
    base = cells.select(
        "row_no",
        "complete_line",
        pl.lit(position_date).alias("position_date"),
        pl.lit(value=True).alias("row_holds"),  # what stands beside the feed may say otherwise
        *absent,
    )
    frame = base.hstack([one for pair in columns.values() for one in pair]).select(*typed_schema(feed))
    facts = {feed.field(name).header: dict(column.facts) for name, column in found.items()}
    return _without_ends_before_registration(frame, feed, facts), facts


def _contradicted(
    found: Mapping[str, ColumnRead], cells: pl.DataFrame, *, feed: Feed, forced: Mapping[str, str]
) -> Refusal | None:
    """The refusal of a column read day first for want of evidence, in a file whose other dates stand otherwise.

    Dates that decide figures are asked first, dates of birth only where none of those shows an order.
    """
    readings = {
        name: column.facts.get("reading") for name, column in found.items() if feed.field(name).kind is Kind.DATE
    }
    shown = {name: order for name, order in readings.items() if order in ("day-first", MONTH_FIRST, YEAR_FIRST_SHORT)}
    others = {name: order for name, order in shown.items() if feed.field(name).is_decisive} or shown
    if not others or "day-first" in others.values():
        return None
    for name, reading in readings.items():
        field = feed.field(name)
        if reading == DAY_FIRST_ASSUMED and field.is_decisive and name not in forced:
            filled = {"?": cells[name]}
            told = ", ".join(f"{feed.field(other).header} {order}" for other, order in others.items())
            refusal = _refusal(Doubt(code=DATE_ORDER_UNCLEAR, proofs=filled), cells, field)
            return replace(refusal, detail=f"{refusal.detail}; {told}")
    return None


def _two(column: ColumnRead, field: Field) -> list[pl.Series]:
    """The columns of a field: values, unreadable, and of dates where a time was left out."""
    values = column.values.cast(DTYPES[field.kind])
    if field.default is not None:
        values = values.zip_with(values.is_not_null() | column.unreadable, pl.Series([field.default]))
    series = [values.alias(field.name), column.unreadable.alias(field.unreadable)]
    if field.timed is not None:
        timed = column.timed if column.timed is not None else pl.repeat(value=False, n=values.len(), eager=True)
        series.append(timed.alias(field.timed))
    return series


def _empty(field: Field) -> list[pl.Expr]:
    """The columns of a field that the file does not have."""
    value = pl.lit(field.default, dtype=DTYPES[field.kind])
    companions = [field.unreadable, *([field.timed] if field.timed else [])]
    return [value.alias(field.name), *(pl.lit(value=False).alias(name) for name in companions)]


def _without_ends_before_registration(
    frame: pl.DataFrame, feed: Feed, facts: dict[str, dict[str, Any]]
) -> pl.DataFrame:
    """End dates that are one frequent day before every registration are none."""
    for name in ENDS:
        if name not in frame.columns or REGISTERED not in frame.columns:
            continue
        early = before_registration(frame[name], frame[REGISTERED])
        if early is not None:
            frame = frame.with_columns(where(~early, frame[name]).alias(name))
            told = facts[feed.field(name).header]
            told["none"] = told.get("none", 0) + int(early.sum())
    return frame


def _refusal(doubt: Doubt, cells: pl.DataFrame, field: Field) -> Refusal:
    """The refusal of a column that can be read in two ways: the rows that speak for each."""
    text = strip_cells(cells[field.name])
    parts = []
    for reading, texts in doubt.proofs.items():
        rows = cells.filter(text.is_in(texts.unique().implode()))["row_no"]
        more = ", ..." if rows.len() > ROWS_NAMED else ""
        parts.append(f"{reading}: {', '.join(map(str, rows.head(ROWS_NAMED)))}{more}")
    return Refusal(code=doubt.code, detail=f"{field.header}; baris/rows {'; '.join(parts)}")
