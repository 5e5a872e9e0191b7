"""Measure small cases on the whole list of regions."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from settings import Settings
from tasks.measure.facts import Facts
from tasks.measure.inputs.comparison_dates import Past, cohort_days
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.measure import measure_coverage
from tests.unit.measure.lake_rows import Row, eligible_frame, write_position
from warehouse.dimensions.regions import load_regions

Delivered = Mapping[tuple[str, date], Iterable[Row]]


def measure_delivered(
    folder: Path, delivered: Delivered, *, as_of: date, eligible: Sequence[Row] = (), **given: Any
) -> Facts:
    """Facts of positions by branch and date: the newest up to the as-of date, and those of the comparison dates."""
    positions = {slot: write_position(folder, *slot, rows) for slot, rows in delivered.items()}

    def at(day: date) -> list[Any]:
        dates = {
            branch: max((d for b, d in positions if b == branch and d <= day), default=None) for branch, _ in positions
        }
        return [positions[branch, newest] for branch, newest in dates.items() if newest is not None]

    settings = given.pop("settings", Settings())
    days = {day for _, day in cohort_days(as_of, since=settings.cohort_since)}
    then = {day: found for day in days if (found := at(day))}
    history = [one for one in positions.values() if one.position_date <= max(days)]
    return measure_coverage(
        as_of=as_of,
        positions=at(as_of),
        expected_branches=sorted({branch for branch, _ in positions}),
        eligible=eligible_frame(*eligible),
        regions=load_regions(),
        past=Past(then=then, history=history),
        settings=FigureSettings.of(settings),
        **given,
    )


def rows_of(facts: Facts, table: str, **wanted: Any) -> list[dict[str, Any]]:
    """The rows of a table that have these values."""
    return facts.tables[table].filter(**wanted).to_dicts()


def row_of(facts: Facts, table: str, **wanted: Any) -> dict[str, Any]:
    """The one row of a table that has these values."""
    found = rows_of(facts, table, **wanted)
    assert len(found) == 1, found
    return found[0]


def column_by(facts: Facts, table: str, key: str, column: str, **wanted: Any) -> dict[Any, Any]:
    """One column by another, of the rows that have these values."""
    found: pl.DataFrame = facts.tables[table].filter(**wanted)
    return dict(found.select(key, column).iter_rows())
