"""The tables of figures in the catalogue, derived from their declaration."""

from collections.abc import Mapping
from typing import Any

import polars as pl
import sqlalchemy as sa

from warehouse.figures.schema import Column, FactTable
from warehouse.figures.tables import FACT_TABLES

WHOLE = {2: "_bp", 4: "_ppm"}  # hundredths and ten-thousandths of a percent
UNITS = {2: "hundredths of a percent or point", 4: "ten-thousandths of a percent"}
PERCENT = "_pct"


def declare_facts(metadata: sa.MetaData) -> Mapping[str, sa.Table]:
    """One table for each `FactTable`, by its published name.

    To its columns come `place` (where the row stands in the published table) and `run_id`. Percentages and points are
    whole numbers of their last decimal: exact on every database (SQLite has no decimals), and still sortable.
    """
    return {table.name: _declare(table, metadata) for table in FACT_TABLES}


def stored_name(column: Column) -> str:
    """A column's name in the catalogue: that of a percentage tells its unit (`coverage_bp`)."""
    decimals = decimals_of(column)
    return column.name if decimals is None else column.name.removesuffix(PERCENT) + WHOLE[decimals]


def stored_text(column: Column) -> str:
    """What a column means in the catalogue, with the unit it is stored in."""
    decimals = decimals_of(column)
    return f"{column.description.en} Stored in {UNITS[decimals]}." if decimals else column.description.en


def decimals_of(column: Column) -> int | None:
    """Decimals of a percentage or of points; None for other columns."""
    return column.dtype.scale if isinstance(column.dtype, pl.Decimal) else None


def _declare(table: FactTable, metadata: sa.MetaData) -> sa.Table:
    return sa.Table(
        table.stored_as,
        metadata,
        *(
            sa.Column(
                stored_name(column),
                _type(column),
                nullable=not column.required and column.name != "flags",
                comment=stored_text(column),
            )
            for column in table.columns
        ),
        sa.Column("place", sa.Integer(), nullable=False, comment="Where the row stands in the published table."),
        sa.Column("run_id", sa.Integer(), sa.ForeignKey("run.id"), nullable=False, comment="The run that measured it."),
        sa.PrimaryKeyConstraint(*table.primary_key),
        comment=table.description.en,
    )


def _type(column: Column) -> sa.types.TypeEngine[Any]:
    if column.dtype == pl.Date():
        return sa.Date()
    if column.dtype == pl.String():
        return sa.String(column.length)
    return sa.Integer() if column.dtype == pl.Int32() else sa.BigInteger()
