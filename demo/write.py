"""Write text cells to a file of the branch's kind; the same cells give the same bytes."""

import gzip
import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import xlsxwriter

from demo.styles import DATE_COLUMNS, Style, header_text

Lines = list[str]
CREATED = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # stands in every workbook
NOTICE = "Data sintetis untuk demo dan uji; tidak memuat data orang. Synthetic data, no real person."
WHOLE_NUMBERS = ("UPAH", "JUMLAH_TK")


def total_cells(cells: pl.DataFrame) -> list[str]:
    """A closing line: JUMLAH, and the sum of heads in the last column."""
    heads = cells["JUMLAH_TK"].cast(pl.Int64, strict=False).sum()
    return ["JUMLAH", *[""] * (cells.width - 2), str(heads)]


def delimited(
    cells: pl.DataFrame,
    *,
    style: Style,
    title: Sequence[str] = (),
    change_lines: Callable[[Lines], Lines] | None = None,
) -> bytes:
    """A delimited file in the style's encoding; `change_lines` may spoil the lines of the rows."""
    named = cells.rename({name: header_text(name, style=style) for name in cells.columns})
    body = named.write_csv(separator=style.separator, line_terminator="\n")
    if change_lines is not None:
        header, *rows = body.splitlines()
        body = "\n".join([header, *change_lines(rows), ""])
    above = "".join(f"{line}\n" for line in title)
    below = f"{style.separator.join(total_cells(cells))}\n" if style.total else ""
    text = f"{above}{body}{below}"
    if style.newline != "\n":
        text = text.replace("\n", style.newline)
    return text.encode(style.encoding, errors="replace")


def packed(content: bytes) -> bytes:
    """gzip without a time in its header."""
    return gzip.compress(content, compresslevel=6, mtime=0)


def workbook(cells: pl.DataFrame, *, style: Style, title: Sequence[str] = (), numeric: tuple[str, ...] = ()) -> bytes:
    """An XLSX file; columns in `numeric` are stored as numbers, which costs a NIK its last digit."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED, "title": "Data sintetis"})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("DATA")
        for row, line in enumerate(title):
            sheet.write_string(row, 0, line)
        top = len(title)
        for place, name in enumerate(cells.columns):
            sheet.write_string(top, place, header_text(name, style=style))
            for row, value in enumerate(cells[name].to_list(), start=top + 1):
                if not value:
                    continue
                if name in numeric or (style.typed and name in WHOLE_NUMBERS):
                    sheet.write_number(row, place, kept_by_excel(value))
                elif style.typed and name in DATE_COLUMNS and (moment := moment_of(value)):
                    sheet.write_datetime(row, place, moment, day)
                else:
                    sheet.write_string(row, place, value)
        for place, value in enumerate(total_cells(cells) if style.total else ()):
            if value:
                sheet.write_string(top + 1 + cells.height, place, value)
        book.add_worksheet("KETERANGAN").write_string(0, 0, NOTICE)
    return target.getvalue()


def kept_by_excel(digits: str) -> int:
    """A whole number as Excel keeps it: fifteen digits, the rest zeros."""
    lost = max(0, len(digits) - 15)
    return int(digits[: len(digits) - lost] + "0" * lost)


def moment_of(text: str) -> datetime | None:
    """A date written yyyy-mm-dd; None for what is no date (it stays text, as when typed into a date cell)."""
    try:
        return datetime.strptime(text, "%Y-%m-%d")  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def typed_parquet(cells: pl.DataFrame, *, style: Style) -> bytes:
    """A Parquet file; where the style is typed, dates and numbers have their types and unreadable ones are null."""
    if style.typed:
        cells = cells.with_columns(
            *(pl.col(name).str.to_date("%Y-%m-%d", strict=False) for name in DATE_COLUMNS),
            *(pl.col(name).cast(pl.Int64, strict=False) for name in WHOLE_NUMBERS),
        )
    target = io.BytesIO()
    cells.rename({name: header_text(name, style=style) for name in cells.columns}).write_parquet(target)
    return target.getvalue()


def file_content(
    cells: pl.DataFrame,
    *,
    style: Style,
    title: Sequence[str] = (),
    change_lines: Callable[[Lines], Lines] | None = None,
) -> bytes:
    """The bytes of a file of the style's kind."""
    if style.extension == "xlsx":
        return workbook(cells, style=style, title=title)
    if style.extension == "parquet":
        return typed_parquet(cells, style=style)
    text = delimited(cells, style=style, title=title, change_lines=change_lines)
    return packed(text) if style.extension == "csv.gz" else text


def put(path: Path, content: bytes) -> Path:
    """Write a file and the folders above it; tells where."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
