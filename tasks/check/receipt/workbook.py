"""`receipt.xlsx`: summary, rules and rows; every text is written as text, so none can become a formula or a link."""

import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

from expectations.contracts import FEEDS
from expectations.contracts.schema import Severity
from expectations.templates.print_setup import set_up_pages
from expectations.written import INDONESIAN, counted
from tasks.check.receipt.build import rule_texts, rules_overlap
from tasks.check.receipt.messages import CHANGE_TEXTS, DRY_RUN_TEXTS, ROW_COUNT_TEXTS, RULES_OVERLAP, SEVERITY_TEXTS
from tasks.check.receipt.rows import columns_of
from tasks.check.receipt.schema import Receipt
from tasks.presentation.safe_text import visible

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

SHEET_ROWS = 100_001  # head included; Excel holds ten times as many, which take a minute to write
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - no clock time: the same receipt has the same bytes
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
IN_MEMORY_LINES = 20_000
SUMMARY_HEADS = ("Keterangan", "Item", "Isi", "Value")
RULE_HEADS = (
    "Tingkat / Severity",
    "Kode / Code",
    "Kolom / Columns",
    "Baris / Rows",
    "Sebelumnya / Before",
    "Perubahan / Change",
    "Aturan",
    "Rule",
)
ROW_HEADS = ("Baris / Row", "Tingkat / Severity", "Kode / Code", "Kolom / Columns", "Aturan", "Rule")
Cell = str | int | None


def receipt_workbook(receipt: Receipt, lines: pl.DataFrame | None) -> bytes:
    """The workbook; `lines`: `row_no`, `severity`, `code` by row, or None where no row is concerned."""
    import xlsxwriter  # noqa: PLC0415 - a tenth of a second, which a look at a small file need not wait for

    many = lines is not None and lines.height > IN_MEMORY_LINES
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {**AS_TEXT, "constant_memory" if many else "in_memory": True}) as book:
        book.set_properties({"title": "Tanda terima / Receipt", "created": CREATED})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for name, (heads, widths, rows) in {
            "Ringkasan - Summary": (SUMMARY_HEADS, (30, 26, 60, 60), _summary(receipt)),
            "Aturan - By rule": (RULE_HEADS, (18, 27, 26, 12, 14, 20, 60, 60), _rules(receipt)),
            "Baris - Rows": (ROW_HEADS, (12, 18, 27, 30, 60, 60), _rows(receipt, lines)),
        }.items():
            sheet = book.add_worksheet(name)
            for place, width in enumerate(widths):
                sheet.set_column(place, place, width)
            sheet.freeze_panes(1, 0)
            set_up_pages(sheet)
            _write(sheet, 0, heads, head)
            for row_no, row in enumerate(rows, start=1):
                _write(sheet, row_no, row, None if many else wrapped)
    return out.getvalue()


def _write(sheet: "Worksheet", row_no: int, cells: Iterable[Cell], form: "Format | None") -> None:
    for place, cell in enumerate(cells):
        if isinstance(cell, str):
            sheet.write_string(row_no, place, cell, form)
        elif cell is not None:
            sheet.write_number(row_no, place, cell, form)


def _summary(receipt: Receipt) -> Iterator[tuple[Cell, ...]]:
    feed = FEEDS.get(receipt["feed"] or "")
    number = receipt["submission"]
    yield "Tanda terima", "Receipt", *((number, number) if number else DRY_RUN_TEXTS)
    name = visible(receipt["file_name"])
    yield "Berkas", "File", name, name
    if feed is not None:
        yield "Jenis", "Feed", feed.title_id, feed.title_en
    yield "Cabang", "Branch", receipt["branch"] or receipt["folder"], receipt["branch"] or receipt["folder"]
    yield "Tanggal posisi", "Position date", receipt["position_date"], receipt["position_date"]
    yield "Revisi", "Revision", receipt["revision"], receipt["revision"]
    yield "Status", "Status", receipt["status_id"], receipt["status_en"]
    if reason := receipt["reason"]:
        yield "Sebab", "Reason", reason["text_id"], reason["text_en"]
        yield "Kode", "Code", reason["code"], reason["code"]
        if reason["detail"]:
            yield "Rincian", "Detail", reason["detail"], reason["detail"]
    yield "Langkah berikut", "Next step", receipt["next_id"], receipt["next_en"]
    rows = receipt["rows"]
    counts = (rows["read"], rows["accepted"], rows["rejected"], rows["merged"], rows["warned"])
    for texts, count in zip(ROW_COUNT_TEXTS.values(), counts, strict=True):
        yield *texts, count, count
    if then := receipt["compared_with"]:
        before = f"{then['submission']} {visible(then['file_name'])}"
        yield "Dibandingkan dengan", "Compared with", before, before
    for fact in receipt["file_facts_texts"]:
        yield fact["name_id"], fact["name_en"], fact["value_id"], fact["value_en"]


def _rules(receipt: Receipt) -> Iterator[tuple[Cell, ...]]:
    if rules_overlap(receipt):
        yield None, None, None, None, None, None, *RULES_OVERLAP
    for rule in receipt["rules"]:
        yield (
            _both(SEVERITY_TEXTS[Severity(rule["severity"])]),
            rule["code"],
            ", ".join(rule["columns"]),
            rule["rows"],
            rule["rows_before"],
            _both(CHANGE_TEXTS[rule["change"]]) if rule["change"] else None,
            rule["text_id"],
            rule["text_en"],
        )
    for one in receipt["fixed"]:
        fixed = _both(CHANGE_TEXTS["fixed"])
        columns = ", ".join(one["columns"])
        yield None, one["code"], columns, 0, one["rows_before"], fixed, one["text_id"], one["text_en"]


def _rows(receipt: Receipt, lines: pl.DataFrame | None) -> Iterator[tuple[Cell, ...]]:
    """One line per row and broken rule, as far as a sheet goes; the last line says how many it does not hold."""
    if lines is None or receipt["feed"] is None:
        return
    feed = receipt["feed"]
    texts = {code: (columns_of(code, feed=feed), *rule_texts(code, feed=feed)) for code in lines["code"].unique()}
    room = SHEET_ROWS - 1
    shown = lines if lines.height <= room else lines.head(room - 1)
    severities = {str(severity): _both(names) for severity, names in SEVERITY_TEXTS.items()}
    for row_no, severity, code in shown.iter_rows():
        yield row_no, severities[severity], code, *texts[code]
    if shown.height < lines.height:
        more = lines.height - shown.height
        yield (
            None,
            f"{INDONESIAN.number(more)} baris lagi: lihat rows.csv / {counted(more, 'more line')}: see rows.csv",
        )


def _both(texts: tuple[str, str]) -> str:
    return " / ".join(texts)
