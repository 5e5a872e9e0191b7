"""Codes of the past lead to today's regency, in NIKs and in every column."""

from datetime import date

import polars as pl
import pytest

from tests.unit.read.extracts import ELIGIBLE, GOOD, HEADERS, NIKS, ROWS, accept, text

MERAUKE_OLD, MERAUKE = "91.01", "93.01"  # Papua Selatan, 2022
NUNUKAN_OLD, NUNUKAN = "64.05", "65.03"  # Kalimantan Utara, 2012


def enrolled(**cells: str) -> pl.DataFrame:
    """One row, with cells put over a good one."""
    row = {**dict(zip(HEADERS, ROWS[0], strict=True)), **cells}
    return accept(text([list(row.values())], headers=list(row)).encode()).frame


class TestRenumberedRegencies:
    @pytest.mark.parametrize(("old", "today"), [(MERAUKE_OLD, MERAUKE), (NUNUKAN_OLD, NUNUKAN)])
    def test_in_a_nik(self, old: str, today: str) -> None:
        for code in (old, today):
            nik = code.replace(".", "") + "011708900003"
            assert enrolled(NIK=nik)["nik_region"].to_list() == [today]

    @pytest.mark.parametrize(("old", "today"), [(MERAUKE_OLD, MERAUKE), (NUNUKAN_OLD, NUNUKAN)])
    def test_of_work(self, old: str, today: str) -> None:
        for code in (old, today, old.replace(".", "")):
            assert enrolled(KODE_KAB_KERJA=code)["workplace_region"].to_list() == [today]

    @pytest.mark.parametrize(("old", "today"), [(MERAUKE_OLD, MERAUKE), (NUNUKAN_OLD, NUNUKAN)])
    def test_of_denominators(self, old: str, today: str) -> None:
        data = f"KODE_WILAYAH;TAHUN;JUMLAH\n{old};2025;1\n{today};2025;2\n"
        assert accept(data.encode(), feed=ELIGIBLE).frame["region_region"].to_list() == [today, today]

    def test_of_a_village(self) -> None:
        for code in (MERAUKE_OLD, MERAUKE):
            frame = enrolled(KODE_DESA=f"{code}.01.1002")
            assert frame["village_region"].to_list() == [MERAUKE]
            assert frame["village__unreadable"].to_list() == [False]


class TestUnknownCodes:
    @pytest.mark.parametrize("code", ["72.99", "00.00", "9999"])
    def test_have_no_region(self, code: str) -> None:
        assert enrolled(KODE_KAB_KERJA=code)["workplace_region"].to_list() == [None]

    def test_a_district_is_no_regency(self) -> None:
        frame = enrolled(KODE_KAB_KERJA="72.05.01", KODE_DESA="72.05.01.9999")
        assert frame.select("workplace_region", "workplace__unreadable").row(0) == (None, True)
        assert frame.select("village_region", "village__unreadable").row(0) == (None, False)

    @pytest.mark.parametrize(("code", "region"), [("ID", "ID"), ("72", "72"), ("99", None), ("72.99", None)])
    def test_of_denominators(self, code: str, region: str | None) -> None:
        data = f"KODE_WILAYAH;TAHUN;JUMLAH\n{code};2025;1\n"
        assert accept(data.encode(), feed=ELIGIBLE).frame["region_region"].to_list() == [region]


class TestNik:
    def test_says_birth_sex_and_region(self) -> None:
        frame = accept(GOOD).frame.select("nik", "nik_birth_date", "nik_sex", "nik_region", "nik_district_known")
        assert frame.rows() == [
            (NIKS[0], date(1990, 8, 17), "L", "72.05", True),
            (NIKS[1], date(1990, 8, 17), "P", "72.05", True),
            (NIKS[2], date(1990, 8, 17), "L", MERAUKE, True),
        ]

    @pytest.mark.parametrize(("year", "born"), [("00", 2000), ("25", 2025), ("26", 1926), ("99", 1999)])
    def test_century_is_the_latest_not_after_the_position(self, year: str, born: int) -> None:
        assert enrolled(NIK=f"7205011708{year}0003")["nik_birth_date"].to_list() == [date(born, 8, 17)]

    def test_of_another_length_says_nothing(self) -> None:
        frame = enrolled(NIK="72050117089000031")
        assert frame.select("nik_birth_date", "nik_sex", "nik_region", "nik_district_known").row(0) == (None,) * 4


class TestTie:
    """What a registration is tied to."""

    @pytest.mark.parametrize(
        ("segment", "employer", "project", "tie"),
        [
            ("PU", "11111111", "2222222222222", "11111111"),
            ("JAKON", "11111111", "2222222222222", "2222222222222"),
            ("JAKON", "11111111", "", "11111111"),
            ("PU", "", "2222222222222", "2222222222222"),
            ("BPU", "", "", None),
            ("", "11111111", "", "11111111"),
        ],
    )
    def test_is_the_project_for_construction_and_the_employer_otherwise(
        self, segment: str, employer: str, project: str, tie: str | None
    ) -> None:
        frame = enrolled(SEGMEN=segment, NPP=employer, NO_PROYEK=project)
        assert frame["employer_or_project"].to_list() == [tie]
