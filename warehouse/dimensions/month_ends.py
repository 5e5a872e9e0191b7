"""Ends of months: the dates that stay when others are thinned."""

from collections.abc import Iterator
from datetime import date, timedelta


def is_month_end(day: date) -> bool:
    """Whether a day is the last of its month."""
    return (day + timedelta(days=1)).day == 1


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included, rising."""
    return (first + timedelta(days=count) for count in range((last - first).days + 1))
