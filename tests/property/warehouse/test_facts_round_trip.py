"""Any figures the declared tables allow come back exactly."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.drawn import drawn
from tests.integration.warehouse.deliveries import NOON
from warehouse.catalogue.engine import open_catalogue
from warehouse.catalogue.runs import start_run
from warehouse.figures.schema import Column, FactTable
from warehouse.figures.tables import FACT_TABLE, FACT_TABLES
from warehouse.releases.facts import read_facts, replace_facts

AS_OF = date(2026, 1, 31)
text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=5)


def cells(column: Column) -> st.SearchStrategy[Any]:
    if column.name == "as_of":
        return st.just(AS_OF)
    known: st.SearchStrategy[Any]
    if isinstance(column.dtype, pl.Decimal):
        known = st.decimals(Decimal(-99999999), Decimal(99999999), places=column.dtype.scale)
    elif column.dtype == pl.Int64():
        known = st.integers(-(2**53), 2**53)
    elif column.dtype == pl.Int32():
        known = st.integers(-(2**31), 2**31 - 1)
    elif column.dtype == pl.Date():
        known = st.dates(date(1900, 1, 1), date(2200, 1, 1))
    else:
        known = text
    return known if column.required or column.name == "flags" else st.none() | known


def frames(table: FactTable) -> st.SearchStrategy[pl.DataFrame]:
    rows = st.fixed_dictionaries({column.name: cells(column) for column in table.columns})
    key = table.primary_key
    listed = st.lists(rows, max_size=6, unique_by=lambda row: tuple(row[name] for name in key))
    return listed.map(lambda made: pl.DataFrame(made, schema=dict(table.schema)))


@pytest.fixture(scope="module")
def fresh() -> Any:
    """An empty catalogue with one run, to copy."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "fresh.db"
        engine = open_catalogue(f"sqlite:///{file}")
        start_run(engine, as_of=AS_OF, at=NOON)
        engine.dispose()
        yield file


@drawn(by_day=15, by_night=80)
@given(tables=st.fixed_dictionaries({table.name: frames(table) for table in FACT_TABLES}))
def test_facts_come_back_as_they_were_stored(fresh: Path, tables: dict[str, pl.DataFrame]) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "warehouse.db"
        shutil.copy(fresh, file)
        engine = open_catalogue(f"sqlite:///{file}")
        try:
            for _ in range(2):  # putting them again changes nothing
                replace_facts(engine, as_of=AS_OF, run_id=1, tables=tables)
            stored = read_facts(engine, as_of=AS_OF)
        finally:
            engine.dispose()
    assert list(stored) == list(FACT_TABLE)
    for name, frame in tables.items():
        assert_frame_equal(stored[name], frame)
