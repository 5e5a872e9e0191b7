"""The part of the data dictionary that tells of the catalogue: its tables, and the views for analysts."""

from collections.abc import Iterator

import polars as pl
from sqlalchemy import Column, Table
from sqlalchemy.dialects import registry

from warehouse.marts import VIEWS
from warehouse.marts.view import MartView
from warehouse.models.models import Base

TYPE_NAMES = {"TIMESTAMP WITH TIME ZONE": "time", "VARCHAR": "text", "BIGINT": "integer"}
FRAME_NAMES: dict[type[pl.DataType], str] = {
    pl.String: "text",
    pl.Enum: "text",
    pl.Binary: "keyed id",
    pl.Int16: "integer",
    pl.Int32: "integer",
    pl.Int64: "integer",
    pl.Boolean: "boolean",
    pl.Date: "date",
    pl.Datetime: "time",
    pl.Decimal: "decimal",
}


def catalogue_lines() -> Iterator[str]:
    """Lines of Markdown: views first, they are what most come for."""
    yield from ("## Views for analysts", "")
    yield from ("What they are for and how to ask them: [analysts.md](../analysts.md).", "")
    for view in VIEWS:
        yield from _view_lines(view)
    yield from ("## Tables of the catalogue", "")
    yield from (
        "Of the programs; people ask the views. The key of a table is marked `*`; what is marked `?` may be empty.",
        "",
    )
    for table in sorted(Base.metadata.tables.values(), key=lambda table: table.name):
        yield from _table_lines(table)


def _view_lines(view: MartView) -> Iterator[str]:
    yield from (f"### View `{view.name}`", "", view.text, "", "| column | type | meaning |", "|---|---|---|")
    for column in view.columns:
        yield f"| `{column.name}` | {FRAME_NAMES[column.dtype.base_type()]} | {column.text} |"
    yield ""


def _table_lines(table: Table) -> Iterator[str]:
    yield from (f"### Table `{table.name}`", "", f"{table.comment}", "")
    yield from ("| column | type | meaning |", "|---|---|---|")
    for column in table.columns:
        yield f"| `{column.name}`{'*' if column.primary_key else ''} | {_type_of(column)} | {_meaning(column)} |"
    yield ""


def _type_of(column: Column[object]) -> str:
    name = column.type.compile(dialect=registry.load("postgresql")()).partition("(")[0]
    return TYPE_NAMES.get(name, name.lower()) + ("?" if column.nullable else "")


def _meaning(column: Column[object]) -> str:
    """With the table a reference leads to."""
    targets = ", ".join(f"`{key.column.table.name}`" for key in column.foreign_keys)
    return f"{column.comment}" + (f" Leads to {targets}." if targets else "")
