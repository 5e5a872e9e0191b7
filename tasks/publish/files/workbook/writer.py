"""Write a workbook: one table a sheet, marked as a table with a header row, real numbers, nothing merged."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import polars as pl
import xlsxwriter
from xlsxwriter import Workbook
from xlsxwriter.format import Format

from tasks.publish.files.workbook.bulk_sheet import BulkSheet, rows_of, style_of, text_rows
from tasks.publish.files.workbook.front import CONTENTS, TextSheet
from tasks.publish.files.workbook.marks import AFTER_NUMBER, status_columns
from tasks.publish.files.workbook.sheets import TableSheet
from warehouse.figures.schema import Column, FinePercent, Percent

CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - no clock time: the same figures have the same bytes
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
DAY_ZERO = date(1899, 12, 30)  # of the serial numbers by which spreadsheets count days
HEAD_ROW = 4  # from 0: title, two lines of description and one about the rows stand above
NO_ROWS = "Tidak ada baris / No rows"
STYLE = "Table Style Light 15"
WIDTHS = {"region_name": 30, "flags": 34, "document": 30, "issuer": 14, "eligible_version": 22}
WIDTH = 15
NUMBER_FORMS = {Percent: "0.00", FinePercent: "0.00##"}
PLAIN_UNITS = frozenset({"year", "rank", None})


def write_workbook(
    front: Sequence[TextSheet], sheets: Sequence[TableSheet], *, title: str, about_rows: str, label: str = ""
) -> bytes:
    """The workbook as bytes; the same input gives the same. about_rows: a line above each table, of all its rows.

    label: stands before each title, and on each page that is printed.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties(
            {
                "title": labelled(title, label),
                "subject": "UCJ",
                "author": "ucj",
                "keywords": "UCJ, jaminan sosial",
                "created": CREATED,
            }
        )
        book.set_custom_property("Language", "id-ID, en")
        forms = _forms(book)
        for text in front:
            page = _sheet(book, text.name, label=label)
            _write_texts(page, text, forms, title=labelled(text.title, label), linked=text.name == CONTENTS)
        for sheet in sheets:
            title = labelled(f"{sheet.title.id} / {sheet.title.en}", label)
            page = _sheet(book, sheet.name, label=label)
            _write_table(page, sheet, forms, title=title, about_rows=about_rows, for_few=bool(label))
    return out.getvalue()


def labelled(title: str, label: str) -> str:
    """A title that says first who may read what stands below it, where not everybody may."""
    return f"{label}: {title}" if label else title


def _sheet(book: Workbook, name: str, *, label: str) -> BulkSheet:
    page: BulkSheet = book.add_worksheet(name, BulkSheet)
    if label:
        page.set_header(f"&C&B{label}")
    return page


def _forms(book: Workbook) -> dict[str, Format]:
    """The few styles of cells of a workbook, by what they are for."""
    numbers = {*NUMBER_FORMS.values(), "#,##0", "0", "yyyy-mm-dd"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
        "mark": book.add_format({"align": "right"}),
        **{form: book.add_format({"num_format": form}) for form in sorted(numbers)},
        **{form + AFTER_NUMBER: book.add_format({"num_format": form + AFTER_NUMBER}) for form in sorted(numbers)},
    }


def _write_texts(page: BulkSheet, text: TextSheet, forms: dict[str, Format], *, title: str, linked: bool) -> None:
    page.write_string(0, 0, title, forms["title"])
    for place, width in enumerate(text.widths):
        page.set_column(place, place, width)
    if text.heads:
        options = _table_options(text.heads, name=text.name.partition(" ")[0], forms=forms)
        page.freeze_panes(2, 0)
        if not linked:  # hundreds of rows, the same in every workbook
            rows = text_rows(text.rows, style=style_of(forms["wrapped"]), first_row=3)
            page.add_bulk_table(1, rows, rows=len(text.rows), options=options)
            return
        page.add_table(1, 0, 1 + len(text.rows), len(text.heads) - 1, options)
    for row, cells in enumerate(text.rows, start=2 if text.heads else 1):
        for place, cell in enumerate(cells):
            if linked and place == 0:
                page.write_url(row, place, f"internal:'{cell}'!A1", string=cell)
            else:
                page.write_string(row, place, cell, forms["wrapped"])


def _write_table(
    page: BulkSheet, sheet: TableSheet, forms: dict[str, Format], *, title: str, about_rows: str, for_few: bool
) -> None:
    lines = (title, sheet.description.id, sheet.description.en, about_rows)
    for row, line in enumerate(lines):
        page.write_string(row, 0, line, forms["title"] if row == 0 else None)
    if sheet.frame.is_empty():
        page.write_string(HEAD_ROW, 0, NO_ROWS)
        return
    names = [column.name for column in sheet.columns]
    page.freeze_panes(HEAD_ROW + 1, names.index("region_name") + 1 if "region_name" in names else 0)
    page.set_row(HEAD_ROW, 60)
    for place, name in enumerate(names):
        page.set_column(place, place, WIDTHS.get(name, WIDTH))
    kinds = [number_form(column) for column in sheet.columns]
    rows = rows_of(
        in_days(sheet.frame),
        forms=[forms.get(kind) for kind in kinds],
        few=[forms.get(kind + AFTER_NUMBER) for kind in kinds] if for_few else (),
        marked=forms["mark"],
        statuses=status_columns(sheet.frame.columns),
        first_row=HEAD_ROW + 2,
    )
    heads = [f"{column.title.id} / {column.title.en}" for column in sheet.columns]
    options = _table_options(heads, name=sheet.name, forms=forms)
    page.add_bulk_table(HEAD_ROW, rows, rows=sheet.frame.height, options=options)


def _table_options(heads: Sequence[str], *, name: str, forms: dict[str, Format]) -> dict[str, Any]:
    """A table of a spreadsheet: programs that read aloud find its header, and every column has a filter."""
    columns = [{"header": head, "header_format": forms["head"]} for head in heads]
    return {"columns": columns, "name": name, "style": STYLE}


def in_days(frame: pl.DataFrame) -> pl.DataFrame:
    """Dates as spreadsheets have them: numbers of days from their day zero."""
    return frame.with_columns((pl.col(pl.Date) - DAY_ZERO).dt.total_days())


def number_form(column: Column) -> str:
    """How the numbers of a column are shown; the program of the reader sets its own separators. Empty for texts."""
    if column.dtype == pl.String:
        return ""
    if column.dtype == pl.Date:
        return "yyyy-mm-dd"
    for dtype, form in NUMBER_FORMS.items():
        if column.dtype == dtype:
            return form
    return "0" if column.unit in PLAIN_UNITS else "#,##0"
