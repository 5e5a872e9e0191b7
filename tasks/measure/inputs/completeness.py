"""Which branches the figures rest on."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from tasks.measure.inputs.positions import Position

IN, CARRIED_FORWARD, MISSING = "in", "carried_forward", "missing"
COMPLETENESS = {
    "branch": pl.String,
    "position_date": pl.Date,
    "age_days": pl.Int32,
    "status": pl.String,
}


def list_completeness(
    positions: Sequence[Position], *, expected_branches: Sequence[str], as_of: date, max_age_days: int
) -> pl.DataFrame:
    """Each branch that is expected or has a position, with its status [`COMPLETENESS`], by branch code.

    `in`: its newest position is at most `max_age_days` old; `carried_forward`: older, still counted.
    """
    dates: dict[str, date | None] = dict.fromkeys(expected_branches)
    dates |= {position.branch: position.position_date for position in positions}
    rows: list[tuple[str, date | None, int | None, str]] = []
    for branch, day in sorted(dates.items()):
        age = None if day is None else (as_of - day).days
        status = MISSING if age is None else IN if age <= max_age_days else CARRIED_FORWARD
        rows.append((branch, day, age, status))
    return pl.DataFrame(rows, schema=COMPLETENESS, orient="row")


def count_expected(completeness: pl.DataFrame, *, expected_branches: Sequence[str]) -> dict[str, int]:
    """Expected branches by status; a branch that is not expected is counted nowhere."""
    expected = completeness.filter(pl.col("branch").is_in(list(expected_branches)))
    return {status: expected.filter(status=status).height for status in (IN, CARRIED_FORWARD, MISSING)}


def completeness_table(completeness: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Build the table `ucj_completeness`."""
    return completeness.select(pl.lit(as_of, dtype=pl.Date).alias("as_of"), pl.all())
