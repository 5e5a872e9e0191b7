"""Titles and names of sheets that say of all rows below that they do not hold, or no longer."""

import pytest

from expectations.contracts import FEEDS
from tasks.read.beside.table_signs import ENDED, VOID, said_of_rows
from tests.unit.read.extracts import HEADERS, ROWS, accept, text, workbook

OTHERS = [(f"{row[0][:-1]}9", *row[1:]) for row in ROWS]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("NON AKTIF", ENDED), ("Nonaktif", ENDED), ("Peserta Keluar", ENDED), ("Data TK keluar 2025", ENDED),
        ("DAFTAR PESERTA TIDAK AKTIF", ENDED), ("Mutasi Keluar", ENDED), ("PHK", ENDED), ("Meninggal", ENDED),
        ("Daftar Peserta Non Aktif per 31 Desember 2025", ENDED), ("BPU - nonaktif", ENDED),
        ("Batal", VOID), ("Data ganda", VOID), ("Duplikat", VOID), ("Daftar klaim yang ditolak", VOID),
        ("CALON PESERTA", VOID), ("Usulan Target 2026", VOID), ("Draft", VOID), ("Klaim belum dibayar", VOID),
        ("AKTIF", None), ("Data Peserta", None), ("Daftar peserta aktif dan non aktif", None), ("Sheet1", None),
        ("Data BPU", None), ("Calon PMI", None), ("Keluarga", None), ("PENSIUN PT Batalindo", None),
        ("JP Pensiun", None),
        ("Hapus bila perlu", None), ("Peserta aktif, tanpa yang keluar", None), ("Batal demi hukum", None),
    ],
)  # fmt: skip
def test_say_so_by_themselves(title: str, said: str | None) -> None:
    assert said_of_rows(["", "K01", title]) == said


def test_of_a_sheet_take_its_rows_only() -> None:
    frame = accept(workbook({"AKTIF": [HEADERS, *ROWS], "NON AKTIF": [HEADERS, *OTHERS]})).frame
    assert frame["ended_on__unreadable"].to_list() == [False] * 3 + [True] * 3
    assert frame["row_holds"].all()
    frame = accept(workbook({"Batal": [HEADERS, *OTHERS], "Data": [HEADERS, *ROWS]})).frame
    assert frame["row_holds"].to_list() == [False] * 3 + [True] * 3


def test_of_a_sheet_whose_rows_have_the_day_change_nothing() -> None:
    head = (*HEADERS, "TANGGAL_NONAKTIF")
    ended = [head, *[(*row, "31/12/2024") for row in OTHERS]]
    frame = accept(workbook({"AKTIF": [head, *[(*row, None) for row in ROWS]], "KELUAR": ended})).frame
    assert not frame["ended_on__unreadable"].any()
    assert frame["row_holds"].all()


def test_above_a_table_take_all_its_rows() -> None:
    title = "DAFTAR PESERTA NON AKTIF"
    found = accept(f"{title}\n{text()}".encode())
    assert found.frame["ended_on__unreadable"].all()
    assert "rows_said" not in found.facts
    assert accept(workbook({"Data": [[title], HEADERS, *ROWS]})).frame["ended_on__unreadable"].all()


def test_of_the_one_sheet_there_is_count_too() -> None:
    assert accept(workbook({"Nonaktif": [HEADERS, *ROWS]})).frame["ended_on__unreadable"].all()
    assert not accept(workbook({"Data": [HEADERS, *ROWS]})).frame["ended_on__unreadable"].any()


def test_where_nothing_ends_say_only_that_rows_do_not_hold() -> None:
    body = text([("72.05", "2025", "10")], headers=("KODE_WILAYAH", "TAHUN", "JUMLAH"))
    assert accept(f"Pensiun\n{body}".encode(), feed=FEEDS["eligible"]).frame["row_holds"].all()
    assert not accept(f"DRAFT\n{body}".encode(), feed=FEEDS["eligible"]).frame["row_holds"].any()
