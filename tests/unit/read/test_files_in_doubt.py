"""Files whose columns nobody can read for certain are refused with the rows that show it, until somebody decides."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from expectations.contracts import FEEDS
from tasks.check.check import check_extract
from tasks.read.read import read_extract
from tasks.refusal import Refusal
from tasks.states import Checked, Extract
from tests.unit.read.extracts import HEADERS, POSITION, ROWS, text
from warehouse.dimensions.regions import load_regions

ENROLMENT = FEEDS["enrolment"]
UNCLEAR = text(
    [(*row[:4], day, row[5]) for row, day in zip(ROWS, ("13/03/2020", "05/31/2020", "01/03/2020"), strict=True)]
)


def found(folder: Path, content: str, *, read: Mapping[str, str] | None = None) -> Extract | Refusal:
    """What the reader says of a file, through the process that opens it."""
    path = folder / "file.csv"
    path.write_text(content, encoding="utf-8")
    return read_extract(
        path, feed=ENROLMENT, position_date=POSITION, regions=load_regions(), max_bytes=10**7, read=read
    )


def checked(folder: Path, ends: list[str], *, share: float = 1.0) -> Checked:
    """The verdict on a file with these days of end."""
    rows = [(f"72050117089{n:05}", f"1234567{n:04}", "", *ROWS[0][3:], end) for n, end in enumerate(ends, start=1)]
    extract = found(folder, text(rows, headers=(*HEADERS, "TANGGAL_NONAKTIF")))
    assert isinstance(extract, Extract), extract
    return check_extract(extract, feed=ENROLMENT, max_reject_share=share)


def rejected(verdict: Checked) -> list[tuple[int, str]]:
    """Rows and codes."""
    return verdict.rejected.select("row_no", "code").rows()


def test_the_refusal_names_column_readings_and_rows(tmp_path: Path) -> None:
    refusal = found(tmp_path, UNCLEAR)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "DATE_ORDER_UNCLEAR"
    assert refusal.detail == "TANGGAL_KEPESERTAAN; baris/rows day-first: 2; month-first: 3"


def test_the_decision_of_an_operator_reads_the_column(tmp_path: Path) -> None:
    extract = found(tmp_path, UNCLEAR, read={"registered_on": "month-first"})
    assert isinstance(extract, Extract)
    assert extract.frame["registered_on"].to_list() == [None, date(2020, 5, 31), date(2020, 1, 3)]
    assert extract.facts["columns"]["TANGGAL_KEPESERTAAN"]["reading"] == "month-first"


class TestEnds:
    @pytest.mark.parametrize("spoilt", ["???", "31/13/2024", "01/01/1900", "01/05/2205"])
    def test_that_cannot_be_read_reject_their_row(self, tmp_path: Path, spoilt: str) -> None:
        verdict = checked(tmp_path, [spoilt, *[""] * 30])
        assert rejected(verdict) == [(2, "ENDED_ON_UNREADABLE")]

    def test_before_registration_reject_their_row(self, tmp_path: Path) -> None:
        verdict = checked(tmp_path, ["29/02/2020", "31/12/2024", *[""] * 30])
        assert rejected(verdict) == [(2, "ENDED_BEFORE_REGISTRATION")]

    def test_that_are_one_day_before_every_registration_are_none(self, tmp_path: Path) -> None:
        verdict = checked(tmp_path, [*["01/01/1980"] * 20, "31/12/2024"])
        assert rejected(verdict) == []
        assert verdict.accepted["ended_on"].to_list() == [*[None] * 20, date(2024, 12, 31)]


class TestRoundedNumbers:
    @pytest.mark.parametrize(("rounded", "code"), [(1, None), (3, "NIK_EXCEL_DAMAGE")])
    def test_reject_their_rows_or_many_the_file(self, tmp_path: Path, rounded: int, code: str | None) -> None:
        niks = [f"72050117089{n:05}" + (".0" if n <= rounded else "") for n in range(1, 41)]
        rows = [(nik, f"1234567{n:04}", *ROWS[0][2:]) for n, nik in enumerate(niks)]
        extract = found(tmp_path, text(rows))
        assert isinstance(extract, Extract)
        verdict = check_extract(extract, feed=ENROLMENT, max_reject_share=0.05)
        assert rejected(verdict) == [(n + 1, "NIK_AS_NUMBER") for n in range(1, rounded + 1)]
        assert (verdict.refusal and verdict.refusal.code) == code

    def test_of_kpj_refuse_the_file_under_their_own_code(self, tmp_path: Path) -> None:
        extract = found(tmp_path, text([(row[0], "1,23457E+10", *row[2:]) for row in ROWS]))
        assert isinstance(extract, Extract)
        verdict = check_extract(extract, feed=ENROLMENT, max_reject_share=0.05)
        assert verdict.refusal is not None
        assert (verdict.refusal.code, verdict.refusal.detail) == (
            "IDENTIFIER_AS_NUMBER",
            "KPJ; 3 / 3 baris/rows: 2, 3, 4",
        )


def test_heads_whose_nik_is_zero_have_none(tmp_path: Path) -> None:
    headers = (*HEADERS, "KODE_KAB_KERJA", "TANGGAL_AKHIR", "JUMLAH_TK")
    heads = ("0", "", "", "JAKON", "01/03/2020", "", "72.05", "31/12/2026", "10")
    extract = found(tmp_path, text([heads, heads], headers=headers))
    assert isinstance(extract, Extract)
    verdict = check_extract(extract, feed=ENROLMENT, max_reject_share=0.0)
    assert (verdict.rows_accepted, verdict.accepted["head_count"].sum()) == (2, 20)
    assert verdict.accepted.select(pl.col("nik").is_null().all()).item()
