"""The dates a state is compared with, and the positions that tell of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tasks.measure.inputs.months import month_start
from tasks.measure.inputs.positions import Position
from warehouse.dimensions.closed_lists import SINCE


@dataclass(frozen=True, kw_only=True)
class Past:
    """What is known of the time before an as-of date.

    then: for each comparison date that has any, the newest position of each branch on or before it. history: all
    positions up to the latest of these dates.
    """

    then: Mapping[date, Sequence[Position]]
    history: Sequence[Position]


NO_PAST = Past(then={}, history=())


def comparison_days(as_of: date) -> dict[str, date]:
    """The last day of the month before, 31 December of the year before, the last day of this month a year ago."""
    return {
        "previous_month": month_start(as_of) - timedelta(days=1),
        "december": date(as_of.year - 1, 12, 31),
        "year_ago": month_start(as_of, back=11) - timedelta(days=1),
    }


def cohort_days(as_of: date, *, since: Collection[date]) -> list[tuple[str, date]]:
    """The days that cohorts are compared with, by comparison: `comparison_days`, and the eve of each `since`.

    `since`: first days of months; those after `as_of` are passed over.
    """
    asked = sorted(first for first in set(since) if date.min < first <= as_of)
    return [*comparison_days(as_of).items(), *((SINCE, first - timedelta(days=1)) for first in asked)]
