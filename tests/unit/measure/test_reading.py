"""Rows of many objects are read some objects at a time, and come in the order of these."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tasks.measure.inputs.positions import Position
from tasks.measure.registrations import reading
from tasks.measure.registrations.reading import read_rows


@pytest.mark.parametrize("objects", [1, 2, 3, 100])
@pytest.mark.parametrize("number", [1, 2, 7])
def test_every_row_once_in_order(objects: int, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "OBJECTS", objects)
    positions, expected = [], []
    for order in range(number):
        path = tmp_path / f"{order}.parquet"
        values = list(range(order * 10, order * 10 + order % 3))  # some objects have no row
        pl.DataFrame({"value": values}, schema={"value": pl.Int64}).write_parquet(path)
        positions.append(Position(f"K{order}", date(2026, 1, 31), path, len(values)))
        expected += [(order, -value) for value in values]

    def rows_of(order: int, position: Position) -> pl.LazyFrame:
        return pl.scan_parquet(position.path).select("value", pl.lit(order).alias("order"))

    found = read_rows(positions, rows_of, "order", -pl.col("value"))
    assert found.columns == ["order", "value"]
    assert found.rows() == expected
