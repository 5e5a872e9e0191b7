"""Measuring with what was kept before."""

from datetime import date
from pathlib import Path
from typing import Any

from settings import Settings
from tasks.measure.facts import Facts
from tasks.measure.inputs.comparison_dates import Past
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.positions import Position
from tasks.measure.measure import measure_coverage
from tests.unit.measure.lake_rows import eligible_frame, registration, write_position
from warehouse.dimensions.regions import load_regions
from warehouse.lake.cache import Cache

AS_OF, THEN, DECEMBER = date(2024, 5, 31), date(2024, 4, 30), date(2023, 12, 31)


def measure(positions: list[Position], before: list[Position], cache: Cache | None, **given: Any) -> Facts:
    usual = {
        "as_of": AS_OF,
        "past": Past(then={THEN: before}, history=before),
    }
    settings = FigureSettings.of(given.pop("settings", Settings()))
    return measure_coverage(
        positions=positions,
        expected_branches=["A", "B"],
        eligible=eligible_frame(),
        regions=load_regions(),
        cache=cache,
        settings=settings,
        **{**usual, **given},
    )


def correct(branch: Position, folder: Path) -> Position:
    """The same position with one person more."""
    (folder / "corrected").mkdir()
    rows = [registration(10, 1), registration(11), registration(12)]
    return write_position(folder / "corrected", branch.branch, branch.position_date, rows)


def same(one: Facts, other: Facts) -> bool:
    return all(one.tables[name].equals(table) for name, table in other.tables.items())
