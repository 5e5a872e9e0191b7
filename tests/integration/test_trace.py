"""`ucj trace` leads from the rows of simulated branches down to what was published, wherever one asks."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from deployments.cli import app
from tests.integration.disturbed import run_route
from tests.integration.inbox import DECEMBER, JANUARY, simulate_december, simulate_january
from warehouse.dimensions.closed_lists import BASES, NIK_BASES


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two months of three branches."""
    home = tmp_path_factory.mktemp("simulated")
    simulate_december(home)
    run_route(home, DECEMBER)
    simulate_january(home)
    run_route(home, JANUARY)
    return home


@pytest.fixture(autouse=True)
def asked(simulated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UCJ_HOME", str(simulated))


def told(region: str, basis: str, *more: str) -> str:
    command = ["trace", "--region", region, "--basis", basis, "--as-of", JANUARY.isoformat(), *more]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    return result.stdout


def regions_of(home: Path) -> Iterator[tuple[str, str]]:
    """On every basis the nation, and the province and the two regencies with the most people."""
    coverage = pl.read_csv(home / "published" / "current" / "ucj_coverage.csv", infer_schema=False)
    for basis in BASES:
        most = coverage.filter(basis=basis).sort(pl.col("active").cast(pl.Int64), descending=True)
        for level, number in (("national", 1), ("province", 1), ("regency", 2)):
            yield from ((basis, code) for code in most.filter(level=level)["region_code"].head(number))


def test_rows_lead_to_the_figure(simulated: Path) -> None:
    seen: set[str] = set()
    for basis, region in regions_of(simulated):
        traced: dict[str, Any] = json.loads(told(region, basis, "--json"))
        down = traced["waterfall"]
        assert down["meets"], (basis, region)
        assert sum(step["number"] for step in down["steps"]) == down["published"] == traced["coverage"]["active"] > 0
        named = {step["key"]: step["number"] for step in down["steps"]}
        rows = sum(named.get(key, 0) for key in ("rows", "crosswalk_out", "crosswalk_in"))
        assert rows == sum(one["rows_in_region"] for one in traced["branches"])
        seen |= {key for key, number in named.items() if number}
    assert {"rows", "without_nik", "lapsed", "ended", "same_person", "heads", "placed_elsewhere"} <= seen


@pytest.mark.parametrize("basis", NIK_BASES)
def test_movement_is_traced_to_both_dates(basis: str) -> None:
    traced = json.loads(told("ID", basis, "--metric", "movement", "--json"))
    assert traced["metric"] == "movement.net"
    assert {one["comparison"] for one in traced["movements"]} == {"previous_month", "december"}
    for one in traced["movements"]:
        assert one["compared_with"] == DECEMBER.isoformat()
        assert [one[part]["meets"] for part in ("people", "net", "rows_then")] == [True] * 3
        assert one["rows_then"]["published"] > 0
        moved = {step["key"]: step["number"] for step in one["net"]["steps"]}
        assert sum(moved.values()) == one["net"]["published"]


def test_the_text_tells_the_same(simulated: Path) -> None:
    text = told("ID", "nik", "--metric", "movement")
    assert text.count(", as published") == 1 + 2 * 3
    assert "DIFFERS" not in text
    assert "same registration in another branch" in text


def test_a_region_may_be_given_by_its_name() -> None:
    by_code, by_name = (json.loads(told(region, "nik", "--json")) for region in ("72.05", "kab. buol"))
    assert by_name == by_code
