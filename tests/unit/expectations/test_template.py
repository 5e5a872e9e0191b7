"""Templates against their contracts: read back by fastexcel and from the XML of the workbook itself."""

import io
import re
import zipfile
from datetime import date
from xml.etree import ElementTree

import fastexcel
import pytest

from expectations.contracts import FEEDS
from expectations.contracts.codes import Code, code_lists
from expectations.contracts.schema import Feed, Kind
from expectations.templates.workbook import build_template
from tests.unit.printed import assert_prints

DAY = date(2026, 1, 31)
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LAST_ROW = 1_048_576

every_feed = pytest.mark.parametrize("feed", FEEDS.values(), ids=lambda feed: feed.name)


def sheet(feed: Feed, place: int) -> list[tuple[str | None, ...]]:
    book = fastexcel.read_excel(build_template(feed, on=DAY))
    rows: list[tuple[str | None, ...]] = book.load_sheet(place, header_row=None, dtypes="string").to_polars().rows()
    return rows


def part(feed: Feed, name: str) -> ElementTree.Element:
    book = zipfile.ZipFile(io.BytesIO(build_template(feed, on=DAY)))
    return ElementTree.fromstring(book.read(name))


def number_formats(feed: Feed) -> dict[str, str]:
    """The number format of each whole column, by header."""
    styles = part(feed, "xl/styles.xml")
    names = {"49": "@", "1": "0", "2": "0.00", "3": "#,##0"}  # those that every spreadsheet knows
    names |= {str(one.get("numFmtId")): str(one.get("formatCode")) for one in styles.iter(f"{SHEET}numFmt")}
    used = [cell.get("numFmtId") for cell in styles.find(f"{SHEET}cellXfs") or ()]
    columns: dict[int, str] = {}
    for column in part(feed, "xl/worksheets/sheet1.xml").iter(f"{SHEET}col"):
        form = used[int(str(column.get("style")))]
        for place in range(int(str(column.get("min"))), int(str(column.get("max"))) + 1):
            columns[place] = names[str(form)]
    return {field.header: columns[place] for place, field in enumerate(feed.fields, start=1)}


def checks(feed: Feed) -> dict[str, ElementTree.Element]:
    """Data validations by header; each must cover its column below the header."""
    found = {}
    for one in part(feed, "xl/worksheets/sheet1.xml").iter(f"{SHEET}dataValidation"):
        area = re.fullmatch(r"([A-Z]+)2:([A-Z]+)(\d+)", str(one.get("sqref")))
        assert area is not None
        assert (area[1], area[3]) == (area[2], str(LAST_ROW))
        place = sum((ord(sign) - 64) * 26**power for power, sign in enumerate(reversed(area[1]))) - 1
        found[feed.fields[place].header] = one
    return found


@every_feed
def test_headers_are_those_of_the_contract(feed: Feed) -> None:
    assert sheet(feed, 0) == [tuple(field.header for field in feed.fields)]


@every_feed
def test_whole_columns_are_text_where_excel_would_damage(feed: Feed) -> None:
    formats = number_formats(feed)
    for field in feed.fields:
        is_number = field.kind in {Kind.DATE, Kind.MONTH, Kind.INTEGER, Kind.AMOUNT}
        assert (formats[field.header] == "@") is not is_number, field.header
    assert {formats[f.header] for f in feed.fields if f.kind is Kind.DATE} <= {"dd/mm/yyyy"}
    assert {formats[f.header] for f in feed.fields if f.kind is Kind.MONTH} <= {"mm-yyyy"}


def test_nik_and_kpj_are_text() -> None:
    formats = number_formats(FEEDS["enrolment"])
    assert [formats[header] for header in ("NIK", "KPJ", "NPP", "KODE_DESA", "TANGGAL_LAHIR")] == [
        *["@"] * 4,
        "dd/mm/yyyy",
    ]


@every_feed
def test_drop_downs_hold_the_codes_of_their_lists(feed: Feed) -> None:
    codes = sheet(feed, 2)
    found = checks(feed)
    for field in feed.fields:
        if field.kind is Kind.FLAG:
            assert found[field.header].findtext(f"{SHEET}formula1") == '"Y,T"'
        if field.kind is not Kind.CODE:
            assert field.kind in (Kind.FLAG, Kind.DIGITS) or field.header not in found  # a name may be another one
            continue
        check = found[field.header]
        assert check.get("type") == "list"
        area = re.fullmatch(r"'Kode - Codes'!\$([A-Z])\$2:\$([A-Z])\$(\d+)", str(check.findtext(f"{SHEET}formula1")))
        assert area is not None
        column = [row[ord(area[1]) - 65] for row in codes[: int(area[3])]]
        assert column == [field.code_list, *(code.code for code in code_lists()[str(field.code_list)].codes)]


def test_codes_that_no_longer_hold_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Code, "holds_on", lambda self, day: self.code != "BPU")
    assert not any("BPU" in row for row in sheet(FEEDS["enrolment"], 2))


@every_feed
def test_every_header_has_a_note_in_both_languages(feed: Feed) -> None:
    notes = {
        str(one.get("ref")): "".join(one.itertext()) for one in part(feed, "xl/comments1.xml").iter(f"{SHEET}comment")
    }
    assert len(notes) == len(feed.fields)
    for field, note in zip(feed.fields, notes.values(), strict=True):
        assert note.index(field.text_id) < note.index(field.text_en)
        assert ("required" in note) == (field.required or any(field.name in one for one in feed.require_one_of))


@every_feed
def test_the_guide_explains_every_column_and_rule(feed: Feed) -> None:
    guide = sheet(feed, 1)
    lines = {row[0]: row for row in guide}
    for field in feed.fields:
        assert lines[field.header][-2:] == (field.text_id, field.text_en)
    for rule in feed.rules:
        assert lines[rule.code][-2:] == (rule.text_id, rule.text_en)
    assert any(f"{feed.file_prefix}_K01_20260131.xlsx" in str(row[0]) for row in guide)


@every_feed
def test_the_same_contract_makes_the_same_template(feed: Feed) -> None:
    assert build_template(feed, on=DAY) == build_template(feed, on=DAY)


@every_feed
def test_the_sheets_of_a_template_print_across_with_their_headers(feed: Feed) -> None:
    with zipfile.ZipFile(io.BytesIO(build_template(feed, on=DAY))) as book:
        assert_prints(book, sheets=3)
