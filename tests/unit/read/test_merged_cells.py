"""Cells merged over several rows of a sheet: a spreadsheet shows one value for all of them."""

import io
from datetime import date

import openpyxl
import pytest

from tests.unit.read.extracts import accept, left_out
from tests.unit.read.sheets import edited, prefixed, saved

HEADERS = ("NIK", "KPJ", "SEGMEN", "TANGGAL_KEPESERTAAN", "BLTH_AKHIR", "TANGGAL_NONAKTIF")
NIKS = [f"720501170890{n:04}" for n in range(1, 7)]
ENDED = date(2024, 12, 31)


def merged(*places: str, blank_from: int = 99) -> bytes:
    """Six people, all ended; of merged cells only the first has a value, as spreadsheets save them."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADERS)
    for n, nik in enumerate(NIKS, start=1):
        row = (nik, f"1234567890{n}", "PU", "01/03/2020", "12-2024", "31/12/2024")
        sheet.append(row if n < blank_from else [None] * len(HEADERS))
    for place in places:
        sheet.merge_cells(place)
    return saved(book)


@pytest.mark.parametrize("change", [lambda part: part, prefixed], ids=["usual markup", "prefixed markup"])
def test_the_value_stands_for_every_row(change: object) -> None:
    data = edited(merged("F2:F4", "C2:C7", "F6:F7"), {"sheets": change})  # type: ignore[dict-item]
    frame = accept(data).frame
    assert frame["ended_on"].to_list() == [ENDED] * 6
    assert frame["segment"].to_list() == ["PU"] * 6


def test_across_columns_the_value_stands_in_the_first_alone() -> None:
    frame = accept(merged("E2:F3")).frame
    assert frame["last_paid"].to_list() == [date(2024, 12, 1)] * 6
    assert frame["ended_on"].to_list() == [None, None, *[ENDED] * 4]


def test_rows_of_merged_cells_alone_are_no_people() -> None:
    extract = accept(merged("A3:A7", "B3:B7", "C3:C7", blank_from=3))
    assert extract.frame["nik"].to_list() == NIKS[:2]


def test_merged_cells_over_each_other_do_no_harm() -> None:
    places = "".join(f'<mergeCell ref="F{n}:F1048576"/>' for n in range(2, 3000))
    data = edited(
        merged(),
        {"sheets": lambda part: part.replace("</sheetData>", f"</sheetData><mergeCells>{places}</mergeCells>")},
    )
    assert accept(data).frame["nik"].to_list() == NIKS


def test_a_title_over_several_rows_is_none_of_the_records() -> None:
    book = openpyxl.load_workbook(io.BytesIO(merged()))
    sheet = book.active
    assert sheet is not None
    sheet.insert_rows(1, 2)
    sheet["A1"] = "DATA PESERTA"
    sheet.merge_cells("A1:F2")
    extract = accept(saved(book))
    assert extract.frame["nik"].to_list() == NIKS
    assert left_out(extract) == {}
