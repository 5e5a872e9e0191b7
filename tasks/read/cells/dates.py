"""Read days and months, in any of the formats branches use. What cannot be read becomes null."""

from datetime import date
from functools import partial

import polars as pl

from expectations.contracts.month_names import english_months
from tasks.read.cells.fallbacks import Parser, first_that_parses, where

YEAR = r"(?:1[89]|[2-9][0-9])[0-9]{2}"
DATE_FORMATS = (
    "%d/%m/%Y",
    "%Y-%m-%d",
    "%d-%m-%Y",
    "%d-%b-%Y",
    "%d %b %Y",
    "%d/%b/%Y",
    "%d.%m.%Y",
    "%Y/%m/%d",
    "%Y%m%d",
)
DATE_SHAPE = (
    rf"^(?:[0-9]{{1,2}}[/.\- ][A-Za-z0-9]{{1,9}}[/.\- ]{YEAR}"
    rf"|{YEAR}[/-][0-9]{{1,2}}[/-][0-9]{{1,2}}|{YEAR}[0-9]{{4}})$"
)
CLOCK_PART = r"[T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?$"
# years of two digits: not between dashes and digits alone, where 20-05-01 may begin with its year
SHORT_YEAR = r"^([0-9]{1,2}(?:[/.][0-9]{1,2}[/.]|[/.\- ][A-Z]{3}[/.\- ]))([0-9]{2})$"
YEARS_AHEAD = 10  # a year of two digits is at most that long after the position date: contracts end in the future
SERIAL_DAY = r"^[1-7][0-9]{4}(?:\.[0-9]+)?$"  # days since the turn of the year 1900, as Excel counts: 1927 to 2119
SERIAL_ZERO = date(1899, 12, 30)
MONTH_SHAPES = (  # regular expression of a month, and how its two groups make YYYY-MM
    (rf"^({YEAR})[-/. ]?([0-9]{{2}})$", "${1}-${2}-01"),
    (rf"^([0-9]{{1,2}})[-/. ]({YEAR})$", "${2}-${1}-01"),
)
NAMED_MONTH = r"^[A-Za-z]{3,9}[-/. ](?:[0-9]{2}|[0-9]{4})$"  # Des-25 is what Excel makes of 12-2025


def read_dates(cells: pl.Series, *, on: date) -> pl.Series:
    """Days; a time of day is dropped. `on`, the position date, tells the century of years of two digits."""
    text = english_months(cells.str.replace(CLOCK_PART, ""))
    return first_that_parses(text, [_long_dates, partial(_short_dates, on=on), _serial_days])


def read_months(cells: pl.Series, *, on: date) -> pl.Series:
    """Months as their first day: YYYY-MM, MM-YYYY, MM/YYYY, YYYYMM, Des-25, or any date within the month."""
    parsers: list[Parser] = [partial(_months_of, shape=shape, template=template) for shape, template in MONTH_SHAPES]
    return first_that_parses(
        cells,
        [*parsers, lambda text: read_dates(text, on=on).dt.month_start(), partial(_named_months, on=on)],
    )


def _long_dates(text: pl.Series) -> pl.Series:
    shaped = where(text.str.contains(DATE_SHAPE), text)
    return first_that_parses(shaped, [partial(_dates_of, form=form) for form in DATE_FORMATS])


def _short_dates(text: pl.Series, *, on: date) -> pl.Series:
    short_year = text.str.extract(SHORT_YEAR, 2).cast(pl.Int32)
    year = short_year + where(short_year + 2000 <= on.year + YEARS_AHEAD, pl.repeat(2000, text.len(), eager=True))
    year = year.fill_null(short_year + 1900)
    return _long_dates(text.str.extract(SHORT_YEAR, 1) + year.cast(pl.String))


def _serial_days(text: pl.Series) -> pl.Series:
    days = where(text.str.contains(SERIAL_DAY), text).str.extract("^([0-9]+)", 1).cast(pl.Int32)
    return (days + (SERIAL_ZERO - date(1970, 1, 1)).days).cast(pl.Date)


def _named_months(cells: pl.Series, *, on: date) -> pl.Series:
    text = where(cells.str.contains(NAMED_MONTH), cells)
    return read_dates("1 " + text.str.replace("[-/. ]", " "), on=on)


def _dates_of(cells: pl.Series, *, form: str) -> pl.Series:
    return cells.str.to_date(form, strict=False)


def _months_of(cells: pl.Series, *, shape: str, template: str) -> pl.Series:
    return _dates_of(where(cells.str.contains(shape), cells.str.replace(shape, template)), form="%Y-%m-%d")
