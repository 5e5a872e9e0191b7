"""Turn cells of text into values, one function a kind of column. What cannot be read becomes null."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import polars as pl

from expectations.codes import PLAIN_DROPS, code_lists
from expectations.contract import Field, Kind
from tasks.read.month_names import english_months

Parser = Callable[[pl.Series], pl.Series]

NIK_WIDTH = 16  # a NIK never begins with 0: a short one has lost digits elsewhere
DIGITS_LOST_AT_MOST = 3  # leading zeros that are restored
AMOUNT = pl.Decimal(38, 4)

YEAR = r"(?:1[89]|[2-9][0-9])[0-9]{2}"  # four digits: a year of two is a guess
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
MONTH_SHAPES = (  # regular expression of a month, and how its two groups make YYYY-MM
    (rf"^({YEAR})[-/. ]?([0-9]{{2}})$", "${1}-${2}-01"),
    (rf"^([0-9]{{1,2}})[-/. ]({YEAR})$", "${2}-${1}-01"),
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
    return _first_that_parses(cells, [partial(_whole_digits, width=width), partial(_mended_digits, width=width)])


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
    text = english_months(cells.str.replace(CLOCK_PART, ""))
    shaped = _where(text.str.contains(DATE_SHAPE), text)
    return _first_that_parses(shaped, [partial(_dates_of, form=form) for form in DATE_FORMATS])


def read_months(cells: pl.Series) -> pl.Series:
    """Months as their first day: YYYY-MM, MM-YYYY, MM/YYYY, YYYYMM, or any date within the month."""
    parsers: list[Parser] = [partial(_months_of, shape=shape, template=template) for shape, template in MONTH_SHAPES]
    return _first_that_parses(cells, [*parsers, lambda text: read_dates(text).dt.month_start()])


def read_integers(cells: pl.Series) -> pl.Series:
    """Whole numbers; dots or commas between groups of three digits are thousands."""
    text = cells.str.replace_all(r"[\s_]", "")
    grouped = text.str.contains(r"^[-+]?[0-9]{1,3}([.,][0-9]{3})+$")
    digits = text.str.replace_all("[.,]", "").zip_with(grouped, text.str.replace(r"[.,]0+$", ""))
    return digits.cast(pl.Int64, strict=False)


def read_amounts(cells: pl.Series) -> pl.Series:
    """Decimal numbers as Decimal(38, 4): `Rp16.800`, `3.500.000,00`, `3,500,000.00`, `32,15 %`, `32.15`."""
    return _first_that_parses(cells, [_whole_amounts, _written_amounts])


def read_regions(cells: pl.Series, *, width: int | None) -> pl.Series:
    """Dotted region codes; `width` = the digits a code must have, None = nation, province or regency."""
    digits = cells.str.replace(r"\.0+$", "").str.replace_all(r"[.\s'\-]", "").str.to_uppercase()
    dotted = digits.str.replace(r"^(..)(..)(..)(....)$", "${1}.${2}.${3}.${4}").str.replace(r"^(..)(..)$", "${1}.${2}")
    if width is not None:
        return _where(digits.str.contains(rf"^[0-9]{{{width}}}$"), dotted)
    return pl.select(
        pl.when(digits.is_in(NATION))
        .then(pl.lit("ID"))
        .when(digits.str.contains("^[0-9]{2}(00)?$"))
        .then(digits.str.head(2))
        .when(digits.str.contains("^[0-9]{4}$"))
        .then(dotted)
    ).to_series()


def _whole_digits(cells: pl.Series, *, width: int | None) -> pl.Series:
    return _where(cells.str.contains(rf"^[0-9]{{{width or '1,'}}}$"), cells)


def _mended_digits(cells: pl.Series, *, width: int | None) -> pl.Series:
    text = cells.str.replace(r"\.0+$", "").str.replace_all(r"[\s.,'’`´\-]", "").str.replace_all("[oO]", "0")
    if width is None or width == NIK_WIDTH:
        return text
    short = text.str.contains(rf"^[0-9]{{{max(1, width - DIGITS_LOST_AT_MOST)},{width - 1}}}$")
    return text.str.zfill(width).zip_with(short, text)


def _dates_of(cells: pl.Series, *, form: str) -> pl.Series:
    return cells.str.to_date(form, strict=False)


def _months_of(cells: pl.Series, *, shape: str, template: str) -> pl.Series:
    return _dates_of(_where(cells.str.contains(shape), cells.str.replace(shape, template)), form="%Y-%m-%d")


def _whole_amounts(cells: pl.Series) -> pl.Series:
    return cells.cast(pl.Int64, strict=False).cast(AMOUNT)


def _written_amounts(cells: pl.Series) -> pl.Series:
    text = cells.str.replace_all(r"(?i)rp\.?|idr|[\s%_]", "")
    dots = text.str.contains(r"^[-+]?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?$")
    commas = text.str.contains(r"^[-+]?[0-9]{1,3}((,[0-9]{3}){2,}|(,[0-9]{3})+\.[0-9]+)$")
    pointed = text.str.replace_all(".", "", literal=True).zip_with(dots, text)
    pointed = text.str.replace_all(",", "", literal=True).zip_with(commas, pointed)
    plain = pointed.str.replace(",", ".", literal=True)
    return _where(plain.str.contains(r"^[-+]?[0-9]{1,30}(\.[0-9]+)?$"), plain).cast(AMOUNT, strict=False)


def _where(condition: pl.Series, values: pl.Series) -> pl.Series:
    return pl.select(pl.when(condition).then(values)).to_series()


def _first_that_parses(text: pl.Series, parsers: Sequence[Parser]) -> pl.Series:
    """Try each way on what the earlier ones left; the usual column is done after the first."""
    values = parsers[0](text)
    for parse in parsers[1:]:
        left = (values.is_null() & text.is_not_null()).arg_true()
        if left.is_empty():
            break
        values = values.scatter(left, parse(text.gather(left)))
    return values


READERS: dict[Kind, Parser] = {
    Kind.TEXT: read_text,
    Kind.DATE: read_dates,
    Kind.MONTH: read_months,
    Kind.INTEGER: read_integers,
    Kind.AMOUNT: read_amounts,
    Kind.FLAG: read_flags,
}
