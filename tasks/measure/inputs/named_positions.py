"""What counts of people rest on, by name: the objects of the lake."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from tasks.measure.inputs.positions import Position


def position_names(positions: Iterable[Position]) -> list[list[str]]:
    """The objects with their branch and date; the path of a lake object carries the hash of its content."""
    return sorted([one.branch, one.position_date.isoformat(), str(one.path)] for one in positions)


def positions_named(names: Iterable[list[str]]) -> list[Position]:
    """The positions of such names; how many rows they have is not known."""
    return [Position(branch, date.fromisoformat(day), Path(path), rows=0) for branch, day, path in names]
