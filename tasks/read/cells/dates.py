"""Read columns of days: every cell as the whole column says that it is written."""

from datetime import date, timedelta
from typing import Any

import polars as pl

from expectations.contracts.schema import Field
from tasks.read.cells.clock import has_clock, meant_days, split_clock
from tasks.read.cells.date_order import Order, decide_order, ordered_days
from tasks.read.cells.day_shapes import ORDERS, possible_days, upper_text
from tasks.read.cells.no_date import stands_for_none
from tasks.read.cells.reading import DATE_ORDER_UNCLEAR, DAY_FIRST_ASSUMED, YEAR_FIRST_SHORT, Doubt

SWAPPED_FROM = 5  # different days of each kind tell that days and months were swapped
CUT_YEAR = r"[^0-9](?:19|20)$"  # what is left of 31/12/2026 in a column of eight characters is 31/12/20
YEARS_SINCE = 2021  # up to it all years of a column may be 19 and 20
SHORT_YEARS = 3  # before the position date: years that the day of a spoilt month may be
YEARS_AHEAD = 10  # a year of two digits is at most that long after the position date


def plausible_span(field: Field, *, on: date) -> tuple[date, date]:
    """First and last day that a date of the field can be, by the position date.

    Dates that must not lie ahead are let through to the end of the position's year, for their own rules to judge.
    """
    back, ahead = field.years
    return date(on.year - back, 1, 1), date(on.year + ahead, 12, 31)


def read_days(
    texts: pl.Series, *, field: Field, on: date, months: bool = False, forced: str | None = None, exact: bool = True
) -> tuple[pl.DataFrame, dict[str, Any], Doubt | None]:
    """`day`, `none` (stands for no date) and `timed` of each text of a column, what was understood, what is in doubt.

    months: the column holds months, written as one of their days. exact: 23:59:59.999 is no dust of a serial number.
    """
    upper = upper_text(texts)
    clock, later, timed = None, None, pl.repeat(value=False, n=texts.len(), eager=True)
    if has_clock(upper):
        parts = split_clock(upper)
        upper = parts["day"].alias(texts.name)
        found, clock = meant_days(parts, exact_ends=exact)
        later, timed = found["later"], found["timed"]
    century = on.year + min(YEARS_AHEAD, field.years[1])
    possible = possible_days(upper, century=century).with_columns(text=texts)
    none = _any_none(upper, possible, field=field)
    first, last = plausible_span(field, on=on)
    believed = possible.with_columns(
        pl.when(pl.col(order).is_between(first - timedelta(days=1), last)).then(pl.col(order)) for order in ORDERS
    )
    latest = on if field.years[1] <= YEARS_AHEAD and not months else None  # contracts alone end in the far future
    order = decide_order(believed, months=months, forced=forced if forced in ORDERS else None, latest=latest)
    days = ordered_days(believed, order)
    if later is not None:
        days = (days.to_frame("day").with_columns(later=later)).select(day=pl.col("day") + pl.duration(days="later"))[
            "day"
        ]
    frame = pl.DataFrame({"day": days, "none": none, "timed": timed & days.is_not_null()})
    frame = frame.with_columns(pl.when(~pl.col("none")).then(pl.col("day")).alias("day"))
    facts = {"reading": _reading(believed, order), **({"clock": clock} if clock not in (None, "midnight") else {})}
    doubt = Doubt(code=DATE_ORDER_UNCLEAR, proofs=order.proofs) if order.unclear else None
    if not months and doubt is None and forced is None:
        doubt = _swapped_texts(believed) or _cut_years(believed, on=on)
    if months and doubt is None and forced is None:
        doubt = _spoilt_months(believed, on=on)
    return frame, {name: value for name, value in facts.items() if value}, doubt


def _swapped_texts(days: pl.DataFrame) -> Doubt | None:
    """The doubt that a spreadsheet swapped days and months of the cells that a program wrote with the year first."""
    dated, written = (
        days.filter((pl.col("shape") == shape) & pl.coalesce(ORDERS).is_not_null()).select("text", pl.coalesce(ORDERS))
        for shape in ("year-first", "numeric")
    )
    if not are_swapped(written.to_series(1), dated.to_series(1)):
        return None
    return Doubt(code=DATE_ORDER_UNCLEAR, proofs={"day-first": written["text"], "year-first": dated["text"]})


def are_swapped(written: pl.Series, dated: pl.Series) -> bool:
    """Whether days written as text are all above the 12th, and days that a spreadsheet made are all at most that.

    A spreadsheet that expects the month first makes dates of what it can, with day and month swapped, and leaves the
    rest as text.
    """
    if min(written.n_unique(), dated.n_unique()) < SWAPPED_FROM:
        return False
    return bool(written.dt.day().min() > 12 and dated.dt.day().max() <= 12)  # type: ignore[operator]


def _cut_years(days: pl.DataFrame, *, on: date) -> Doubt | None:
    """The doubt that years were cut off: of all years with two digits none is another than 19 and 20."""
    short = days.filter(pl.col("shape").is_in(["short", "named"]) & pl.coalesce(ORDERS).is_not_null())["text"]
    short = short.filter(short.str.contains(r"[^0-9][0-9]{2}\s*$"))
    if on.year <= YEARS_SINCE or short.n_unique() < SWAPPED_FROM or not short.str.contains(CUT_YEAR).all():
        return None
    return Doubt(code=DATE_ORDER_UNCLEAR, proofs={"yy / yyyy": short})


def _spoilt_months(days: pl.DataFrame, *, on: date) -> Doubt | None:
    """Months that a spreadsheet made dates of: 12/1/2025 became 2025-01-12, and 12-25 became 25 December of that year.

    So all are days of January up to its 12th, or the 24th, 25th and the like of months that partly lie ahead.
    """
    dates = days.filter(pl.col("shape").is_in(["year-first", "serial"]) & pl.col("year-first").is_not_null())
    if dates.is_empty():
        return None
    day, short_year = dates["year-first"].dt, on.year % 100
    is_january = (day.month() == 1).all() and day.day().max() in range(2, 13)
    is_year = day.day().is_between(max(2, short_year - SHORT_YEARS), short_year).all() and day.year().n_unique() == 1
    if not is_january and not (is_year and (dates["year-first"] > on).any()):
        return None
    meant = "day-first / month-first" if is_january else "month-day / month-year"
    return Doubt(code=DATE_ORDER_UNCLEAR, proofs={meant: dates["text"]})


def _any_none(texts: pl.Series, possible: pl.DataFrame, *, field: Field) -> pl.Series:
    found = [stands_for_none(texts, possible[order], field=field) for order in ORDERS[:2]]
    return found[0] | found[1]


def _reading(days: pl.DataFrame, order: Order) -> str | None:
    """That an order was assumed, the one that was decided where the usual cell needs one, or how that is written."""
    shapes = days["shape"].drop_nulls()
    if shapes.is_empty():
        return None
    usual = str(shapes.mode().sort()[0])
    if order.unclear:
        return "unclear"
    if order.assumed:
        return DAY_FIRST_ASSUMED
    if usual not in ("numeric", "short"):
        return usual
    return YEAR_FIRST_SHORT if (usual, order.name) == ("short", "year-first") else order.name or "day-first"
