"""From the XML of cells to their texts and kinds: numbers as short as they are exact, days as days."""

import re
from datetime import datetime, timedelta
from decimal import Decimal

import polars as pl

from tasks.read.sheets.markup import BadMarkup
from tasks.read.sheets.number_formats import Shown
from tasks.read.sheets.parts import Book
from tasks.read.tables.raw_table import CellKind

KIND = pl.UInt8
PLAIN_WHOLE = r"^(?:0|-?[1-9][0-9]{0,29})$"
EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - days of a workbook have no zone
DAYS = 2_958_466  # from the epoch to the end of the year 9999
LEAP_DAY = 60  # Excel counts a 29 February 1900, which never was: before it, days are one less
MILLISECONDS = 86_400_000
ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.(\d{1,6})\d*)?)?")
MIDNIGHT = "00:00:00"
FLAGS = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}
TYPED = ["b", "e", "d"]


def typed_cells(cells: pl.DataFrame, *, book: Book, texts: pl.Series) -> pl.DataFrame:
    """`row`, `column`, `text`, `kind` of cells as `scan_cells` gives them; texts: the shared ones.

    A cell that names none of them is empty.

    Raises `BadMarkup` for a text that there is not.
    """
    kind = cells["type"].fill_null("n")
    is_shared = kind == "s"
    if is_shared.all():
        return _shared(cells, texts)
    numbers, others = cells.filter(kind == "n"), cells.filter(~is_shared & (kind != "n"))
    found = [_shared(cells.filter(is_shared), texts), _numbers(numbers, book), _others(others)]
    return pl.concat([part for part in found if part.height] or found[:1])


def _shared(cells: pl.DataFrame, texts: pl.Series) -> pl.DataFrame:
    names_none = (cells["value"].str.strip_chars() == "") & ~cells["has_formula"]
    if names_none.any():
        cells = cells.filter(~names_none.fill_null(value=False))
    numbers = cells["value"].cast(pl.UInt32, strict=False)
    if numbers.null_count() or (numbers >= texts.len()).any():
        raise BadMarkup
    return _frame(cells, texts.gather(numbers), pl.lit(CellKind.TEXT, dtype=KIND))


def _frame(cells: pl.DataFrame, text: pl.Series, kind: pl.Series | pl.Expr) -> pl.DataFrame:
    return cells.select("row", "column", text.alias("text"), kind.alias("kind"))


def _numbers(cells: pl.DataFrame, book: Book) -> pl.DataFrame:
    """Numbers, and days that are numbers; a formula without a value, or with one that nobody computed, has none."""
    styles = [style if style < len(book.shown) else -1 for style in cells["style"].unique()]
    shown: dict[int, Shown] = {style: book.shown[style] for style in styles if style >= 0}
    keys = cells.select("value", shown=pl.col("style").replace_strict(shown, default="number", return_dtype=pl.String))
    whole = (keys["shown"] == "number") & keys["value"].str.contains(PLAIN_WHOLE).fill_null(value=False)
    text = keys["value"]
    kind = pl.repeat(CellKind.NUMBER, cells.height, dtype=KIND, eager=True)
    if not whole.all():
        others = (~whole).arg_true()
        distinct = keys[others].unique()
        read = [_number(value, how, book=book) for value, how in distinct.iter_rows()]
        schema = {"read_text": pl.String, "read_kind": KIND}
        table = distinct.hstack(pl.DataFrame(read, schema=schema, orient="row"))
        joined = keys[others].join(table, on=["value", "shown"], how="left", nulls_equal=True, maintain_order="left")
        text, kind = text.scatter(others, joined["read_text"]), kind.scatter(others, joined["read_kind"])
    valueless = (text.is_null() | ((cells["value"] == "0") & book.is_recalculated)) & cells["has_formula"]
    frame = _frame(cells, text, kind)
    if valueless.any():
        none = pl.lit(valueless)
        frame = frame.with_columns(
            text=pl.when(~none).then("text"),
            kind=pl.when(none).then(pl.lit(CellKind.NO_VALUE, dtype=KIND)).otherwise("kind"),
        )
    return frame.filter(pl.col("text").is_not_null() | (pl.col("kind") >= CellKind.ERROR))


def _number(value: str | None, shown: Shown, *, book: Book) -> tuple[str | None, int]:
    """Text and kind of one number cell."""
    if value is None or not value.strip():
        return None, CellKind.NUMBER
    try:
        number = float(value)
    except ValueError:
        return None, CellKind.ERROR
    if number - number != 0 or shown == "in-units":  # infinite, or none; or thousands of what it says
        return None, CellKind.ERROR
    if shown == "percent":
        return _plain(Decimal(repr(number)) * 100), CellKind.PERCENT
    if shown == "date" and (day := _day(number, from_1904=book.counts_from_1904)):
        return day, CellKind.DATE
    return _plain(Decimal(repr(number))), CellKind.NUMBER


def _plain(number: Decimal) -> str:
    """All digits of a number, without an exponent or zeros that say nothing."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _day(number: float, *, from_1904: bool) -> str | None:
    """A number of days as a day, with its time to the millisecond if it has one; None for what no calendar has."""
    if not 0 <= number < DAYS or (not from_1904 and LEAP_DAY <= number < LEAP_DAY + 1):
        return None
    whole, part = divmod(round(number * MILLISECONDS), MILLISECONDS)
    if not from_1904 and whole < LEAP_DAY:
        whole += 1
    try:
        instant = (EPOCH_1904 if from_1904 else EPOCH) + timedelta(days=whole, milliseconds=part)
    except OverflowError:
        return None
    return instant.isoformat(sep=" ", timespec="milliseconds" if part % 1000 else "seconds").removesuffix(
        f" {MIDNIGHT}"
    )


def _others(cells: pl.DataFrame) -> pl.DataFrame:
    """Truth values, errors, days as ISO 8601 writes them, and texts that are not shared."""
    is_typed = cells["type"].is_in(TYPED)
    texts = cells.filter(~is_typed)
    kind = pl.when(pl.col("value").is_null()).then(CellKind.NO_VALUE).otherwise(CellKind.TEXT).cast(KIND)
    found = _frame(texts, texts["value"], kind)
    if not is_typed.any():
        return found
    typed = cells.filter(is_typed)
    read = [_other(how, value) for how, value in zip(typed["type"], typed["value"], strict=True)]
    columns = pl.DataFrame(read, schema={"text": pl.String, "kind": KIND}, orient="row")
    return pl.concat([found, typed.select("row", "column").hstack(columns)])


def _other(kind: str, value: str | None) -> tuple[str | None, int]:
    if kind == "b" and value in FLAGS:
        return FLAGS[value], CellKind.BOOLEAN
    if kind == "d" and (found := ISO.fullmatch(value or "")):
        clock = (found[2] or MIDNIGHT) + (f".{found[3]}" if found[3] and int(found[3]) else "")
        return found[1] if clock == MIDNIGHT else f"{found[1]} {clock}", CellKind.DATE
    return (value, CellKind.TEXT) if kind == "d" and value else (None, CellKind.ERROR)
