"""Texts from outside do no harm: not in a spreadsheet, not on the page, not by what they tell."""

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from typing import Any

import fastexcel
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.check.receipt import Previous
from tasks.check.receipt.files import arrival_files, result_files
from tasks.check.receipt.rows import rows_csv
from tasks.presentation.safe_text import csv_safe, label, visible
from tests.unit.check.receipts import ISSUES, LINES, submission
from warehouse.records import Status

FORMULAS = ['=HYPERLINK("http://x.example","y")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1"]
NIK = "7205011708900003"


class Tags(HTMLParser):
    """The elements of a page and its text."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.names: list[str] = []
        self.text = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.names.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def planted(text: str) -> dict[str, bytes]:
    """A receipt with a text wherever one from outside can stand."""
    facts = {
        "format": "xlsx",
        "sheet": text,
        "unknown_columns": [text],
        "drift": [{"kind": "alias", "columns": [text], "policy": "warn"}],
    }
    before = Previous(submission=submission(id=3, file_name=text), issues=())
    hostile = submission(file_name=text, folder=text, branch=None, details={"file": facts, "reason_detail": text})
    return result_files(hostile, issues=ISSUES, lines=LINES, previous=before)


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_the_workbook_is_a_formula_or_a_link(formula: str) -> None:
    book = zipfile.ZipFile(io.BytesIO(planted(formula)["receipt.xlsx"]))
    sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 3
    for sheet in sheets:
        assert "<f>" not in sheet
        assert "hyperlink" not in sheet
        kinds = {re.search(r't="(\w+)"', cell).group(1) for cell in re.findall(r"<c [^>]*>", sheet) if 't="' in cell}  # type: ignore[union-attr]
        assert kinds <= {"s", "inlineStr"}
    summary = fastexcel.read_excel(planted(formula)["receipt.xlsx"]).load_sheet(0, header_row=None).to_polars()
    assert any(visible(formula) in row for row in summary.rows())


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_the_rows_begins_a_formula(formula: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasks.check.receipt.rows.rule_texts", lambda code, feed: (formula, formula))
    cells = [cell for row in csv.reader(io.StringIO(rows_csv(LINES, feed="enrolment").decode())) for cell in row]
    assert f"'{formula}" in cells
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in cells)


@given(st.text())
def test_a_csv_cell_never_begins_a_formula(text: str) -> None:
    assert csv_safe(text).removeprefix("'") in {text, text.removeprefix("'")}
    assert not csv_safe(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize(
    "markup", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</title><b>", "&lt;i&gt;"]
)
def test_markup_in_a_name_stays_text(markup: str) -> None:
    shown = Tags(planted(f"{markup}.csv")["receipt.html"])
    expected = Tags(planted("a.csv")["receipt.html"])
    assert shown.names == expected.names
    assert f"{markup}.csv" in shown.text


def test_the_page_runs_nothing_and_loads_nothing() -> None:
    page = planted("a.csv")["receipt.html"].decode()
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert not re.search(r"https?://", page)
    assert set(re.findall(r'(?:href|src)="([^"]*)"', page)) == {"data:,", "receipt.xlsx", "rows.csv"}


def test_a_nik_among_headers_is_not_repeated() -> None:
    facts = {
        "unknown_columns": [NIK, f"NIK {NIK}"],
        "sheet": NIK,
        "drift": [{"kind": "extra", "columns": [NIK], "policy": "warn"}],
    }
    files = result_files(submission(details={"file": facts}), issues=ISSUES, lines=LINES)
    book = zipfile.ZipFile(io.BytesIO(files.pop("receipt.xlsx")))
    for content in (*files.values(), *(book.read(name) for name in book.namelist())):
        assert NIK.encode() not in content
    assert json.loads(files["receipt.json"])["file_facts"]["unknown_columns"] == ["…", "NIK …"]


def test_labels_are_short_and_visible() -> None:
    assert label("KODE_DESA") == "KODE_DESA"
    assert label("a\x00b\u202ec") == "a\ufffdb\ufffdc"
    assert len(label("x" * 1_000)) == 60


def test_undecodable_names_do_not_break_a_receipt() -> None:
    files = arrival_files(submission(file_name="a\udcff.csv", status=Status.RECEIVED))
    assert json.loads(files["receipt.json"])["status"] == "received"
