from pathlib import Path

import polars as pl
import pytest

from expectations.polars_engine.engine import PolarsExecutionEngine
from expectations.polars_engine.passes.batch import PolarsBatchData, scans_parquet
from expectations.polars_engine.run import run_suite
from tests.unit.polars_engine.suites import frame, suite

FRAME = pl.DataFrame({"a": range(10), "b": range(10, 20)})


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    FRAME.write_parquet(tmp_path / "x.parquet", row_group_size=4)
    return tmp_path / "x.parquet"


def slices(data: pl.DataFrame | pl.LazyFrame, columns: list[str], rows: int) -> list[tuple[int, pl.DataFrame]]:
    return list(PolarsBatchData(PolarsExecutionEngine(), data).slices(columns, rows=rows))


def test_only_a_plain_scan_is_read_slice_by_slice(parquet: Path) -> None:
    scan = pl.scan_parquet(parquet)
    assert scans_parquet(scan)
    assert scans_parquet(pl.scan_parquet(parquet, row_index_name="n"))
    assert not scans_parquet(scan.filter(pl.col("a") > 3))
    assert not scans_parquet(scan.sort("a"))
    assert not scans_parquet(FRAME.lazy())


@pytest.mark.parametrize("rows", [1, 3, 100])
def test_slices_are_the_frame_in_order(parquet: Path, rows: int) -> None:
    ways: list[pl.DataFrame | pl.LazyFrame] = [
        FRAME,
        FRAME.lazy(),
        pl.scan_parquet(parquet),
        pl.scan_parquet(parquet).filter(pl.col("a") >= 0),
    ]
    for data in ways:
        found = slices(data, ["b"], rows)
        assert pl.concat([part for _, part in found])["b"].to_list() == list(range(10, 20))
        assert all(part["b"][0] == 10 + offset for offset, part in found)
    assert all(part.columns == ["b"] for _, part in slices(pl.scan_parquet(parquet), ["b"], rows))


def test_an_empty_file_has_one_slice(tmp_path: Path) -> None:
    FRAME.clear().write_parquet(tmp_path / "x.parquet")
    assert [part.height for _, part in slices(pl.scan_parquet(tmp_path / "x.parquet"), ["a"], 5)] == [0]


@pytest.mark.parametrize("chunk_rows", [2, 100])
def test_a_file_gives_what_its_frame_gives(tmp_path: Path, chunk_rows: int) -> None:
    frame().write_parquet(tmp_path / "x.parquet", row_group_size=4)
    by_file = run_suite(pl.scan_parquet(tmp_path / "x.parquet"), suite=suite(), chunk_rows=chunk_rows)
    by_frame = run_suite(frame(), suite=suite())
    assert by_file.failing.equals(by_frame.failing)
    assert by_file.passes == by_frame.passes
