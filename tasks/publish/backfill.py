"""Which past dates a backfill measures and publishes, in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Engine

from warehouse.dimensions.month_ends import days_between, is_month_end
from warehouse.errors import AsOfInFuture, OperatorError
from warehouse.releases.releases import published_releases


class Every(StrEnum):
    """How close the dates of a backfill lie."""

    MONTH = "month"  # the last day of each
    DAY = "day"


class NothingBetween(OperatorError):
    """No date lies between the two that were given: give others."""


@dataclass(frozen=True, kw_only=True)
class BackfillPlan:
    """Dates to measure, rising, and those left out because they have a release."""

    days: tuple[date, ...]
    published: tuple[date, ...]


def dates_between(first: date, last: date, *, every: Every, today: date) -> tuple[date, ...]:
    """The dates of a backfill, rising; raises `NothingBetween`, `AsOfInFuture`."""
    if last > today:
        raise AsOfInFuture(f"--to {last} lies after today ({today} in Jakarta): choose an earlier date.")
    days = tuple(day for day in days_between(first, last) if every is Every.DAY or is_month_end(day))
    if not days:
        what = "day" if every is Every.DAY else "end of a month"
        raise NothingBetween(f"There is no {what} from {first} to {last}: give other dates, or --every day.")
    return days


def plan_backfill(engine: Engine, days: Sequence[date], *, published: Path, only_missing: bool) -> BackfillPlan:
    """With `only_missing`, dates whose release is recorded and lies in its folder are left out."""
    there = (
        {one.as_of for one in published_releases(engine) if (published / one.id).is_dir()} if only_missing else set()
    )
    return BackfillPlan(
        days=tuple(day for day in days if day not in there),
        published=tuple(day for day in days if day in there),
    )
