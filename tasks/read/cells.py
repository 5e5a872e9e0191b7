"""Turn cells of text into values, one function a kind of column. What cannot be read becomes null."""

from collections.abc import Callable, Sequence
from datetime import date

import polars as pl

from expectations.codes import PLAIN_DROPS, code_lists
from expectations.contract import Field, Kind

DIGITS_LOST_AT_MOST = 3  # leading zeros that are restored
AMOUNT_SCALE = 4

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
DATE_SHAPE = r"^(\d{1,4}[/.\- ]\w{1,9}[/.\- ]\d{1,4}|\d{8})$"
CLOCK_PART = r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$"
MONTH_NAMES = {
    "JANUARI": "JAN", "JANUARY": "JAN", "FEBRUARI": "FEB", "FEBRUARY": "FEB", "PEBRUARI": "FEB", "PEB": "FEB",
    "MARET": "MAR", "MARCH": "MAR", "APRIL": "APR", "MEI": "MAY", "JUNI": "JUN", "JUNE": "JUN",
    "JULI": "JUL", "JULY": "JUL", "AGUSTUS": "AUG", "AUGUST": "AUG", "AGUST": "AUG", "AGU": "AUG", "AGS": "AUG",
    "AGT": "AUG", "SEPTEMBER": "SEP", "SEPT": "SEP", "OKTOBER": "OCT", "OCTOBER": "OCT", "OKT": "OCT",
    "NOVEMBER": "NOV", "NOPEMBER": "NOV", "NOP": "NOV", "DESEMBER": "DEC", "DECEMBER": "DEC", "DES": "DEC",
}  # fmt: skip
MONTH_SHAPES = (  # regular expression of a month, and how its two groups make YYYY-MM
    (r"^(\d{4})[-/. ]?(\d{2})$", "${1}-${2}"),
    (r"^(\d{1,2})[-/. ](\d{4})$", "${2}-${1}"),
)
FLAGS = {"Y": True, "YA": True, "YES": True, "1": True, "TRUE": True, "T": False, "TIDAK": False, "N": False,
         "NO": False, "0": False, "FALSE": False}  # fmt: skip
NATION = ("ID", "INDONESIA", "NASIONAL", "0", "00", "0000")


def read_cells(cells: pl.Series, *, field: Field, position_date: date) -> pl.Series:
    """Values of one column, same length and order; null where the cell is empty or cannot be read."""
    if field.kind is Kind.CODE:
        return read_codes(cells, code_list=str(field.code_list), on=position_date)
    if field.kind is Kind.DIGITS:
        return read_digits(cells, width=field.width)
    if field.kind is Kind.REGION:
        return read_regions(cells, width=field.width)
    return READERS[field.kind](cells)


def read_text(cells: pl.Series) -> pl.Series:
    """The text itself."""
    return cells


def read_digits(cells: pl.Series, *, width: int | None) -> pl.Series:
    """Identifiers: signs between digits fall away, letter O is zero, up to three lost leading zeros come back."""
    text = cells.str.replace(r"\.0+$", "").str.replace_all(r"[\s.,'’`´\-]", "").str.replace_all("[oO]", "0")
    if width is None:
        return text
    short = text.str.contains(rf"^[0-9]{{{max(1, width - DIGITS_LOST_AT_MOST)},{width - 1}}}$")
    restored = text.str.zfill(width)
    return pl.select(pl.when(short & (width != NIK_WIDTH)).then(restored).otherwise(text)).to_series()


NIK_WIDTH = 16  # a NIK never begins with 0: a short one has lost digits elsewhere


def read_codes(cells: pl.Series, *, code_list: str, on: date) -> pl.Series:
    """Codes of a list, by any accepted spelling."""
    spellings = code_lists()[code_list].spellings(on=on)
    plain = cells.str.replace_all(PLAIN_DROPS, "").str.to_uppercase()
    return plain.replace_strict(list(spellings), list(spellings.values()), default=None, return_dtype=pl.String)


def read_flags(cells: pl.Series) -> pl.Series:
    """Y or T."""
    return cells.str.to_uppercase().replace_strict(
        list(FLAGS), list(FLAGS.values()), default=None, return_dtype=pl.Boolean
    )


def read_dates(cells: pl.Series) -> pl.Series:
    """Days, in any of the formats branches use; a time of day is dropped."""
    text = cells
    if text.str.contains(":", literal=True).any():
        text = text.str.replace(CLOCK_PART, "")
    if text.str.contains("[A-Za-z]").any():
        text = _english_months(text)
    text = pl.select(pl.when(text.str.contains(DATE_SHAPE)).then(text)).to_series()
    return _first_that_parses(text, [_date_parser(format_) for format_ in DATE_FORMATS])


def read_months(cells: pl.Series) -> pl.Series:
    """Months as their first day: YYYY-MM, MM-YYYY, MM/YYYY, YYYYMM, or any date within the month."""
    return _first_that_parses(
        cells,
        [
            *(_month_parser(shape, template) for shape, template in MONTH_SHAPES),
            lambda s: read_dates(s).dt.month_start(),
        ],
    )


def read_integers(cells: pl.Series) -> pl.Series:
    """Whole numbers; dots or commas between groups of three digits are thousands."""
    text = cells.str.replace_all(r"[\s_]", "")
    grouped = text.str.contains(r"^[-+]?\d{1,3}([.,]\d{3})+$")
    digits = pl.select(
        pl.when(grouped).then(text.str.replace_all("[.,]", "")).otherwise(text.str.replace(r"[.,]0+$", ""))
    ).to_series()
    return digits.cast(pl.Int64, strict=False)


def read_amounts(cells: pl.Series) -> pl.Series:
    """Decimal numbers as Decimal(38, 4): `Rp16.800`, `3.500.000,00`, `3,500,000.00`, `32,15 %`, `32.15`."""
    text = cells.str.replace_all(r"(?i)rp\.?|idr|[\s%_]", "")
    dots = text.str.contains(r"^[-+]?\d{1,3}(\.\d{3})+(,\d+)?$")
    commas = text.str.contains(r"^[-+]?\d{1,3}(,\d{3}){2,}(\.\d+)?$|^[-+]?\d{1,3}(,\d{3})+\.\d+$")
    plain = pl.select(
        pl.when(dots)
        .then(text.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True))
        .when(commas)
        .then(text.str.replace_all(",", "", literal=True))
        .otherwise(text.str.replace(",", ".", literal=True))
    ).to_series()
    shaped = pl.select(pl.when(plain.str.contains(r"^[-+]?\d{1,30}(\.\d+)?$")).then(plain)).to_series()
    return shaped.cast(pl.Decimal(38, AMOUNT_SCALE), strict=False)


def read_regions(cells: pl.Series, *, width: int | None) -> pl.Series:
    """Dotted region codes; `width` = the digits a code must have, None = nation, province or regency."""
    digits = cells.str.replace(r"\.0+$", "").str.replace_all(r"[.\s'\-]", "").str.to_uppercase()
    shaped = digits.str.replace(r"^(\d{2})(\d{2})(\d{2})(\d{4})$", "${1}.${2}.${3}.${4}").str.replace(
        r"^(\d{2})(\d{2})$", "${1}.${2}"
    )
    if width is not None:
        return pl.select(pl.when(digits.str.contains(rf"^\d{{{width}}}$")).then(shaped)).to_series()
    return pl.select(
        pl.when(digits.is_in(NATION))
        .then(pl.lit("ID"))
        .when(digits.str.contains(r"^\d{2}(00)?$"))
        .then(digits.str.head(2))
        .when(digits.str.contains(r"^\d{4}$"))
        .then(shaped)
    ).to_series()


def _english_months(text: pl.Series) -> pl.Series:
    words = text.str.to_uppercase()
    longest_first = sorted(MONTH_NAMES, key=len, reverse=True)
    return words.str.replace_many(longest_first, [MONTH_NAMES[name] for name in longest_first], leftmost=True)


def _date_parser(format_: str) -> Callable[[pl.Series], pl.Series]:
    return lambda text: text.str.to_date(format_, strict=False, exact=True)


def _month_parser(shape: str, template: str) -> Callable[[pl.Series], pl.Series]:
    def parse(text: pl.Series) -> pl.Series:
        matched = pl.select(pl.when(text.str.contains(shape)).then(text.str.replace(shape, template))).to_series()
        return (matched + "-01").str.to_date("%Y-%m-%d", strict=False)

    return parse


def _first_that_parses(text: pl.Series, parsers: Sequence[Callable[[pl.Series], pl.Series]]) -> pl.Series:
    """Try each way on what the earlier ones left; the usual column is done after the first."""
    values = parsers[0](text)
    for parse in parsers[1:]:
        left = (values.is_null() & text.is_not_null()).arg_true()
        if left.is_empty():
            break
        values = values.scatter(left, parse(text.gather(left)))
    return values


READERS: dict[Kind, Callable[[pl.Series], pl.Series]] = {
    Kind.TEXT: read_text,
    Kind.DATE: read_dates,
    Kind.MONTH: read_months,
    Kind.INTEGER: read_integers,
    Kind.AMOUNT: read_amounts,
    Kind.FLAG: read_flags,
}
