"""Exact arithmetic with calendar months."""

from calendar import monthrange
from datetime import date, timedelta


def month_start(day: date, *, back: int = 0) -> date:
    """First day of the month that lies `back` months before the month of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 - back, 12)
    return date(year, month + 1, 1)


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later; the last day of that month where it is shorter."""
    first = month_start(day, back=-months)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


def earliest_end_within(as_of: date, *, months: int) -> date:
    """The earliest end date from which `months` of grace still reach `as_of`.

    That is the smallest `end` with `add_months(end, months) >= as_of`.
    """
    end = add_months(as_of, -months)
    return end if add_months(end, months) >= as_of else end + timedelta(days=1)
