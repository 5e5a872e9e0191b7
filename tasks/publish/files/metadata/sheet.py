"""The three forms filled in as one workbook, a sheet each, in the order of the regulation."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from expectations.templates.print_setup import set_up_pages
from tasks.publish.files.metadata.forms import FORMS, MS_KEG, REGULATION, Entry, MetadataForm

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - no clock time: the same forms have the same bytes
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
ACTIVITY_HEADS, ACTIVITY_WIDTHS = ("Nomor", "Rincian", "Isian"), (9, 58, 90)
NARROW, WIDE = 8, 34


def forms_workbook(entries: Mapping[str, Sequence[Entry]]) -> bytes:
    """The workbook; `entries`: of each form by its code. One table a sheet, every cell a text."""
    import xlsxwriter  # noqa: PLC0415 - a tenth of a second, which a look at a release need not wait for

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {**AS_TEXT, "in_memory": True}) as book:
        book.set_properties({"title": f"Metadata statistik ({REGULATION})", "created": CREATED})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for form in FORMS:
            sheet = book.add_worksheet(form.code)
            heads, widths, rows = _laid_out(form, entries[form.code])
            for place, width in enumerate(widths):
                sheet.set_column(place, place, width)
            sheet.freeze_panes(1, 0)
            set_up_pages(sheet)
            _write(sheet, 0, heads, head)
            for row_no, row in enumerate(rows, start=1):
                _write(sheet, row_no, row, wrapped)
            sheet.autofilter(0, 0, len(rows), len(heads) - 1)
    return out.getvalue()


def _laid_out(
    form: MetadataForm, entries: Sequence[Entry]
) -> tuple[Sequence[str], Sequence[int], Sequence[Sequence[str]]]:
    """Heads, widths and rows: the activity a line for each question, the others a line for each entry."""
    if form is MS_KEG:
        (entry,) = entries
        return ACTIVITY_HEADS, ACTIVITY_WIDTHS, [(q.number, q.label, entry[q.key]) for q in form.questions]
    heads = [f"({q.number}) {q.label}" if q.number != "-" else q.label for q in form.questions]
    widths = [NARROW if q.key == "nomor" else WIDE for q in form.questions]
    return heads, widths, [[entry[q.key] for q in form.questions] for entry in entries]


def _write(sheet: "Worksheet", row_no: int, cells: Sequence[str], form: "Format") -> None:
    for place, cell in enumerate(cells):
        sheet.write_string(row_no, place, cell, form)
