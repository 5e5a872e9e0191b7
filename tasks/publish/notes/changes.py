"""`changes.csv`: every figure of an earlier release that is another one now, and why."""

from collections.abc import Iterator, Mapping

import polars as pl

from tasks.publish.notes.causes import Causes
from warehouse.figures.schema import Column, FactTable
from warehouse.figures.tables import PUBLISHED_TABLES

NOT_FIGURES = frozenset({"year", None})  # units of numbers that are no figures
PAST_DATES = frozenset({"series_date", "period"})  # key columns of the date that a row is of, whatever the release
COLUMNS = ("table", "region_code", "basis", "key", "column", "old", "new", "difference", "cause")
CHANGED = {name: pl.String() for name in COLUMNS}


def changed_figures(
    before: Mapping[str, pl.DataFrame], after: Mapping[str, pl.DataFrame], *, causes: Causes, same_date: bool
) -> pl.DataFrame:
    """One row a figure that moved: the columns `COLUMNS`, all text, in the order of tables and rows.

    before, after: published tables; a table that only one of them has is left out, as is a column. same_date: both are
    of one as-of date; then a row that only one has is told, with nothing on the other side. Else only figures that
    state their own past date are compared, where both releases have it: what is new of a later date is no change. key:
    further columns of the row's key, as `name=value`, joined by semicolons. difference: new less old.
    """
    found = [
        changed
        for table in PUBLISHED_TABLES
        if table.name in before and table.name in after and (same_date or PAST_DATES.intersection(table.primary_key))
        for changed in _of_table(table, before[table.name], after[table.name], causes=causes, same_date=same_date)
    ]
    return pl.concat(found) if found else pl.DataFrame(schema=CHANGED)


def figures_of(table: FactTable) -> list[Column]:
    """The columns of a table that are figures."""
    numbers = [one for one in table.columns if one.dtype.is_numeric() and one.name not in table.primary_key]
    return [one for one in numbers if one.unit not in NOT_FIGURES]


def _of_table(
    table: FactTable, before: pl.DataFrame, after: pl.DataFrame, *, causes: Causes, same_date: bool
) -> Iterator[pl.DataFrame]:
    key = [name for name in table.primary_key if name != "as_of"]
    figures = [one for one in figures_of(table) if one.name in before.columns and one.name in after.columns]
    if not set(key) <= set(before.columns):
        return
    old = before.select(*key, *(pl.col(one.name).alias(f"{one.name}_before") for one in figures))
    both = after.select(*key, *(one.name for one in figures)).join(
        old, on=key, how="full" if same_date else "inner", coalesce=True, nulls_equal=True, maintain_order="left_right"
    )
    for one in figures:
        moved = both.filter(pl.col(one.name).ne_missing(pl.col(f"{one.name}_before")))
        if not moved.is_empty():
            yield moved.select(
                pl.lit(table.name).alias("table"),
                _or_empty("region_code", key),
                _or_empty("basis", key),
                _further(key),
                pl.lit(one.name).alias("column"),
                pl.col(f"{one.name}_before").cast(pl.String).alias("old"),
                pl.col(one.name).cast(pl.String).alias("new"),
                (pl.col(one.name) - pl.col(f"{one.name}_before")).cast(pl.String).alias("difference"),
                causes.of(table.name, one.name, region=_or_empty("region_code", key)).alias("cause"),
            )


def _or_empty(name: str, key: list[str]) -> pl.Expr:
    return pl.col(name) if name in key else pl.lit("").alias(name)


def _further(key: list[str]) -> pl.Expr:
    further = [pl.format(f"{name}={{}}", pl.col(name)) for name in key if name not in {"region_code", "basis"}]
    return (pl.concat_str(further, separator=";") if further else pl.lit("")).alias("key")


def write_changes(changed: pl.DataFrame) -> bytes:
    """The file: comma, UTF-8, LF, as the tables of a release; only the header where nothing moved."""
    return changed.write_csv(line_terminator="\n").encode()
