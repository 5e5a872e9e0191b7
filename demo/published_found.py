"""What a run in the home of a published case found for the figures that are expected."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl

from demo.published_model import Expected
from expectations.written import counted
from settings import Settings
from warehouse.catalogue.engine import open_catalogue
from warehouse.releases.facts import read_facts


@dataclass(frozen=True)
class Found:
    """An expected figure and ours, None where the cells are empty."""

    expected: Expected
    value: Decimal | None

    @property
    def agrees(self) -> bool:
        """Whether ours is the published one."""
        return self.expected.holds(self.value)


class OtherRows(Exception):
    """A table does not have the rows that a figure is expected in."""


def find(expected: Iterable[Expected], *, home: Path, as_of: date) -> list[Found]:
    """Our figures for all that is expected as of a date, which was the last to be run in this home."""
    wanted = [one for one in expected if one.as_of == as_of]
    names = {stored: {one.table for one in wanted if one.stored == stored} for stored in (False, True)}
    tables = {
        False: {name: published_table(home, name) for name in names[False]},
        True: stored_tables(home, names[True], as_of=as_of),
    }
    return [Found(one, figure(tables[one.stored][one.table], one)) for one in wanted]


def figure(table: pl.DataFrame, expected: Expected) -> Decimal | None:
    """The sum of the column in the rows that are meant; `table`: all cells as text, empty ones null."""
    cells = {"as_of": f"{expected.as_of}", "region_code": expected.region_code, "basis": expected.basis}
    rows = table.filter(**cells | dict(expected.where))
    if rows.height != expected.rows:
        raise OtherRows(
            f"{expected.table} has {counted(rows.height, 'row')} instead of {expected.rows} for {expected}."
        )
    values = rows[expected.column].drop_nulls()
    if values.is_empty():
        return None
    if values.len() < rows.height:
        raise OtherRows(f"{expected.table}: some of the rows for {expected} are empty.")
    return sum((Decimal(value) for value in values), start=Decimal(0))


def published_table(home: Path, name: str) -> pl.DataFrame:
    """A table of the current release, as text."""
    path = home / "published" / "current" / f"{name}.csv"
    return with_not_covered(pl.read_csv(path, infer_schema=False))


def stored_tables(home: Path, names: Iterable[str], *, as_of: date) -> dict[str, pl.DataFrame]:
    """Facts in the catalogue, as text."""
    engine = open_catalogue(Settings(home=home).sqlalchemy_url)
    try:
        facts = read_facts(engine, as_of=as_of, names=sorted(names))
    finally:
        engine.dispose()
    return {name: with_not_covered(frame.with_columns(pl.all().cast(pl.String))) for name, frame in facts.items()}


def with_not_covered(table: pl.DataFrame) -> pl.DataFrame:
    """The table with eligible workers less active people, unless it tells them itself."""
    if "not_covered" in table.columns or not {"eligible", "active"} <= set(table.columns):
        return table
    left = pl.col("eligible").cast(pl.Int64) - pl.col("active").cast(pl.Int64)
    return table.with_columns(not_covered=left.cast(pl.String))
