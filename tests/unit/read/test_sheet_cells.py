"""Cells of worksheets: each keeps its kind, in whatever markup it is written, as another reader sees it too."""

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.read.sheets.number_formats import shown_as
from tasks.read.tables.raw_table import CellKind
from tests.unit.read.extracts import HEADERS, ROWS, accept
from tests.unit.read.sheets import (
    Cells,
    edited,
    in_other_quotes,
    only_sheet,
    prefixed,
    styled,
    without_places,
)

TEXT, NUMBER, PERCENT, DATE, BOOLEAN, ERROR, NO_VALUE = CellKind
DAY = timedelta(days=1)
MOMENTS = st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 30)).map(  # noqa: DTZ001 - cells have no zone
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).filter(
    lambda text: text.strip() == text and text[0] not in "=#" and "_x" not in text
)
NUMBERS = st.one_of(
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False, width=64).filter(
        lambda number: number == 0 or 1e-300 < abs(number) < 1e300
    ),
)
VALUES = st.one_of(
    st.none(),
    TEXTS,
    st.booleans(),
    NUMBERS.map(lambda number: ("0.00%", number)),
    NUMBERS.map(lambda number: ("General", number)),
    MOMENTS.map(lambda moment: ("dd/mm/yyyy hh:mm:ss.000", moment)),
)
GRIDS = st.lists(st.lists(VALUES, min_size=1, max_size=5), min_size=1, max_size=6)
DIALECTS: dict[str, Callable[[bytes], bytes]] = {
    "as written": lambda data: data,
    "prefixes": lambda data: edited(data, {"sheets": prefixed, "xl/sharedStrings.xml": prefixed}),
    "other quotes": lambda data: edited(data, {"sheets": in_other_quotes, "xl/sharedStrings.xml": in_other_quotes}),
    "comments": lambda data: edited(data, {"sheets": lambda part: part.replace("<row", '<!-- <c r="A1"> --><row')}),
    "UTF-16": lambda data: edited(
        data, {"sheets": lambda part: part.replace("UTF-8", "UTF-16").replace("utf-8", "utf-16")}, encoding="utf-16"
    ),
}
RAISED_ONE = '<r><rPr><vertAlign val="superscript"/></rPr><t>1)</t></r>'


def written(rows: list[list[Any]], *, constant_memory: bool = False, from_1904: bool = False) -> bytes:
    """A workbook by XlsxWriter: texts are shared, or each in its own cell where memory is constant."""
    out = io.BytesIO()
    options = {"constant_memory": constant_memory, "in_memory": True, "date_1904": from_1904}
    with xlsxwriter.Workbook(out, {**options, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Data")
        formats = {code: book.add_format({"num_format": code}) for code in ("0.00%", "dd/mm/yyyy hh:mm:ss.000")}
        for row_no, row in enumerate(rows):
            for column, value in enumerate(row):
                code, plain = value if isinstance(value, tuple) else (None, value)
                if isinstance(plain, datetime):
                    sheet.write_datetime(row_no, column, plain, formats[str(code)])
                elif isinstance(plain, str):
                    sheet.write_string(row_no, column, plain)
                elif plain is not None:
                    sheet.write(row_no, column, plain, formats.get(str(code)))
    return out.getvalue()


def as_another_reader_sees_it(data: bytes, found: Cells) -> None:
    """Every cell that openpyxl finds is there with the same value, and no other."""
    sheet: Any = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
    seen = set()
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            place = (cell.row - 1, cell.column - 1)
            seen.add(place)
            text, kind = found[place]
            assert text is not None
            if isinstance(cell.value, bool):
                assert (text, kind) == (str(cell.value).upper(), BOOLEAN)
            elif isinstance(cell.value, str):
                assert (text, kind) == (cell.value, TEXT)
            elif isinstance(cell.value, datetime):
                assert kind is DATE
                assert abs(datetime.fromisoformat(text) - cell.value) <= timedelta(milliseconds=1)
            elif "%" in cell.number_format:
                assert kind is PERCENT
                assert float(text) == pytest.approx(float(cell.value) * 100, rel=1e-15)
            else:
                assert kind is NUMBER
                assert float(text) == float(cell.value)
                assert set(text) <= set("-.0123456789")
    assert set(found) == seen


@settings(max_examples=60, deadline=None)
@given(rows=GRIDS, own_texts=st.booleans(), dialect=st.sampled_from(sorted(DIALECTS)))
def test_random_workbooks_are_read_as_another_reader_sees_them(
    rows: list[list[Any]], own_texts: bool, dialect: str
) -> None:
    data = written(rows, constant_memory=own_texts)
    found = only_sheet(DIALECTS[dialect](data))
    as_another_reader_sees_it(data, found)


@settings(max_examples=25, deadline=None)
@given(rows=GRIDS)
def test_days_counted_from_1904_are_the_same_days(rows: list[list[Any]]) -> None:
    later = [[cell if not _is_before_1904(cell) else None for cell in row] for row in rows]
    assert only_sheet(written(later, from_1904=True)) == only_sheet(written(later))


def _is_before_1904(cell: Any) -> bool:
    return isinstance(cell, tuple) and isinstance(cell[1], datetime) and cell[1].year < 1904


def test_cells_that_do_not_say_where_they_are_stand_side_by_side() -> None:
    rows = [["NIK", 1, True], ["a", 2.5, False]]
    data = written(rows)
    assert only_sheet(edited(data, {"sheets": without_places})) == only_sheet(data)


def with_cell(cell: str) -> bytes:
    """A workbook of one sheet with this cell."""
    return edited(written([[1]]), {"sheets": lambda part: part.replace('<c r="A1"><v>1</v></c>', cell)})


class TestNumbers:
    @pytest.mark.parametrize(
        ("kept", "text"),
        [("0.52149999999999996", "0.5215"), ("7.205011708900003E15", "7205011708900003"), ("1E-7", "0.0000001"),
         ("-0", "0"), ("350000", "350000"), ("0.125", "0.125"), ("7205011708900003", "7205011708900003"),
         ("123456789012345678", "123456789012345678"), ("42000000.0", "42000000"), (" 5 ", "5")],
    )  # fmt: skip
    def test_are_as_short_as_they_are_exact(self, kept: str, text: str) -> None:
        data = edited(written([[1]]), {"sheets": lambda part: part.replace("<v>1</v>", f"<v>{kept}</v>")})
        assert only_sheet(data) == {(0, 0): (text, NUMBER)}

    @pytest.mark.parametrize("kept", ["INF", "NaN", "x", "1,5", "1E999"])
    def test_that_are_none_are_errors(self, kept: str) -> None:
        data = edited(written([[1]]), {"sheets": lambda part: part.replace("<v>1</v>", f"<v>{kept}</v>")})
        assert only_sheet(data) == {(0, 0): (None, ERROR)}

    @pytest.mark.parametrize(("value", "text"), [(0.5215, "52.15"), (0.32, "32"), (1.005, "100.5"), (0.6728, "67.28")])
    def test_shares_are_times_a_hundred_without_dust(self, value: float, text: str) -> None:
        for code in ("0.00%", "0%", "0.0%;[Red]-0.0%", "0 %"):
            assert only_sheet(styled([[value]], {(0, 0): code})) == {(0, 0): (text, PERCENT)}


class TestDays:
    @pytest.mark.parametrize(
        ("number", "text"),
        [(43891, "2020-03-01"), (43890.995, "2020-02-29 23:52:48"), (43891 - 1e-7, "2020-02-29 23:59:59.991"),
         (0, "1899-12-31"), (1, "1900-01-01"), (59, "1900-02-28"), (61, "1900-03-01"), (2958465, "9999-12-31"),
         (43891.5, "2020-03-01 12:00:00")],
    )  # fmt: skip
    def test_are_those_that_excel_shows(self, number: float, text: str) -> None:
        assert only_sheet(styled([[number]], {(0, 0): "dd/mm/yyyy"})) == {(0, 0): (text, DATE)}

    @pytest.mark.parametrize("number", [-1, 60, 2958466, 1e300])
    def test_that_no_calendar_has_stay_numbers(self, number: float) -> None:
        assert only_sheet(styled([[number]], {(0, 0): "dd/mm/yyyy"}))[0, 0][1] is NUMBER

    def test_written_as_iso_8601_are_days(self) -> None:
        for kept, text in (("2020-03-01", "2020-03-01"), ("2020-03-01T00:00:00", "2020-03-01"),
                           ("2020-02-29T23:52:48.5", "2020-02-29 23:52:48.5")):  # fmt: skip
            cell = f'<c r="A1" t="d"><v>{kept}</v></c>'
            data = with_cell(cell)
            assert only_sheet(data) == {(0, 0): (text, DATE)}

    def test_of_plain_numbers_in_a_workbook_counted_from_1904_are_moved(self) -> None:
        data = written([list(HEADERS), [*ROWS[0][:4], 42429, 44530]], from_1904=True)
        assert accept(data).frame.select("registered_on", "last_paid").row(0) == (date(2020, 3, 1), date(2025, 12, 1))


class TestOtherCells:
    @pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#NAME?", "#VALUE!", "#NULL!", "#NUM!"])
    def test_errors_are_neither_text_nor_empty(self, error: str) -> None:
        assert only_sheet(styled([[error]], {})) == {(0, 0): (None, ERROR)}

    def test_formulas_without_a_value_are_not_empty(self) -> None:
        assert only_sheet(styled([["=1+1"]], {})) == {(0, 0): (None, NO_VALUE)}

    def test_formulas_that_nobody_computed_have_no_value(self) -> None:
        """XlsxWriter writes 0 where a program is to compute, and asks for it."""
        data = written([["=A2"]])
        with_formula = edited(data, {"sheets": lambda part: part.replace(
            '<c r="A1" t="s"><v>0</v></c>', '<c r="A1"><f>A2</f><v>0</v></c>')})  # fmt: skip
        assert only_sheet(with_formula) == {(0, 0): (None, NO_VALUE)}
        computed = edited(with_formula, {"xl/workbook.xml": lambda part: part.replace(' fullCalcOnLoad="1"', "")})
        assert only_sheet(computed) == {(0, 0): ("0", NUMBER)}

    @pytest.mark.parametrize(
        ("cell", "expected"),
        [
            ('<c r="A1" t="str"><f>B1</f><v>PU</v></c>', ("PU", TEXT)),
            ('<c r="A1" t="str"><f>B1</f><v></v></c>', ("", TEXT)),
            ('<c r="A1" t="str" cm="1"><f t="array" ref="A1">B1&amp;C1</f><v>A&amp;B</v></c>', ("A&B", TEXT)),
            ('<c r="A1"><f>B1</f><v>5</v></c>', ("5", NUMBER)),
            ('<c r="A1"><f t="shared" si="0"/><v>5</v></c>', ("5", NUMBER)),
            ('<c r="A1"><f>B1</f></c>', (None, NO_VALUE)),
            ('<c r="A1"><f>B1</f><v/></c>', (None, NO_VALUE)),
            ('<c r="A1" t="b"><f>B1</f><v>1</v></c>', ("TRUE", BOOLEAN)),
            ('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>', (" a ", TEXT)),
            ('<c r="A1" t="inlineStr"><is><r><rPr><b/></rPr><t>a</t></r><r><t>b</t></r></is></c>', ("ab", TEXT)),
            (f'<c r="A1" t="inlineStr"><is><r><t>1234</t></r>{RAISED_ONE}<r><t>5</t></r></is></c>', ("1234¹)5", TEXT)),
            ('<c r="A1" t="inlineStr"><is><r><rPr><vertAlign val="baseline"/></rPr><t>1</t></r></is></c>', ("1", TEXT)),
            ('<c r="A1" t="inlineStr"><is><t>a</t><rPh sb="0" eb="1"><t>x</t></rPh></is></c>', ("a", TEXT)),
            ('<c r="A1" t="str"><v>a_x000D_b_x0041_</v></c>', ("a\rbA", TEXT)),
            ('<c r="A1" t="str"><v>&#67;&#x44;</v></c>', ("CD", TEXT)),
            ('<c r="A1" t="n" s="0"><v>7</v><extLst><ext/></extLst></c>', ("7", NUMBER)),
        ],
    )  # fmt: skip
    def test_each_way_of_writing_a_cell_has_one_meaning(self, cell: str, expected: tuple[str | None, CellKind]) -> None:
        data = with_cell(cell)
        assert only_sheet(data) == {(0, 0): expected}
        for dialect in (prefixed, in_other_quotes):
            assert only_sheet(edited(data, {"sheets": dialect})) == {(0, 0): expected}

    @pytest.mark.parametrize(
        "cell",
        [
            '<c r="A1"/>', '<c r="A1" s="1"></c>', '<c r="A1"><v></v></c>', '<c r="A1" t="s"><v/></c>',
            '<c r="A1" t="s"><v></v></c>',
        ],
    )  # fmt: skip
    def test_a_cell_with_a_format_alone_is_empty(self, cell: str) -> None:
        data = with_cell(cell)
        assert only_sheet(data) == {}


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("General", "number"), ("0", "number"), ("#,##0.00", "number"), ("@", "number"), ("0.00E+00", "number"),
        ('_("Rp"* #,##0_);_("Rp"* (#,##0)', "number"), ("[$Rp-421] #,##0", "number"), ("[Red]0;[Blue]-0", "number"),
        ('0 "hari"', "number"), (r"0\%", "number"), ('0"%"', "number"), ("[h]:mm:ss", "number"),
        ("0000.0000", "number"),
        ("0%", "percent"), ("0.00%", "percent"), ('0.0" persen "%', "percent"), ("[>1]0%;0%", "percent"),
        ("dd/mm/yyyy", "date"), ("[$-421]dd mmmm yyyy;@", "date"), ("yyyy-mm", "date"), ("mmm-yy", "date"),
        (r"dd\-mm\-yyyy", "date"), ('"tgl "d', "date"), ("h:mm AM/PM", "date"), ("DD/MM/YYYY", "date"),
        ("m/d/yy h:mm", "date"),
        ('0" ribu"', "in-units"), ('#,##0 "juta rupiah"', "in-units"), ('0"000"', "in-units"), (r"0\0\0\0", "in-units"),
        ('#,##0," ribu"', "number"), ('0.0,,"juta"', "number"), ('0;0" ribu"', "number"),
        ('0;"merah;hijau d"', "number"), ('"a;b"0%', "percent"),
    ],
)  # fmt: skip
def test_number_formats_say_what_a_number_is(code: str, shown: str) -> None:
    assert shown_as(code) == shown
