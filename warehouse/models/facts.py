"""The tables of figures in the catalogue, derived from their declaration."""

from collections.abc import Mapping

import sqlalchemy as sa

from warehouse.figures.schema import Column, FactTable
from warehouse.figures.tables import FACT_TABLES
from warehouse.models.whole_numbers import decimals_of, stored_name, stored_type

UNITS = {2: "hundredths of a percent or point", 4: "ten-thousandths of a percent"}


def declare_facts(metadata: sa.MetaData) -> Mapping[str, sa.Table]:
    """One table for each `FactTable`, by its published name.

    To its columns come `place` (where the row stands in the published table) and `run_id`. Percentages and points are
    stored as whole numbers (`warehouse.models.whole_numbers`).
    """
    return {table.name: _declare(table, metadata) for table in FACT_TABLES}


def stored_text(column: Column) -> str:
    """What a column means in the catalogue, with the unit it is stored in."""
    decimals = decimals_of(column)
    return f"{column.description.en} Stored in {UNITS[decimals]}." if decimals else column.description.en


def _declare(table: FactTable, metadata: sa.MetaData) -> sa.Table:
    return sa.Table(
        table.stored_as,
        metadata,
        *(
            sa.Column(
                stored_name(column),
                stored_type(column),
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
