"""Turn cells of text into values, one function a kind of column. What cannot be read becomes null."""

from datetime import date
from functools import partial

import polars as pl

from expectations.contracts.codes import PLAIN_DROPS, code_lists
from expectations.contracts.listed_names import known_name
from expectations.contracts.schema import Field, Kind
from tasks.read.cells.dates import read_dates, read_months
from tasks.read.cells.fallbacks import Parser, first_that_parses, where

NIK_WIDTH = 16  # a NIK never begins with 0: a short one has lost digits elsewhere
DIGITS_LOST_AT_MOST = 3  # leading zeros that are restored
AMOUNT = pl.Decimal(38, 4)

FLAGS = {"Y": True, "YA": True, "YES": True, "1": True, "TRUE": True, "T": False, "TIDAK": False, "N": False,
         "NO": False, "0": False, "FALSE": False}  # fmt: skip
NATION = ("ID", "INDONESIA", "NASIONAL", "0", "00", "0000")


def read_cells(cells: pl.Series, *, field: Field, position_date: date) -> pl.Series:
    """Values of one column, same length and order; null where the cell is empty or cannot be read."""
    if field.code_list is not None:
        read = read_codes if field.kind is Kind.CODE else read_names
        return read(cells, code_list=field.code_list, on=position_date)
    if field.kind is Kind.DIGITS:
        return read_digits(cells, width=field.width)
    if field.kind is Kind.REGION:
        return read_regions(cells, width=field.width)
    if field.kind is Kind.DATE:
        return read_dates(cells, on=position_date)
    if field.kind is Kind.MONTH:
        return read_months(cells, on=position_date)
    return READERS[field.kind](cells)


def read_text(cells: pl.Series) -> pl.Series:
    """The text itself."""
    return cells


def read_digits(cells: pl.Series, *, width: int | None) -> pl.Series:
    """Identifiers: signs between digits fall away, letter O is zero, up to three lost leading zeros come back."""
    return first_that_parses(cells, [partial(_whole_digits, width=width), partial(_mended_digits, width=width)])


def read_codes(cells: pl.Series, *, code_list: str, on: date) -> pl.Series:
    """Codes of a list, by any accepted spelling."""
    spellings = code_lists()[code_list].spellings(on=on)
    plain = cells.str.replace_all(PLAIN_DROPS, "").str.to_uppercase()
    return plain.replace_strict(list(spellings), list(spellings.values()), default=None, return_dtype=pl.String)


def read_names(cells: pl.Series, *, code_list: str, on: date) -> pl.Series:
    """Names as a list has them, by any spelling; others in capitals."""
    name = known_name(pl.col(cells.name), code_list=code_list, on=pl.lit(on))
    return cells.to_frame().select(name.alias(cells.name)).to_series()


def read_flags(cells: pl.Series) -> pl.Series:
    """Y or T."""
    return cells.str.to_uppercase().replace_strict(
        list(FLAGS), list(FLAGS.values()), default=None, return_dtype=pl.Boolean
    )


def read_integers(cells: pl.Series) -> pl.Series:
    """Whole numbers; dots or commas between groups of three digits are thousands."""
    text = cells.str.replace_all(r"[\s_]", "")
    grouped = text.str.contains(r"^[-+]?[0-9]{1,3}([.,][0-9]{3})+$")
    digits = text.str.replace_all("[.,]", "").zip_with(grouped, text.str.replace(r"[.,]0+$", ""))
    return digits.cast(pl.Int64, strict=False)


def read_amounts(cells: pl.Series) -> pl.Series:
    """Decimal numbers as Decimal(38, 4): `Rp16.800`, `3.500.000,00`, `3,500,000.00`, `32,15 %`, `32.15`."""
    return first_that_parses(cells, [_whole_amounts, _written_amounts])


def read_regions(cells: pl.Series, *, width: int | None) -> pl.Series:
    """Dotted region codes; `width` = the digits a code must have, None = nation, province, regency or village."""
    digits = cells.str.replace(r"\.0+$", "").str.replace_all(r"[.\s'\-]", "").str.to_uppercase()
    dotted = digits.str.replace(r"^(..)(..)(..)(....)$", "${1}.${2}.${3}.${4}").str.replace(r"^(..)(..)$", "${1}.${2}")
    if width is not None:
        return where(digits.str.contains(rf"^[0-9]{{{width}}}$"), dotted)
    return pl.select(
        pl.when(digits.is_in(NATION))
        .then(pl.lit("ID"))
        .when(digits.str.contains("^[0-9]{2}(00)?$"))
        .then(digits.str.head(2))
        .when(digits.str.contains("^[0-9]{4}([0-9]{6})?$"))
        .then(dotted)
    ).to_series()


def _whole_digits(cells: pl.Series, *, width: int | None) -> pl.Series:
    return where(cells.str.contains(rf"^[0-9]{{{width or '1,'}}}$"), cells)


def _mended_digits(cells: pl.Series, *, width: int | None) -> pl.Series:
    text = cells.str.replace(r"\.0+$", "").str.replace_all(r"[\s.,'’`´\-]", "").str.replace_all("[oO]", "0")
    if width is None or width == NIK_WIDTH:
        return text
    short = text.str.contains(rf"^[0-9]{{{max(1, width - DIGITS_LOST_AT_MOST)},{width - 1}}}$")
    return text.str.zfill(width).zip_with(short, text)


def _whole_amounts(cells: pl.Series) -> pl.Series:
    return cells.cast(pl.Int64, strict=False).cast(AMOUNT)


def _written_amounts(cells: pl.Series) -> pl.Series:
    text = cells.str.replace_all(r"(?i)rp\.?|idr|[\s%_]", "")
    dots = text.str.contains(r"^[-+]?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?$")
    commas = text.str.contains(r"^[-+]?[0-9]{1,3}((,[0-9]{3}){2,}|(,[0-9]{3})+\.[0-9]+)$")
    pointed = text.str.replace_all(".", "", literal=True).zip_with(dots, text)
    pointed = text.str.replace_all(",", "", literal=True).zip_with(commas, pointed)
    plain = pointed.str.replace(",", ".", literal=True)
    return where(plain.str.contains(r"^[-+]?[0-9]{1,30}(\.[0-9]+)?$"), plain).cast(AMOUNT, strict=False)


READERS: dict[Kind, Parser] = {
    Kind.TEXT: read_text,
    Kind.INTEGER: read_integers,
    Kind.AMOUNT: read_amounts,
    Kind.FLAG: read_flags,
}
