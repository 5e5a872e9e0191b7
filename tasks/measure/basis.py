"""What the figures of an as-of date rest on: positions, expected branches, numbers of the reference feeds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl
from sqlalchemy import Engine

from settings import Settings
from tasks.measure.comparisons import Past, comparison_days
from tasks.measure.positions import Position
from tasks.measure.trend import series_dates
from tasks.receive.branches import load_branches
from warehouse.facts import measured_dates, read_each
from warehouse.positions import LivePosition, ever_delivered, live_positions
from warehouse.references import (
    eligible_rows,
    live_benefits,
    live_reference_objects,
    read_ecosystem,
    target_rows,
)

ENROLMENT = "enrolment"


@dataclass(frozen=True, kw_only=True)
class Basis:
    """Newest live position of each branch, branches that should have one, and what came before.

    eligible, ecosystem, targets: rows of all live files of these feeds. claims: the live files of benefits. earlier:
    rows of ucj_coverage at earlier dates of the series. object_ids: the lake objects of positions and all these files.
    """

    positions: tuple[Position, ...]
    expected_branches: tuple[str, ...]
    eligible: pl.DataFrame
    object_ids: tuple[int, ...]
    past: Past
    ecosystem: pl.DataFrame
    targets: pl.DataFrame
    claims: tuple[LivePosition, ...]
    earlier: tuple[pl.DataFrame, ...]


def read_basis(engine: Engine, *, as_of: date, settings: Settings) -> Basis:
    """From the catalogue and the branch list; without a list, branches that ever delivered are expected."""
    lake = settings.path("lake")
    live = live_positions(engine, ENROLMENT, as_of=as_of)
    branches = load_branches(settings.branches_path)
    expected = (
        ever_delivered(engine, ENROLMENT)
        if branches is None
        else [branch.code for branch in branches.values() if ENROLMENT in branch.feeds]
    )
    return Basis(
        positions=_in_lake(live, lake),
        expected_branches=tuple(sorted(expected)),
        eligible=eligible_rows(engine),
        object_ids=(*(one.object_id for one in live), *live_reference_objects(engine)),
        past=read_past(engine, as_of=as_of, lake=lake),
        ecosystem=read_ecosystem(engine).drop("lake_object_id"),
        targets=target_rows(engine),
        claims=tuple(live_benefits(engine, as_of=as_of)),
        earlier=tuple(
            read_each(
                engine,
                "ucj_coverage",
                days=series_dates(measured_dates(engine), as_of=as_of, months=settings.trend_months),
            )
        ),
    )


def read_past(engine: Engine, *, as_of: date, lake: Path) -> Past:
    """Positions of the comparison dates, and all live ones up to the latest of these."""
    days = sorted(set(comparison_days(as_of).values()), reverse=True)
    then = {day: _in_lake(live_positions(engine, ENROLMENT, as_of=day), lake) for day in days}
    history: dict[int, LivePosition] = {}
    day = days[0]
    while found := live_positions(engine, ENROLMENT, as_of=day):
        history |= {one.object_id: one for one in found}
        day = max(one.position_date for one in found) - timedelta(days=1)
    known = {day: positions for day, positions in then.items() if positions}
    return Past(then=known, history=_in_lake(history.values(), lake))


def _in_lake(live: Iterable[LivePosition], lake: Path) -> tuple[Position, ...]:
    return tuple(
        Position(branch=one.branch, position_date=one.position_date, path=lake / one.file.path, rows=one.file.rows)
        for one in live
    )
