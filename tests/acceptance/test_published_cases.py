"""Figures that officials have published, reproduced from extracts that match them, through the whole route."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from demo.published import write_published
from demo.published_cases import CASES
from demo.published_model import PublishedCase
from tests.conftest import RunDay


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PublishedCase]:
    return {case.name: case for case in write_published(home=tmp_path_factory.mktemp("published"))}


@pytest.mark.parametrize("name", [case.name for case in CASES])
def test_published_figures_are_reproduced(name: str, cases: dict[str, PublishedCase], run_day: RunDay) -> None:
    case = cases[name]
    for day in case.as_of:
        summary = run_day(case.home, day)
        assert summary["ending"] == "published"
        assert {s["status"] for s in summary["submissions"]} <= {"accepted"}
        tables = {table: _read(case.home, table) for table in ("ucj_coverage", "ucj_segment")}
        expected = [figure for figure in case.expected if figure.as_of == day]
        assert expected, f"case {name} expects nothing on {day}"
        for figure in expected:
            actual = _figure(tables[figure.table], figure.region_code, figure.segment, figure.column)
            assert figure.holds(actual), f"{day} {figure}: found {actual!r}"
    assert max(case.as_of) == date.fromisoformat(_read(case.home, "ucj_coverage")["as_of"][0])


def _read(home: Path, table: str) -> pl.DataFrame:
    return pl.read_csv(home / "published" / "current" / f"{table}.csv", infer_schema=False)


def _figure(table: pl.DataFrame, region: str, segment: str, column: str) -> Any:
    rows = table.filter(pl.col("region_code") == region, pl.col("basis") == "nik")
    if segment:
        rows = rows.filter(pl.col("segment") == segment)
    assert rows.height == 1
    return rows[column][0]
