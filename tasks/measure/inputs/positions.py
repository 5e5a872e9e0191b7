"""What is measured: one enrolment object of the lake per branch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl


class PositionsError(ValueError):
    """The list of positions is not one per branch up to the as-of date: ask the catalogue again."""


@dataclass(frozen=True)
class Position:
    """The newest live position of a branch on or before the as-of date, and where its rows lie.

    content: hash that stands for its rows, whatever key their ids are under.
    """

    branch: str
    position_date: date
    path: Path
    rows: int
    content: str = ""


Read = Callable[[Position], pl.LazyFrame]  # the rows of a position, or those that are asked for


def order_positions(positions: Sequence[Position], *, as_of: date) -> list[Position]:
    """Positions by branch code; raises `PositionsError` on a branch listed twice or a date after `as_of`."""
    ordered = sorted(positions, key=lambda position: position.branch)
    for position in ordered:
        if position.position_date > as_of:
            raise PositionsError(
                f"Branch {position.branch}: position {position.position_date} is after {as_of}; "
                "choose positions on or before the as-of date."
            )
    branches = [position.branch for position in ordered]
    if len(set(branches)) < len(branches):
        twice = sorted({branch for branch in branches if branches.count(branch) > 1})
        raise PositionsError(f"Several positions of {', '.join(twice)}; choose the newest of each branch.")
    return ordered
