"""The workbook, read back by another library."""

import io
import zipfile
from typing import Any

import fastexcel
import polars as pl
import pytest

from tasks.check.receipt import Previous, receipt_record
from tasks.check.receipt import workbook as made
from tasks.check.receipt.files import result_files
from tasks.check.receipt.messages import RULES_OVERLAP, STATUS_TEXTS
from tasks.check.receipt.rows import COLUMNS as ROW_COLUMNS
from tasks.check.receipt.workbook import ROW_HEADS, RULE_HEADS, SHEET_ROWS, receipt_workbook
from tests.unit.check.receipts import ISSUES, LINES, submission
from tests.unit.printed import assert_prints
from warehouse.records import Issue, Status


def sheets(lines: pl.DataFrame | None = LINES, **changes: Any) -> dict[str, list[tuple[Any, ...]]]:
    then = (ISSUES[0], Issue(code="NIK_SEX", severity=ISSUES[1].severity, columns=("NIK",), row_count=9))
    before = Previous(submission=submission(id=3), issues=then)
    receipt = receipt_record(submission(**changes), issues=ISSUES, lines=lines, previous=before)
    book = fastexcel.read_excel(receipt_workbook(receipt, lines))
    return {
        name: book.load_sheet(name, header_row=None, dtypes="string").to_polars().rows() for name in book.sheet_names
    }


def test_the_workbook_has_three_sheets_with_indonesian_first() -> None:
    assert list(sheets()) == ["Ringkasan - Summary", "Aturan - By rule", "Baris - Rows"]


def test_summary_has_what_the_data_have() -> None:
    summary = {row[1]: row[2:] for row in sheets()["Ringkasan - Summary"]}
    assert summary["Receipt"] == ("S000012", "S000012")
    assert summary["Rows read"] == ("50000", "50000")
    assert summary["Rejected"] == ("1234", "1234")
    assert summary["Status"] == ("diterima, kecuali baris yang ditolak", "accepted, but for the rejected rows")
    assert summary["Delimiter"] == ("titik koma ;", "semicolon ;")


def test_the_workbook_shows_rules_with_what_changed() -> None:
    head, *rules = sheets()["Aturan - By rule"]
    assert head == RULE_HEADS
    assert [(row[1], row[3], row[4], row[5]) for row in rules] == [
        ("NIK_LENGTH", "1234", "1234", "masih sama / as before"),
        ("REPEAT_MERGED", "7", "0", "baru / new"),
        ("KPJ_LENGTH", "5", "0", "baru / new"),
        ("NIK_SEX", "0", "9", "sudah diperbaiki / fixed"),
    ]


@pytest.mark.parametrize("in_memory", [10_000, 1])
def test_the_workbook_lists_every_row_concerned(in_memory: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "IN_MEMORY_LINES", in_memory)
    _, *rows = sheets()["Baris - Rows"]
    assert [(int(row[0]), row[2], row[3]) for row in rows] == [
        *((row_no, code, columns) for row_no, _, code in LINES.iter_rows() for columns in [code.split("_")[0]])
    ]


@pytest.mark.parametrize(("room", "shown", "more"), [(41, 40, 0), (40, 38, 2), (10, 8, 32)])
def test_what_a_sheet_cannot_hold_is_told(room: int, shown: int, more: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (LINES.height, SHEET_ROWS <= 2**20) == (40, True)
    monkeypatch.setattr(made, "SHEET_ROWS", room)
    _, *rows = sheets()["Baris - Rows"]
    assert len(rows) == shown + bool(more)
    assert len(rows) + 1 <= room
    if more:
        assert rows[-1][1] == f"{more} baris lagi: lihat rows.csv / {more} more lines: see rows.csv"


def test_without_rows_the_sheet_has_its_head_only() -> None:
    assert len(sheets(lines=None)["Baris - Rows"]) == 1


@pytest.mark.parametrize("status", sorted({*Status} - {Status.RECEIVED}))
@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("rows_read", [0, 7])
def test_every_result_has_its_files_with_their_heads(status: Status, named: bool, rows_read: int) -> None:
    unknown = {} if named else {"branch": None, "feed": None, "position_date": None, "file_name": "data.csv"}
    files = result_files(submission(status=status, rows_read=rows_read, **unknown), issues=(), lines=None)
    assert set(files) - {"rows.csv"} == {"receipt.json", "receipt.html", "receipt.xlsx"}
    assert ("rows.csv" in files) == (rows_read > 0)
    assert rows_read == 0 or pl.read_csv(files["rows.csv"]).columns == [*ROW_COLUMNS]
    book = fastexcel.read_excel(files["receipt.xlsx"])
    read = [book.load_sheet(name, header_row=None, dtypes="string").to_polars().rows() for name in book.sheet_names]
    assert read[1:] == [[RULE_HEADS], [ROW_HEADS]]
    assert STATUS_TEXTS[status] in [row[2:] for row in read[0]]
    assert b'href="receipt.xlsx"' in files["receipt.html"]
    assert b"rows.csv" not in files["receipt.html"]


def test_the_page_offers_the_list_of_rows_where_there_is_a_row_in_it() -> None:
    page = result_files(submission(), issues=ISSUES, lines=LINES)["receipt.html"]
    assert all(f'href="{name}"'.encode() in page for name in ("receipt.xlsx", "rows.csv"))


def test_the_numbers_of_the_workbook_are_number_cells() -> None:
    content = io.BytesIO(receipt_workbook(receipt_record(submission(), issues=ISSUES), LINES)).getvalue()
    rows = fastexcel.read_excel(content).load_sheet("Baris - Rows").to_polars()
    assert rows["Baris / Row"].dtype.is_numeric()


def test_each_sheet_prints_across_with_its_headers_on_every_page() -> None:
    receipt = receipt_record(submission(), issues=ISSUES, lines=LINES, previous=None)
    with zipfile.ZipFile(io.BytesIO(receipt_workbook(receipt, LINES))) as book:
        assert_prints(book, sheets=3)
        texts = book.read("xl/sharedStrings.xml").decode()
    assert all(text not in texts for text in RULES_OVERLAP)


def test_the_workbook_explains_counts_by_rule_that_exceed_the_rows() -> None:
    _, first, *_ = sheets(rows_rejected=1_233)["Aturan - By rule"]
    assert first[6:] == RULES_OVERLAP
