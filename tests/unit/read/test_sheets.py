"""The whole workbook: every visible sheet is looked at; what is not read is named, what is in doubt refuses it."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.unit.read.extracts import ELIGIBLE, HEADERS, NIKS, ROWS, accept, niks, refuse, unzipped, workbook, zipped

ALL = {2: NIKS[0], 3: NIKS[1], 4: NIKS[2]}
TABLE = [HEADERS, *ROWS]
OTHERS: list[tuple[str, ...]] = [(f"7205011708{n:06d}", f"2234567890{n}", *ROWS[0][2:]) for n in range(1, 4)]
RECAP: list[list[Any]] = [["SEGMEN", "JUMLAH"], ["PU", 3], ["TOTAL", 3]]
TWICE: list[list[Any]] = [["NIK", "NAMA"], [NIKS[0], "x"]]
NOTES: list[list[Any]] = [["Petunjuk pengisian"], [], ["Isi lembar Data"]]
SECOND = 20_000_000
Sheets = Mapping[str, Sequence[Sequence[Any]]]


def left_out(data: bytes) -> list[tuple[str, str, int]]:
    """Reason, sheet and rows of everything that was left out."""
    return [(one["reason"], one["sheet"], one["count"]) for one in accept(data).facts["left_out"]]


def hidden(data: bytes, *numbers: int, state: str = "hidden") -> bytes:
    """A workbook with sheets hidden, by their places counted from 1."""
    parts = unzipped(data)
    for number in numbers:
        place = f'sheetId="{number}"'.encode()
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(place, place + f' state="{state}"'.encode())
    return zipped(parts)


class TestOneTable:
    @pytest.mark.parametrize(
        "before",
        [
            {"REKAP": RECAP},
            {"Petunjuk": NOTES},
            {"REKAP": RECAP, "Kosong": []},
            {"Templat": [HEADERS]},
            {"NIK ganda": TWICE},
            {"Daftar": [["No", "Lembar", "NIK", "KPJ"], [1, "Data", 3, 3]]},
            {"Contoh": [HEADERS, OTHERS[0]]},
        ],
    )
    @pytest.mark.parametrize("is_last", [True, False])
    def test_is_read_wherever_it_stands(self, before: Sheets, is_last: bool) -> None:
        table: Sheets = {"Data": TABLE}
        sheets = {**before, **table} if is_last else {**table, **before}
        data = workbook(sheets)
        assert niks(accept(data)) == ALL
        assert accept(data).facts["sheet"] == "Data"

    def test_what_stands_on_other_sheets_is_told_with_its_rows(self) -> None:
        data = workbook({"REKAP": RECAP, "Data": TABLE, "Catatan Budi": NOTES})
        assert left_out(data) == [("other_sheet", "REKAP", 3), ("other_sheet", "#3", 2)]

    @pytest.mark.parametrize("state", ["hidden", "veryHidden"])
    def test_hidden_sheets_are_named_and_not_read(self, state: str) -> None:
        data = hidden(workbook({"Lama": [HEADERS, *OTHERS], "Data": TABLE}), 1, state=state)
        assert niks(accept(data)) == ALL
        assert left_out(data) == [("hidden_sheet", "Lama", 0)]

    def test_a_hidden_sheet_alone_is_no_table(self) -> None:
        refusal = refuse(hidden(workbook({"Data": TABLE, "Kosong": []}), 1))
        assert refusal.code == "HEADER_NOT_FOUND"
        assert "Data" in refusal.detail

    def test_a_chart_in_front_does_not_matter(self) -> None:
        parts = unzipped(workbook({"Grafik": [], "Data": TABLE}))
        for name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
            parts[name] = parts[name].replace(b"/relationships/worksheet", b"/relationships/chartsheet", 1)
        parts["xl/worksheets/sheet1.xml"] = b'<chartsheet><drawing r:id="rId1"/></chartsheet>'
        assert niks(accept(zipped(parts))) == ALL

    def test_a_copy_of_the_table_is_read_once(self) -> None:
        data = workbook({"Data": TABLE, "Data lama": TABLE})
        assert niks(accept(data)) == ALL
        assert left_out(data) == [("sheet_repeated", "Data lama", 3)]

    def test_examples_are_told_and_not_read(self) -> None:
        data = workbook({"Contoh pengisian": [HEADERS, OTHERS[0]], "Data": TABLE})
        assert niks(accept(data)) == ALL
        assert left_out(data) == [("example_sheet", "#1", 1)]
        assert accept(workbook({"Contoh": TABLE, "REKAP": RECAP})).frame.height == 3  # the only table there is

    def test_parts_under_other_paths_are_found(self) -> None:
        parts = unzipped(workbook({"Data": TABLE}))
        parts["xl/sheets/SHEET1.XML"] = parts.pop("xl/worksheets/sheet1.xml")
        relations = parts["xl/_rels/workbook.xml.rels"]
        parts["xl/_rels/workbook.xml.rels"] = relations.replace(b"worksheets/sheet1.xml", b"/xl/sheets/sheet1.xml")
        assert niks(accept(zipped(parts))) == ALL


class TestSeveralTables:
    def test_with_the_same_columns_are_read_together(self) -> None:
        data = workbook({"PU": TABLE, "BPU": [["Judul"], HEADERS, *OTHERS]})
        extract = accept(data)
        first = {10_000_002 + place: nik for place, nik in enumerate(NIKS)}
        assert niks(extract) == first | {SECOND + 3 + place: row[0] for place, row in enumerate(OTHERS)}
        assert extract.facts["sheets_read"] == [
            {"sheet": "PU", "number": 1, "rows": 3, "header_row": 1},
            {"sheet": "BPU", "number": 2, "rows": 3, "header_row": 2},
        ]

    def test_in_another_order_of_columns_are_the_same(self) -> None:
        turned = [tuple(reversed(row)) for row in (HEADERS, *OTHERS)]
        extract = accept(workbook({"PU": TABLE, "BPU": turned}))
        assert extract.frame["nik"].to_list() == [*NIKS, *(row[0] for row in OTHERS)]
        assert extract.frame["kpj"].to_list() == [row[1] for row in (*ROWS, *OTHERS)]

    def test_keep_their_kinds_apart(self) -> None:
        numbers = [(*row[:4], 43891, row[5]) for row in OTHERS]
        extract = accept(workbook({"PU": TABLE, "BPU": [HEADERS, *numbers]}))
        assert extract.frame["registered_on"].n_unique() == 1

    def test_each_total_and_blank_row_is_left_out(self) -> None:
        total: list[Any] = ["JUMLAH", None, 3]
        extract = accept(workbook({"PU": [*TABLE, [], total], "BPU": [HEADERS, *OTHERS, total]}))
        assert extract.frame.height == 6
        assert extract.facts["total_rows"] == [10_000_006, SECOND + 5]
        assert extract.facts["blank_rows"] == 1

    def test_with_other_columns_are_refused_by_name(self) -> None:
        wider = [(*HEADERS, "TANGGAL_NONAKTIF"), *((*row, "") for row in OTHERS)]
        refusal = refuse(workbook({"PU": TABLE, "BPU": wider}))
        assert (refusal.code, refusal.detail) == ("SHEETS_DIFFER", "PU, BPU")

    def test_with_a_required_column_missing_are_refused_by_name(self) -> None:
        partial = [[cell for place, cell in enumerate(row) if place != 1] for row in (HEADERS, *OTHERS)]
        assert refuse(workbook({"PU": TABLE, "Data Budi": partial})).detail == "PU, #2"

    def test_with_a_column_twice_name_the_sheet(self) -> None:
        twice = [(*HEADERS, "NO_KTP"), *((*row, row[0]) for row in OTHERS)]
        refusal = refuse(workbook({"PU": TABLE, "BPU": twice}))
        assert refusal.code == "COLUMN_TWICE"
        assert refusal.detail.startswith("BPU: ")

    def test_of_mostly_the_same_people_are_two_positions(self) -> None:
        later = [HEADERS, *ROWS[:2], *OTHERS]
        refusal = refuse(workbook({"Desember": TABLE, "Januari": later}))
        assert (refusal.code, refusal.detail) == ("SHEETS_OVERLAP", "Desember, Januari")

    def test_of_few_common_people_are_parts(self) -> None:
        assert accept(workbook({"PU": TABLE, "BPU": [HEADERS, ROWS[0], *OTHERS]})).frame.height == 7

    def test_of_a_feed_without_people(self) -> None:
        header = ["KODE_WILAYAH", "TAHUN", "JUMLAH"]
        sheets: Sheets = {"2025": [header, ["72.05", 2025, 70123]], "2026": [header, ["72.05", 2026, 71000]]}
        assert accept(workbook(sheets), feed=ELIGIBLE).frame["eligible"].to_list() == [70123, 71000]


class TestSheetsWithoutAHeader:
    def test_that_go_on_are_joined(self) -> None:
        extract = accept(workbook({"Data": TABLE, "Data 2": OTHERS}))
        assert extract.frame["nik"].to_list() == [*NIKS, *(row[0] for row in OTHERS)]
        assert extract.frame["row_no"].to_list()[3:] == [SECOND + 1, SECOND + 2, SECOND + 3]
        assert [one["header_row"] for one in extract.facts["sheets_read"]] == [1, 0]

    @pytest.mark.parametrize(
        "around", [([["Lanjutan"], []], []), ([], [["JUMLAH", None, 3]]), ([[]], [[], ["Halaman 2"]])]
    )
    def test_that_go_on_between_titles_and_totals_are_joined(
        self, around: tuple[list[list[Any]], list[list[Any]]]
    ) -> None:
        extract = accept(workbook({"Data": [*TABLE, *around[1]], "Data 2": [*around[0], *OTHERS, *around[1]]}))
        assert extract.frame["nik"].to_list() == [*NIKS, *(row[0] for row in OTHERS)]

    @pytest.mark.parametrize(
        "rows",
        [
            [row[1:] for row in OTHERS],
            [tuple(reversed(row)) for row in OTHERS],
            [("", *row) for row in OTHERS],
            [(row[0],) for row in OTHERS],
            [(*row[:3], "01/03/2020", "PU", row[5]) for row in OTHERS],
        ],
    )
    def test_that_do_not_fit_the_columns_are_refused_by_name(self, rows: Sequence[Sequence[str]]) -> None:
        refusal = refuse(workbook({"Data": TABLE, "Data 2": rows}))
        assert (refusal.code, refusal.detail) == ("SHEET_WITHOUT_HEADER", "Data 2")

    def test_with_telephones_are_notes(self) -> None:
        contacts = [["Kontak cabang"], ["0812-3456-7890"], ["62 81234567890"]]
        assert left_out(workbook({"Data": TABLE, "Kontak": contacts})) == [("other_sheet", "#2", 3)]

    def test_before_the_table_are_refused(self) -> None:
        assert refuse(workbook({"Data 2": OTHERS, "Data": TABLE})).code == "SHEET_WITHOUT_HEADER"

    def test_beside_an_empty_template_are_refused(self) -> None:
        assert refuse(workbook({"Templat": [HEADERS], "Data": OTHERS})).code == "SHEET_WITHOUT_HEADER"


def test_sheets_that_are_only_formatted_have_no_rows() -> None:
    parts = unzipped(workbook({"Data": TABLE, "Kosong": []}))
    empty = b'<sheetData><row r="9"><c r="C9" s="0"/></row></sheetData>'
    parts["xl/worksheets/sheet2.xml"] = parts["xl/worksheets/sheet2.xml"].replace(b"<sheetData/>", empty)
    assert left_out(zipped(parts)) == []


@pytest.mark.parametrize("damage", [(b'<c r="A3"', b'<d r="A3"'), (b"</c>", b"<c>"), (b"<row ", b"<raw ")])
def test_a_cell_that_is_damaged_is_not_passed_over(damage: tuple[bytes, bytes]) -> None:
    parts = unzipped(workbook({"Data": TABLE}))
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(*damage, 1)
    assert refuse(zipped(parts)).code == "NOT_READABLE"


def test_two_cells_in_one_place_are_no_workbook() -> None:
    parts = unzipped(workbook({"Data": TABLE}))
    twice = b'<row r="9"><c r="A9"><v>1</v></c><c r="A9"><v>2</v></c></row></sheetData>'
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", twice)
    assert refuse(zipped(parts)).code == "NOT_READABLE"


class TestPartsOfAWorkbook:
    def test_of_the_strict_kind_are_found(self) -> None:
        parts = {
            name: part.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            ).replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            )
            for name, part in unzipped(workbook({"Data": TABLE})).items()
        }
        assert niks(accept(zipped(parts))) == ALL

    def test_of_texts_that_nothing_leads_to_are_found(self) -> None:
        parts = unzipped(workbook({"Data": TABLE}))
        relations = parts["xl/_rels/workbook.xml.rels"]
        parts["xl/_rels/workbook.xml.rels"] = relations.replace(b'/sharedStrings"', b'/other"')
        assert niks(accept(zipped(parts))) == ALL

    def test_of_a_sheet_that_is_not_there_make_no_workbook(self) -> None:
        parts = unzipped(workbook({"Data": TABLE, "BPU": [HEADERS, *OTHERS]}))
        del parts["xl/worksheets/sheet2.xml"]
        assert refuse(zipped(parts)).code == "NOT_READABLE"

    def test_with_a_mark_of_byte_order_are_read(self) -> None:
        parts = {name: b"\xef\xbb\xbf" + part for name, part in unzipped(workbook({"Data": TABLE})).items()}
        assert niks(accept(zipped(parts))) == ALL

    def test_of_texts_that_do_not_exist_make_no_workbook(self) -> None:
        parts = unzipped(workbook({"Data": TABLE}))
        parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b"<v>3</v>", b"<v>999</v>")
        assert refuse(zipped(parts)).code == "NOT_READABLE"
