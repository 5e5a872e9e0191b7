"""Read identifiers of digits, and tell those that went through a number and lost digits on the way."""

import polars as pl

from expectations.contracts.schema import Field, Kind
from tasks.read.cells.fallbacks import first_that_parses, where

NIK_WIDTH = 16  # a NIK never begins with 0: a short one has lost digits elsewhere
DIGITS_LOST_AT_MOST = 3  # leading zeros that are restored
EXACT_DIGITS = 15  # that a spreadsheet keeps of a number; floats keep all below 2^53, a number of 16 digits
LARGEST_EXACT = "9007199254740992"  # 2^53
SCIENTIFIC = r"^[0-9]+(?:[.,][0-9]+[eE]\+?|[eE]\+)[0-9]{1,2}$"
POINT_ZERO = r"^[0-9]+[.,]0+$"
WITH_POINT_ZERO = r"^([0-9]+)[.,]0+$"  # 12345678901.0; the zeros of 10.000.000.000 are digits
LONG = r"^[0-9]{16,}(?:[.,]0+)?$"
SHORT_POINT_ZERO = rf"^([0-9]{{1,{EXACT_DIGITS}}})[.,]0+$"
ONLY_ZEROS = r"^0+(?:[.,]0+)?$"
ZEROS_EXPECTED, ZEROS_AT_MOST = 0.1, 0.25  # of true numbers end in 0; where more do, those have lost their last digit
FEWEST_ZEROS = 4
FEWEST_LARGE = 10  # numbers above 2^53, all of which a float could hold


def read_digits(cells: pl.Series, *, width: int | None) -> pl.Series:
    """Identifiers: signs between digits fall away, letter O is zero, up to three lost leading zeros come back.

    Zeros alone name nobody: they are empty.
    """
    return first_that_parses(cells, [lambda text: _whole_digits(text, width), lambda text: _mended_digits(text, width)])


def without_point_zero(texts: pl.Series) -> pl.Series:
    """Numbers that went through a float without losing a digit, as they were: 2025000123.0 is 2025000123."""
    return texts.str.replace(SHORT_POINT_ZERO, "${1}")


def stands_for_nobody(texts: pl.Series) -> pl.Series:
    """Cells of zeros alone: there is no such number."""
    return texts.str.contains(ONLY_ZEROS).fill_null(value=False)


def went_through_a_number(texts: pl.Series, *, field: Field, numbers: bool = False) -> pl.Series:
    """Cells of an identifier that were a number once and cannot be trusted.

    A long number in a number cell (`numbers`), a long one that ends in `.0`, scientific notation. Of plain long numbers
    the column tells: where far more than a tenth end in 0 those are not trusted, and where a float could hold each of
    many above 2^53 none of these is.
    """
    if not (field.identifies or field.kind is Kind.DIGITS):
        return pl.repeat(value=False, n=texts.len(), eager=True)
    whole = texts.str.contains(r"^[0-9]+$")
    long = whole & (texts.str.len_bytes() > EXACT_DIGITS)
    lost = long if numbers else _rounded(where(long, texts)) if long.any() else long & False
    lost = lost.fill_null(value=False)
    odd = (~whole).arg_true()
    if odd.is_empty():
        return lost
    others = texts.gather(odd)
    point = others.str.contains(POINT_ZERO) & others.str.contains(LONG)
    return lost.scatter(odd.filter(others.str.contains(SCIENTIFIC) | point), True)


def _rounded(texts: pl.Series) -> pl.Series:
    """Of long plain numbers, those that a spreadsheet or a float has rounded, by what the column shows."""
    known = texts.len() - texts.null_count()
    zero = texts.str.ends_with("0")
    share = ZEROS_EXPECTED * known
    many = max(FEWEST_ZEROS, ZEROS_AT_MOST * known, share + 4 * (share * (1 - ZEROS_EXPECTED)) ** 0.5)
    rounded = zero if (zero.sum() or 0) >= many else zero & False
    large = (texts.str.len_bytes() > NIK_WIDTH) | (texts > LARGEST_EXACT)
    if (large.sum() or 0) >= FEWEST_LARGE:
        number = where(large & (texts.str.len_bytes() <= 18), texts).cast(pl.Int64, strict=False).drop_nulls()
        if number.n_unique() >= FEWEST_LARGE and (number.cast(pl.Float64).cast(pl.Int64, strict=False) == number).all():
            rounded = rounded | large
    return rounded.fill_null(value=False)


def _whole_digits(cells: pl.Series, width: int | None) -> pl.Series:
    return where(cells.str.contains(rf"^[0-9]{{{width or '1,'}}}$"), cells)


def _mended_digits(cells: pl.Series, width: int | None) -> pl.Series:
    text = cells.str.replace(WITH_POINT_ZERO, "${1}").str.replace_all(r"[\s.,'’`´\-]", "").str.replace_all("[oO]", "0")
    if width is None or width == NIK_WIDTH:
        return text
    short = text.str.contains(rf"^[0-9]{{{max(1, width - DIGITS_LOST_AT_MOST)},{width - 1}}}$")
    return text.str.zfill(width).zip_with(short, text)
