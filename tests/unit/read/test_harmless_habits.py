"""Ways of writing that leave no doubt what is meant, and their neighbours that do."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from expectations.contracts.schema import Kind
from tasks.read.tables.raw_table import CellKind, strip_cells
from tests.unit.read.columns import read, values
from tests.unit.read.extracts import ENROLMENT, accept, parquet, refuse, text

NUMBER = CellKind.NUMBER


@pytest.mark.parametrize(
    "word",
    ["(null)", "<NULL>", "[null]", "Null", "NA", "n/a", "<NA>", "NaT", "nil", "none", "\\N", "(blank)", "kosong",
     "TIDAK ADA", "Belum Ada"],
)  # fmt: skip
def test_words_for_nothing_are_empty(word: str) -> None:
    assert strip_cells(pl.Series([word])).to_list() == [None]
    found = read(["31/12/2024", word], kind=Kind.DATE)
    assert not found.unreadable.any()


@pytest.mark.parametrize("word", ["?", "tidak tahu", "nanti", "NAMA", "N", "0x"])
def test_other_words_are_not(word: str) -> None:
    assert strip_cells(pl.Series([word])).to_list() == [word]


@pytest.mark.parametrize("cell", ["'31/12/2024'", "“31/12/2024”", "«31/12/2024»", "‘31/12/2024’", "`31/12/2024'"])
def test_quotes_of_any_kind_around_a_cell_fall_away(cell: str) -> None:
    assert values([cell], kind=Kind.DATE) == [date(2024, 12, 31)]


@pytest.mark.parametrize(
    "cell", ["31–12–2024", "31\u201112\u20112024", "31\u221212\u22122024", "31\u204412\u20442024", "٣١/١٢/٢٠٢٤",
             "۳۱/۱۲/۲۰۲۴", "31_12_2024", "31,12,2024", "20241231.0"],
)  # fmt: skip
def test_days_with_other_signs_and_digits(cell: str) -> None:
    assert values([cell], kind=Kind.DATE) == [date(2024, 12, 31)]


def test_a_code_with_its_name_beside_it_is_that_code() -> None:
    cells = ["Penerima Upah (PU)", "BPU - Bukan Penerima Upah", "PU (aktif)", "PU / BPU", "JAKON: Jasa Konstruksi"]
    assert values(cells, kind=Kind.CODE, code_list="SEGMEN") == ["PU", "BPU", None, None, "JAKON"]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1.234 orang", 1234),
        ("1.234 jiwa", 1234),
        ("1.234.0", None),
        ("50%", None),
        ("50 persen", None),
        ("2 ribu", None),
    ],
)
def test_counts_with_a_unit(cell: str, number: int | None) -> None:
    assert values([cell], kind=Kind.INTEGER, unit="people") == [number]


def test_dust_of_floats_makes_no_count_unreadable() -> None:
    cells = ["555154.00000000012", "4.9999999999", "5.5"]
    assert values(cells, kinds=[NUMBER] * 3, kind=Kind.INTEGER) == [555154, 5, None]


def test_percent_in_words_is_per_cent() -> None:
    assert values(["32,15 persen", "0,5 %"], kind=Kind.AMOUNT, unit="percent") == [Decimal("32.15"), Decimal("0.5")]


def test_a_share_among_percentages_is_not_believed() -> None:
    found = read(["52.15", "0.6728", "1.2 %", "0"], kind=Kind.AMOUNT, unit="percent")
    assert found.values.to_list() == [Decimal("52.15"), None, Decimal("1.2"), Decimal(0)]
    assert found.unreadable.to_list() == [False, True, False, False]
    kinds = [NUMBER, NUMBER, CellKind.PERCENT]
    assert values(["52.15", "0.6728", "0.5"], kinds=kinds, kind=Kind.AMOUNT, unit="percent") == [
        Decimal("52.15"), None, Decimal("0.5"),
    ]  # fmt: skip
    assert not read(["52.15", "0.6728"], kind=Kind.AMOUNT, unit="percent", forced="percent").unreadable.any()


def test_claim_numbers_that_were_floats_are_those_without_the_point() -> None:
    assert values(["202512000001.0", "KLM-1.0"], kind=Kind.TEXT, identifies=True) == ["202512000001", "KLM-1.0"]


STATUS = ("NIK", "KPJ", "SEGMEN", "TANGGAL_KEPESERTAAN", "BLTH_AKHIR", "STATUS")


@pytest.mark.parametrize(
    "status",
    ["NONAKTIF", "Tidak Aktif", "keluar", "PHK", "Non-Aktif (PHK)", "Sudah keluar", "Meninggal dunia", "in active"],
)
def test_a_status_that_says_ended_needs_the_day(status: str) -> None:
    rows = [(f"720501170890000{n}", f"1234567890{n}", "PU", "01/03/2020", "12-2025", one) for n, one in
            enumerate(("AKTIF", status, "Belum keluar"), start=1)]  # fmt: skip
    assert accept(text(rows, headers=STATUS).encode()).frame["ended_on__unreadable"].to_list() == [False, True, False]
    dated = [(*row, "31/12/2024") for row in rows]
    frame = accept(text(dated, headers=(*STATUS, "TANGGAL_NONAKTIF")).encode()).frame
    assert not frame["ended_on__unreadable"].any()


@pytest.mark.parametrize("header", ["TGL PENSIUN", "TANGGAL MENINGGAL", "END DATE", "TERMINATION DATE", "TGL OFF"])
def test_a_header_that_speaks_of_an_end_is_asked_about(header: str) -> None:
    rows = [("7205011708900003", "12345678901", "PU", "01/03/2020", "12-2025", "31/12/2024")]
    found = refuse(text(rows, headers=(*STATUS[:-1], header)).encode())
    assert (found.code, "TANGGAL_NONAKTIF?" in str(found.detail)) == ("COLUMN_UNCERTAIN", True)


def test_columns_that_are_not_read_may_stand_twice() -> None:
    rows = [("7205011708900003", "12345678901", "PU", "01/03/2020", "12-2025", "Ani", "Ani")]
    extract = accept(text(rows, headers=(*STATUS[:-1], "NAMA", "NAMA_PESERTA")).encode())
    assert extract.frame.height == 1


def test_whole_decimals_of_parquet_keep_every_digit() -> None:
    niks = ["7205011708900003", "7205015708900004"]
    frame = pl.DataFrame(
        {"NIK": [Decimal(nik) for nik in niks], "KPJ": ["1", "2"], "SEGMEN": "PU", "TANGGAL_KEPESERTAAN": "01/03/2020",
         "BLTH_AKHIR": "12-2025"},
        schema_overrides={"NIK": pl.Decimal(20, 2)},
    )  # fmt: skip
    assert accept(parquet(frame)).frame["nik"].to_list() == niks
    nested = frame.with_columns(pl.concat_list("BLTH_AKHIR").alias("BLTH_AKHIR"))
    assert str(refuse(parquet(nested)).detail).startswith(f"{ENROLMENT.field('last_paid').header}: ")
