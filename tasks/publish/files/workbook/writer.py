"""Write a workbook: one table a sheet, marked as a table with a header row, real numbers, nothing merged."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter import Workbook
from xlsxwriter.format import Format

from tasks.publish.files.workbook.bulk_sheet import BulkSheet
from tasks.publish.files.workbook.cells import text_rows
from tasks.publish.files.workbook.front import CONTENTS, TextSheet
from tasks.publish.files.workbook.sheets import HEAD_ROW, TableSheet
from tasks.publish.files.workbook.styles import HEAD, TITLE, WRAPPED, add_styles, style_of

CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - no clock time: the same figures have the same bytes
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
NO_ROWS = "Tidak ada baris / No rows"
TABLE_STYLE = "Table Style Light 15"
WIDTHS = {"region_name": 30, "flags": 34, "document": 30, "issuer": 14, "eligible_version": 22}
WIDTH = 15
Styles = Mapping[str, Format]


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
        styles = add_styles(book, for_few=bool(label))
        for text in front:
            page = _sheet(book, text.name, label=label)
            _write_texts(page, text, styles, title=labelled(text.title, label), linked=text.name == CONTENTS)
        for sheet in sheets:
            title = labelled(f"{sheet.title.id} / {sheet.title.en}", label)
            page = _sheet(book, sheet.name, label=label)
            _write_table(page, sheet, styles, title=title, about_rows=about_rows)
    return out.getvalue()


def labelled(title: str, label: str) -> str:
    """A title that says first who may read what stands below it, where not everybody may."""
    return f"{label}: {title}" if label else title


def _sheet(book: Workbook, name: str, *, label: str) -> BulkSheet:
    page: BulkSheet = book.add_worksheet(name, BulkSheet)
    if label:
        page.set_header(f"&C&B{label}")
    return page


def _write_texts(page: BulkSheet, text: TextSheet, styles: Styles, *, title: str, linked: bool) -> None:
    page.write_string(0, 0, title, styles[TITLE])
    for place, width in enumerate(text.widths):
        page.set_column(place, place, width)
    if text.heads:
        options = _table_options(text.heads, name=text.name.partition(" ")[0], styles=styles)
        page.freeze_panes(2, 0)
        if not linked:  # hundreds of rows, the same in every workbook
            rows = text_rows(text.rows, style=style_of(WRAPPED), first_row=3)
            page.add_bulk_table(1, rows, rows=len(text.rows), options=options)
            return
        page.add_table(1, 0, 1 + len(text.rows), len(text.heads) - 1, options)
    for row, cells in enumerate(text.rows, start=2 if text.heads else 1):
        for place, cell in enumerate(cells):
            if linked and place == 0:
                page.write_url(row, place, f"internal:'{cell}'!A1", string=cell)
            else:
                page.write_string(row, place, cell, styles[WRAPPED])


def _write_table(page: BulkSheet, sheet: TableSheet, styles: Styles, *, title: str, about_rows: str) -> None:
    lines = (title, sheet.description.id, sheet.description.en, about_rows)
    for row, line in enumerate(lines):
        page.write_string(row, 0, line, styles[TITLE] if row == 0 else None)
    if not sheet.rows:
        page.write_string(HEAD_ROW, 0, NO_ROWS)
        return
    names = [column.name for column in sheet.columns]
    page.freeze_panes(HEAD_ROW + 1, names.index("region_name") + 1 if "region_name" in names else 0)
    page.set_row(HEAD_ROW, 60)
    for place, name in enumerate(names):
        page.set_column(place, place, WIDTHS.get(name, WIDTH))
    heads = [f"{column.title.id} / {column.title.en}" for column in sheet.columns]
    options = _table_options(heads, name=sheet.name, styles=styles)
    page.add_bulk_table(HEAD_ROW, sheet.xml, rows=sheet.rows, options=options)


def _table_options(heads: Sequence[str], *, name: str, styles: Styles) -> dict[str, Any]:
    """A table of a spreadsheet: programs that read aloud find its header, and every column has a filter."""
    columns = [{"header": head, "header_format": styles[HEAD]} for head in heads]
    return {"columns": columns, "name": name, "style": TABLE_STYLE}
