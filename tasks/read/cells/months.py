"""Read columns of months (BLTH): 12-2025, 2025-12, 122025, 12/25, Des-25, or a day of the month."""

from datetime import date
from typing import Any

import polars as pl

from expectations.contracts.schema import Field
from tasks.read.cells.dates import YEARS_AHEAD, YEARS_SINCE, plausible_span, read_days
from tasks.read.cells.day_shapes import NAME, SERIAL, SERIAL_ZERO, day, month_number, upper_text
from tasks.read.cells.reading import Doubt

YEAR_MONTH = r"^((?:1[6-9]|[2-9][0-9])[0-9]{2})\s*[-/., ]?\s*([0-9]{2})$"
YEAR_MONTH_SHORT = r"^([0-9]{4})\s*[-/., ]\s*([0-9])$"
YEAR_POINT_ONE = r"^([0-9]{4})[.,](1)$"  # a number: January, or October without its zero
WITH_ZERO, WITHOUT_ZERO = r"^[0-9]{4}[.,]0[1-9]$", r"^[0-9]{4}[.,][2-9]$"
MONTH_YEAR = r"^([0-9]{1,2})\s*[-/. ]\s*([0-9]{4})$"
COMPACT = r"^([0-9]{2})([0-9]{4})$"
LOST_ZERO = r"^([1-9])([0-9]{4})$"
SHORT = r"^([0-9]{1,2})\s*[-/.]\s*([0-9]{2})$"
WORD = r"^(?:BULAN|BLN\.?|BL\.?)\s+"
NAME_YEAR = rf"^{NAME}[\s/.\-,'’`]*([0-9]{{4}}|[0-9]{{2}})$"
YEAR_NAME = rf"^([0-9]{{4}})[\s/.\-,]*{NAME}$"
EITHER = "month or day"  # of a number that may be both: it is not read
LOST_ZERO_YEARS = (15, 2)  # before and after the position date: of months that have lost their zero
MONTHS = 12
SOME = 3  # texts that all have such a year show it
CUT = 20  # what is left of a year whose last digits are cut off
SHORT_YEARS = 2  # after the position date: of months with years of two digits


def read_months(
    texts: pl.Series, *, field: Field, on: date, forced: str | None = None, exact: bool = True
) -> tuple[pl.DataFrame, dict[str, Any], Doubt | None]:
    """`day` (first of the month), `none`, `timed` of each text of a column; what was understood, what is in doubt."""
    words = upper_text(texts).str.replace(WORD, "")
    first, last = plausible_span(field, on=on)
    written = _written_months(words, on=on)
    believed = pl.when(pl.col("month").is_between(first, last)).then(pl.col("month"))
    months = written.select(believed.alias("month"), "shape")
    known = pl.col("month").is_not_null() | (pl.col("shape") == EITHER)
    months = months.with_columns(pl.when(known).then(pl.col("shape")).alias("shape"))
    left = (
        months["month"].is_null() & texts.is_not_null() & (months["shape"] != EITHER).fill_null(value=True)
    ).arg_true()
    facts, doubt = _usual_shape(months), None
    none, timed = (pl.repeat(value=False, n=texts.len(), eager=True) for _ in range(2))
    values = months["month"]
    if left.len():
        days, found, doubt = read_days(texts.gather(left), field=field, on=on, months=True, forced=forced, exact=exact)
        values = values.scatter(left, days["day"].dt.month_start())
        none, timed = none.scatter(left, days["none"]), timed.scatter(left, days["timed"])
        facts = {**found, **facts}
    return pl.DataFrame({"day": values, "none": none, "timed": timed}), facts, doubt


def _written_months(words: pl.Series, *, on: date) -> pl.DataFrame:
    """`month` (Date) and `shape` of texts that are months and no days."""
    frame = words.alias("text").to_frame()
    usual = frame.select(
        one=_month(pl.col("text"), YEAR_MONTH, year=1, month=2), two=_month(pl.col("text"), MONTH_YEAR, year=2, month=1)
    )
    found = frame.with_columns(
        month=pl.coalesce(usual["one"], usual["two"]),
        shape=pl.when(usual["one"].is_not_null()).then(pl.lit("year-month")).otherwise(
            pl.when(usual["two"].is_not_null()).then(pl.lit("month-year"))
        ),
    )  # fmt: skip
    left = (found["month"].is_null() & words.is_not_null()).arg_true()
    if left.is_empty():
        return found.select("month", "shape")
    others = _other_months(words.gather(left), every=words, on=on)
    return pl.DataFrame([found[name].scatter(left, others[name]) for name in ("month", "shape")])


def _other_months(words: pl.Series, *, every: pl.Series, on: date) -> pl.DataFrame:
    text = pl.col("text")
    frame = words.alias("text").to_frame()
    century = on.year + YEARS_AHEAD
    lost_zero = _lost_zero(words, on=on)
    ways = {
        "year-month": _year_month(every),
        "month-year": _month(text, COMPACT, year=2, month=1),
        "month-year-lost-zero": _month(text, LOST_ZERO, year=2, month=1) if lost_zero else None,
        "month-year-short": _short(text, year=2, month=1, century=century)
        if _ends_short(words, every=every, on=on)
        else None,
        "year-month-short": _short(text, year=1, month=2, century=century) if _begins_short(words, on=on) else None,
        "named": _named(text, NAME_YEAR, year=2, month=1, century=century),
        "named-year-first": _named(text, YEAR_NAME, year=1, month=2, century=century),
    }
    read = frame.select("text", **{name: way for name, way in ways.items() if way is not None})
    names = read.columns[1:]
    shape = pl.coalesce(pl.when(pl.col(name).is_not_null()).then(pl.lit(name)) for name in names)
    if lost_zero is None:
        shape = pl.coalesce(shape, pl.when(text.str.contains(LOST_ZERO)).then(pl.lit(EITHER)))
    return read.select(month=pl.coalesce(names), shape=shape)


def _month(text: pl.Expr, pattern: str, *, year: int, month: int) -> pl.Expr:
    return day(text.str.extract(pattern, year), text.str.extract(pattern, month), pl.lit("1"))


def _year_month(words: pl.Series) -> pl.Expr:
    """Years before a month of one digit. 2025.1 is October in a column that writes 2025.09, January in one that writes
    2025.9; in any other nobody can tell."""
    text = pl.col("text")
    month = _month(text, YEAR_MONTH_SHORT, year=1, month=2)
    point_one = text.str.contains(YEAR_POINT_ONE)
    keeps, drops = (bool(words.str.contains(pattern).any()) for pattern in (WITH_ZERO, WITHOUT_ZERO))
    october = day(text.str.extract(YEAR_POINT_ONE, 1), pl.lit("10"), pl.lit("1"))
    either = october if keeps and not drops else month if drops and not keeps else pl.lit(None, pl.Date)
    return pl.when(point_one).then(either).otherwise(month)


def _named(text: pl.Expr, pattern: str, *, year: int, month: int, century: int) -> pl.Expr:
    return day(
        _full(text.str.extract(pattern, year), century), month_number(text.str.extract(pattern, month)), pl.lit(1)
    )


def _short(text: pl.Expr, *, year: int, month: int, century: int) -> pl.Expr:
    return day(_full(text.str.extract(SHORT, year), century), text.str.extract(SHORT, month), pl.lit("1"))


def _full(year: pl.Expr, century: int) -> pl.Expr:
    number = year.cast(pl.Int32, strict=False)
    short = number + pl.when(number + 2000 <= century).then(2000).otherwise(1900)
    return pl.when(year.str.len_bytes() == 4).then(number).otherwise(short)


def _lost_zero(words: pl.Series, *, on: date) -> bool | None:
    """Whether every five-digit number is a month without its zero; None where all may be that, or days as Excel counts.

    One at least that is no such day, or a month with its zero beside them, tells.
    """
    five = words.drop_nulls().filter(words.drop_nulls().str.contains(r"^[0-9]{5}$"))
    if five.is_empty():
        return False
    year = five.str.tail(4).cast(pl.Int32)
    fits = year.is_between(on.year - LOST_ZERO_YEARS[0], on.year + LOST_ZERO_YEARS[1]) & (five.str.head(1) != "0")
    if not fits.all():
        return False
    days = (five.str.extract(SERIAL, 1).cast(pl.Int32) + SERIAL_ZERO).cast(pl.Date).dt.year()
    shown = (
        words.drop_nulls().str.contains(COMPACT).any() or (~days.is_between(on.year - 60, on.year + YEARS_AHEAD)).any()
    )
    return True if shown else None


def _pairs(words: pl.Series) -> pl.DataFrame:
    """Both numbers of texts like 12/25."""
    part = pl.col("text").str.extract_groups(SHORT).alias("part")
    return words.alias("text").to_frame().select(part).unnest("part").drop_nulls().cast(pl.Int32)


def _ends_short(words: pl.Series, *, every: pl.Series, on: date) -> bool:
    """Whether 12/25 can only be December 2025: no first number is above 12, one second is above it, none far ahead.

    12-20 beside 12-2025 may be one that was cut off, and so may some where every year is 20 and the position is later.
    """
    month, year = pl.col("1"), pl.col("2")
    shown = (month.max() <= MONTHS) & (year.max() > MONTHS) & (year.max() <= on.year % 100 + SHORT_YEARS)
    has_whole = pl.lit(bool(every.str.contains(MONTH_YEAR).any()))
    may_be_cut = (year == CUT).any() & (
        has_whole | ((year == CUT).all() & (pl.len() >= SOME) & pl.lit(on.year > YEARS_SINCE))
    )
    return bool(_pairs(words).select(shown & ~may_be_cut).item())


def _begins_short(words: pl.Series, *, on: date) -> bool:
    """Whether 25-12 can only be December 2025: every first number is a year, no second is above 12."""
    year, month = pl.col("1"), pl.col("2")
    shown = (year.min() > MONTHS) & (year.max() <= on.year % 100 + SHORT_YEARS) & (month.max() <= MONTHS)
    return bool(_pairs(words).select(shown).item())


def _usual_shape(months: pl.DataFrame) -> dict[str, Any]:
    shapes = months["shape"].drop_nulls()
    return {} if shapes.is_empty() else {"reading": str(shapes.mode().sort()[0])}
