"""What the figures of an as-of date rest on: positions, expected branches, denominators."""

from dataclasses import dataclass
from datetime import date

import polars as pl
from sqlalchemy import Engine

from settings import Settings
from tasks.measure.positions import Position
from tasks.receive.branches import load_branches
from warehouse.positions import ever_delivered, live_positions
from warehouse.references import eligible_rows

ENROLMENT = "enrolment"


@dataclass(frozen=True, kw_only=True)
class Basis:
    """Newest live position of each branch, branches that should have one, rows of all live denominator files.

    object_ids: the lake objects of the positions.
    """

    positions: tuple[Position, ...]
    expected_branches: tuple[str, ...]
    eligible: pl.DataFrame
    object_ids: tuple[int, ...]


def read_basis(engine: Engine, *, as_of: date, settings: Settings) -> Basis:
    """From the catalogue and the branch list; without a list, branches that ever delivered are expected."""
    lake = settings.path("lake")
    live = live_positions(engine, ENROLMENT, as_of=as_of)
    positions = tuple(
        Position(branch=one.branch, position_date=one.position_date, path=lake / one.file.path, rows=one.file.rows)
        for one in live
    )
    branches = load_branches(settings.branches_path)
    expected = (
        ever_delivered(engine, ENROLMENT)
        if branches is None
        else [branch.code for branch in branches.values() if ENROLMENT in branch.feeds]
    )
    return Basis(
        positions=positions,
        expected_branches=tuple(sorted(expected)),
        eligible=eligible_rows(engine),
        object_ids=tuple(one.object_id for one in live),
    )
