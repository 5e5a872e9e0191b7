"""The dates of a series over time."""

from collections.abc import Sequence
from datetime import date

from warehouse.dimensions.month_ends import is_month_end


def series_dates(measured: Sequence[date], *, as_of: date, months: int) -> list[date]:
    """Dates of the series before `as_of`, rising: of those `measured` the ends of months, the last `months` of them."""
    ends = sorted({day for day in measured if day < as_of and is_month_end(day)})
    return ends[-months:]
