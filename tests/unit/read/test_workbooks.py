"""Workbooks: the sheet that holds the table is found, and each shape of workbook has one clear outcome."""

from datetime import date, datetime

import pytest

from tests.unit.read.extracts import ELIGIBLE, GOOD, HEADERS, NIKS, ROWS, accept, niks, ragged, refuse, workbook, zipped

ALL = {2: NIKS[0], 3: NIKS[1], 4: NIKS[2]}
SHEET = {"Data": [HEADERS, *ROWS]}


class TestWorkbooks:
    def test_are_read(self) -> None:
        extract = accept(workbook(SHEET))
        assert niks(extract) == ALL
        assert extract.frame.equals(accept(GOOD).frame)
        assert ragged(extract) == []

    def test_titles_and_blank_rows_above_count(self) -> None:
        extract = accept(workbook({"Data": [[], ["DATA PESERTA"], [], [None, None, "Cabang"], HEADERS, *ROWS]}))
        assert niks(extract) == {6: NIKS[0], 7: NIKS[1], 8: NIKS[2]}
        assert extract.facts["header_row"] == 5

    def test_blank_rows_in_between_count(self) -> None:
        extract = accept(workbook({"Data": [HEADERS, ROWS[0], [], ["", " "], ROWS[1]]}))
        assert niks(extract) == {2: NIKS[0], 5: NIKS[1]}
        assert extract.facts["blank_rows"] == 2

    def test_empty_columns_on_the_left_do_no_harm(self) -> None:
        assert niks(accept(workbook({"Data": [[None, None, *row] for row in (HEADERS, *ROWS)]}))) == ALL

    def test_a_total_row_is_no_row(self) -> None:
        extract = accept(workbook({"Data": [HEADERS, *ROWS, [], ["TOTAL", None, 3]]}))
        assert niks(extract) == ALL
        assert extract.facts["total_rows"] == [6]

    def test_the_sheet_with_the_header_is_taken(self) -> None:
        extract = accept(workbook({"Petunjuk": [["Isi lembar kedua"]], "Kosong": [], "Data 2": [HEADERS, *ROWS]}))
        assert niks(extract) == ALL
        assert (extract.facts["sheet"], extract.facts["sheets"]) == ("Data 2", 3)

    def test_numbers_and_dates_are_understood(self) -> None:
        row = [7205011708900003, 12345678901, None, "BPU", date(2020, 3, 1), date(2025, 12, 1)]
        extract = accept(workbook({"Data": [HEADERS, row, [7.205e15, 345678901, None, "PU", "1 Mei 2020", 202512]]}))
        columns = ["nik", "kpj", "registered_on", "last_paid"]
        assert extract.frame.select(columns).rows() == [
            (None, "12345678901", date(2020, 3, 1), date(2025, 12, 1)),
            (None, "00345678901", date(2020, 5, 1), date(2025, 12, 1)),
        ]
        assert extract.frame["nik__unreadable"].all()  # a number cell keeps 15 digits of 16

    def test_a_time_of_day_is_dropped(self) -> None:
        row = [*ROWS[0][:4], datetime.fromisoformat("2020-03-01T23:59:59"), "2025-12"]
        assert accept(workbook({"Data": [HEADERS, row]})).frame["registered_on"].to_list() == [date(2020, 3, 1)]

    def test_amounts_are_understood(self) -> None:
        rows = [["72.05", 2025, 70123], ["7206", 2025.0, "1.440.162"]]
        frame = accept(workbook({"Data": [["KODE_WILAYAH", "TAHUN", "JUMLAH"], *rows]}), feed=ELIGIBLE).frame
        assert frame.select("region", "year", "eligible").rows() == [("72.05", 2025, 70123), ("72.06", 2025, 1440162)]

    @pytest.mark.parametrize("sheets", [{"Data": [["satu", "dua"], [1, 2]]}, {"Data": []}, {"A": [], "B": [["NIK"]]}])
    def test_without_a_header(self, sheets: dict[str, list[list[object]]]) -> None:
        assert refuse(workbook(sheets)).code == "HEADER_NOT_FOUND"

    @pytest.mark.parametrize("rows", [[], [[]], [["", None, " "]]])
    def test_without_rows(self, rows: list[list[object]]) -> None:
        assert refuse(workbook({"Data": [HEADERS, *rows]})).code == "NO_ROWS"

    def test_with_a_column_missing(self) -> None:
        assert refuse(workbook({"Data": [HEADERS[1:], *(row[1:] for row in ROWS)]})).code == "COLUMN_MISSING"

    def test_broken(self) -> None:
        assert refuse(zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w"})).code == "NOT_READABLE"

    def test_cut_off(self) -> None:
        assert refuse(workbook(SHEET)[:2_000]).code == "CONTAINER_BROKEN"
