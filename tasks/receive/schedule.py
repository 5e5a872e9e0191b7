"""When a branch has to deliver a feed: `monthly@10` = the position of a month is due by the 10th day after its end."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ENTRY = re.compile(r"(?:(?P<feed>[a-z]+)=)?(?P<period>[a-z]+)(?:@(?P<days>\d{1,3}))?", re.IGNORECASE | re.ASCII)


class Period(StrEnum):
    """How often a position is due; weeks end on Sunday."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


MONTHS = {Period.MONTHLY: 1, Period.QUARTERLY: 3, Period.YEARLY: 12}


class ScheduleError(ValueError):
    """A schedule that cannot be read; the message says what is allowed."""


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """One position dated within each period, at the latest `due_days` days after the period's end."""

    period: Period
    due_days: int = 0


@dataclass(frozen=True, kw_only=True)
class Due:
    """The latest period whose delivery is due: a position dated on or after `start` meets it."""

    start: date
    by: date


def latest_due(schedule: Schedule, *, as_of: date) -> Due:
    """The last period whose due day lies before `as_of`."""
    end = _period_end(schedule.period, as_of)
    while end + timedelta(days=schedule.due_days) >= as_of:
        end = _period_start(schedule.period, end) - timedelta(days=1)
    return Due(start=_period_start(schedule.period, end), by=end + timedelta(days=schedule.due_days))


def next_due(schedule: Schedule, *, as_of: date) -> date:
    """The first due day that does not lie before `as_of`."""
    days = timedelta(days=schedule.due_days)
    end = _period_end(schedule.period, as_of)
    while (before := _period_start(schedule.period, end) - timedelta(days=1)) + days >= as_of:
        end = before
    return end + days


def parse_schedules(text: str, *, feeds: Mapping[str, str], default_feed: str) -> dict[str, Schedule]:
    """Parse a cell like `monthly@10 eligible=yearly@60` into schedules by feed; an entry without a feed is about
    `default_feed`.

    feeds: the name of a feed by every spelling in lower case. Raises `ScheduleError`.
    """
    found: dict[str, Schedule] = {}
    for entry in re.split(r"[;,|\s]+", text.strip()):
        if not entry:
            continue
        parts = ENTRY.fullmatch(entry)
        period = parts["period"].lower() if parts else ""
        feed = feeds.get((parts["feed"] or default_feed).lower()) if parts else None
        if parts is None or feed is None or period not in list(Period):
            raise ScheduleError(
                f"{entry!r} is no schedule: write {', '.join(Period)}, with the days it may take after the period's "
                "end behind @ and another feed before =, for example `monthly@10 eligible=yearly@60`"
            )
        if feed in found:
            raise ScheduleError(f"{feed} is scheduled twice")
        found[feed] = Schedule(period=Period(period), due_days=int(parts["days"] or 0))
    return found


def _period_end(period: Period, day: date) -> date:
    """Last day of the period that holds a day."""
    if period is Period.DAILY:
        return day
    if period is Period.WEEKLY:
        return day + timedelta(days=6 - day.weekday())
    months = MONTHS[period]
    month = (day.month - 1) // months * months + months
    return date(day.year, month, monthrange(day.year, month)[1])


def _period_start(period: Period, day: date) -> date:
    """First day of the period that holds a day."""
    if period is Period.DAILY:
        return day
    if period is Period.WEEKLY:
        return day - timedelta(days=day.weekday())
    months = MONTHS[period]
    return date(day.year, (day.month - 1) // months * months + 1, 1)
