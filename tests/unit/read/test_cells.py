"""Cells in the ways in which branches write them."""

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from expectations.contracts.schema import Kind
from tasks.read.cells import parse as cells
from tasks.read.cells.identifiers import read_digits
from tasks.read.tables.raw_table import strip_cells
from tests.unit.read.columns import read, values

MAY_FIRST = date(2020, 5, 1)
NAMES_OF_MONTHS = {
    1: "Januari January Jan JAN jan",
    2: "Februari February Feb Pebruari Peb",
    3: "Maret March Mar",
    4: "April Apr",
    5: "Mei May",
    6: "Juni June Jun",
    7: "Juli July Jul",
    8: "Agustus August Agu Agt Ags Aug",
    9: "September Sept Sep",
    10: "Oktober October Okt Oct",
    11: "November Nopember Nov Nop",
    12: "Desember December Des Dec",
}
NOT_DATES = (
    "31/02/2020", "29/02/2021", "00/01/2020", "01/00/2020", "32/01/2020",
    "20-05-01", "1/1/2", "1/1/200",
    "2020-13-01", "2020-02-30", "01/01/0001", "01/03/0020", "01-XXX-2020", "1 Mai 2020", "kemarin", "???",
    "9999", "438911", "43891.", "2020", "1990",
    "01/05/2020x", "x01/05/2020", "01/05/20201", "--", "/", "20200230", "2020-05-01 25",
)  # fmt: skip


def one(reader: Any, text: str | None, **options: Any) -> Any:
    """The value of one cell."""
    values = reader(pl.Series([text], dtype=pl.String), **options)
    assert values.len() == 1
    return values.item()


def value(text: str, **given: Any) -> Any:
    """The value of a column of one cell."""
    (found,) = values([text], **given)
    return found


class TestDates:
    @pytest.mark.parametrize(
        "text",
        [
            "01/05/2020", "1/5/2020", "01-05-2020", "2020-05-01", "2020/05/01", "01.05.2020", "20200501",
            "01-MAY-2020",
            "1-Mei-2020", "01 Mei 2020", "01/Mei/2020", "2020-05-01 00:00:00", "2020-05-01T13:05:00.123",
            "1/5/2020 7:30", "01/05/20", "1-Mei-20", "01-MAY-20", "1.5.20", "43952", "43952.5", "43952.0",
        ],
    )  # fmt: skip
    def test_in_every_format(self, text: str) -> None:
        assert value(text, kind=Kind.DATE) == MAY_FIRST

    @pytest.mark.parametrize(
        ("month", "name"), [(month, name) for month, names in NAMES_OF_MONTHS.items() for name in names.split()]
    )
    @pytest.mark.parametrize("delimiter", ["-", " ", "/"])
    def test_with_every_name_of_a_month(self, month: int, name: str, delimiter: str) -> None:
        for written in (name, name.upper(), name.lower()):
            assert value(f"17{delimiter}{written}{delimiter}1990", kind=Kind.DATE) == date(1990, month, 17)

    @pytest.mark.parametrize("text", NOT_DATES)
    def test_that_are_none(self, text: str) -> None:
        assert value(text, kind=Kind.DATE) is None

    def test_of_several_formats_in_one_column(self) -> None:
        column = ["01/05/2020", None, "2020-05-01", "???", "1 Mei 2020", "20200501"]
        assert values(column, kind=Kind.DATE) == [MAY_FIRST, None, MAY_FIRST, None, MAY_FIRST, MAY_FIRST]

    def test_day_stands_before_month(self) -> None:
        assert value("03/04/2020", kind=Kind.DATE) == date(2020, 4, 3)

    @pytest.mark.parametrize(("text", "year"), [("1/1/35", 2035), ("1/1/36", 1936), ("1/1/00", 2000), ("1/1/90", 1990)])
    def test_of_two_digits_reach_ten_years_ahead(self, text: str, year: int) -> None:
        assert value(text, kind=Kind.DATE) == date(year, 1, 1)

    @pytest.mark.parametrize("text", ["31/12/9999", "01/01/1900", "1899-12-30", "1753-01-01", "0", "00/00/0000"])
    def test_that_stand_for_none_are_none(self, text: str) -> None:
        assert value(text, kind=Kind.DATE) is None

    @pytest.mark.parametrize(
        ("text", "day"),
        [
            ("05/31/2020", date(2020, 5, 31)), ("17-08-90", date(1990, 8, 17)), ("90/08/17", date(1990, 8, 17)),
            ("01052020", MAY_FIRST),
        ],
    )  # fmt: skip
    def test_whose_order_only_they_can_have(self, text: str, day: date) -> None:
        assert value(text, kind=Kind.DATE) == day


class TestMonths:
    @pytest.mark.parametrize(
        "text",
        ["2020-05", "05-2020", "5-2020", "05/2020", "5/2020", "202005", "2020/05", "05.2020", "01/05/2020",
         "31-Mei-2020",
         "052020", "05-20", "2020-05-17 00:00:00", "Mei-20", "May-20", "MEI 2020", "Mei/2020", "1/5/20", "43952"],
    )  # fmt: skip
    def test_in_every_format(self, text: str) -> None:
        assert value(text, kind=Kind.MONTH) == MAY_FIRST

    @pytest.mark.parametrize(
        "text",
        ["13-2020", "00-2020", "2020-13", "2020-00", "202013", "2020", "Mei", "???"],
    )
    def test_that_are_none(self, text: str) -> None:
        assert value(text, kind=Kind.MONTH) is None


class TestAmounts:
    @pytest.mark.parametrize(
        ("text", "amount"),
        [
            ("3500000", "3500000"), ("Rp16.800", "16800"), ("Rp. 16.800", "16800"), ("rp 16.800,00", "16800"),
            ("0", "0"),
            ("3.500.000,00", "3500000"), ("3.500.000", "3500000"), ("3,500,000.50", "3500000.5"),
            ("3,500,000", "3500000"),
            ("32,15", "32.15"), ("43.92", "43.92"), ("-5", "-5"),
            ("+7", "7"),
            ("1.000", "1000"), ("IDR 2.000.000", "2000000"), ("1234567,8", "1234567.8"), ("-1.500", "-1500"),
        ],
    )  # fmt: skip
    def test_as_written(self, text: str, amount: str) -> None:
        assert value(text, kind=Kind.AMOUNT) == Decimal(amount)

    @pytest.mark.parametrize(
        "text", ["banyak", "Rp", "1.2.3", "1,2,3", "3.500,000,00", "1e6", "--5", "5-", "32 %", "%", "9" * 31]
    )
    def test_that_are_none(self, text: str) -> None:
        assert value(text, kind=Kind.AMOUNT) is None


class TestIntegers:
    @pytest.mark.parametrize(
        ("text", "number"),
        [("70123", 70123), ("1.440.162", 1440162), ("1,440,162", 1440162), ("25.0", 25), ("25,00", 25), ("-5", -5),
         ("1 440 162", 1440162), ("0", 0), ("2025", 2025)],
    )  # fmt: skip
    def test_as_written(self, text: str, number: int) -> None:
        assert value(text, kind=Kind.INTEGER) == number

    @pytest.mark.parametrize("text", ["banyak", "12,5", "1.5", "1e3", "", "5%", "1.44.162", "9" * 20])
    def test_that_are_none(self, text: str) -> None:
        assert value(text, kind=Kind.INTEGER) is None


class TestDigits:
    @pytest.mark.parametrize(
        ("text", "digits"),
        [
            ("12345678901", "12345678901"), ("'12345678901", "12345678901"), ("1234-5678-901", "12345678901"),
            ("1234 5678 901", "12345678901"), ("12345678901.0", "12345678901"), ("2345678901", "02345678901"),
            ("45678901", "00045678901"), ("5678901", "5678901"), ("123456789O1", "12345678901"),
            ("123456789012", "123456789012"),
            ("12345x78901", "12345x78901"),
        ],
    )  # fmt: skip
    def test_of_a_card(self, text: str, digits: str) -> None:
        assert one(read_digits, text, width=11) == digits.replace("123456789O1", "12345678901")

    @pytest.mark.parametrize(
        ("text", "digits"),
        [("7205011708900003", "7205011708900003"), ("72O5011708900003", "7205011708900003"),
         ("72.05.01.170890.0003", "7205011708900003"), ("720501170890003", "720501170890003"),
         ("7.205E+15", "7205E+15")],
    )  # fmt: skip
    def test_of_a_nik_are_never_filled_up(self, text: str, digits: str) -> None:
        assert one(read_digits, text, width=16) == digits

    def test_of_employers_keep_their_zeros(self) -> None:
        column = pl.Series(["00012345", "12345", "1234", None])
        assert read_digits(column, width=8).to_list() == ["00012345", "00012345", "1234", None]


class TestRegions:
    @pytest.mark.parametrize(
        ("text", "code"),
        [("72.05", "72.05"), ("7205", "72.05"), ("72", "72"), ("7200", "72"), ("72.00", "72"), ("ID", "ID"),
         ("id", "ID"),
         ("0", "ID"), ("0000", "ID"), ("Nasional", "ID"), ("INDONESIA", "ID"), (" 72 05", "72.05"),
         ("'7205", "72.05"),
         ("7205.0", "72.05"), ("7205012001", "72.05.01.2001")],
    )  # fmt: skip
    def test_of_any_level(self, text: str, code: str) -> None:
        assert one(cells.read_regions, text, width=None) == code

    @pytest.mark.parametrize("text", ["720", "72.5", "72.05.01", "720501200", "7", "AB", "7A05", "Buol"])
    def test_that_are_none(self, text: str) -> None:
        assert one(cells.read_regions, text, width=None) is None

    @pytest.mark.parametrize("text", ["7205012001", "72.05.01.2001", "72-05-01-2001", "72 05 01 2001", "7205012001.0"])
    def test_of_villages(self, text: str) -> None:
        assert one(cells.read_regions, text, width=10) == "72.05.01.2001"

    @pytest.mark.parametrize("text", ["72.05", "72.05.01", "720501200", "72050120011", "7205012OO1"])
    def test_that_are_no_villages(self, text: str) -> None:
        assert one(cells.read_regions, text, width=10) is None

    def test_of_work(self) -> None:
        assert one(cells.read_regions, "7205", width=4) == "72.05"
        assert one(cells.read_regions, "72", width=4) is None


class TestFlagsAndCodes:
    @pytest.mark.parametrize("text", ["Y", "y", "Ya", "YES", "1", "true"])
    def test_yes(self, text: str) -> None:
        assert one(cells.read_flags, text) is True

    @pytest.mark.parametrize("text", ["T", "t", "Tidak", "N", "no", "0", "False"])
    def test_no(self, text: str) -> None:
        assert one(cells.read_flags, text) is False

    def test_neither(self) -> None:
        assert one(cells.read_flags, "mungkin") is None

    @pytest.mark.parametrize(
        ("code_list", "text", "code"),
        [("SEGMEN", "p.u.", "PU"), ("SEGMEN", "Penerima Upah", "PU"), ("SEGMEN", "TKI", "PMI"),
         ("KATEGORI", "rt/rw", "RT_RW"),
         ("KATEGORI", "Non-ASN", "NON_ASN"), ("SUMBER_DANA", "apbd", "APBD_KAB"), ("JENIS_KELAMIN", "laki-laki", "L"),
         ("SEGMEN_PEKERJA", "Informal", "BPU"), ("SEGMEN", "XYZ", None), ("SEGMEN", "TOTAL", None)],
    )  # fmt: skip
    def test_codes(self, code_list: str, text: str, code: str | None) -> None:
        assert one(cells.read_codes, text, code_list=code_list, on=date(2025, 12, 31)) == code


@pytest.mark.parametrize("text", ["", " ", "\t", "\u00a0", "-", " - ", "NULL", "null", "N/A", "NaN", "None", None])
def test_cells_that_say_nothing_are_empty(text: str | None) -> None:
    assert one(strip_cells, text) is None


@pytest.mark.parametrize("kind", [Kind.DATE, Kind.MONTH, Kind.AMOUNT, Kind.INTEGER, Kind.FLAG, Kind.TEXT])
def test_empty_cells_stay_empty(kind: Kind) -> None:
    assert values([None, None], kind=kind) == [None, None]
    assert values([], kind=kind) == []
    assert not read([None, None], kind=kind).unreadable.any()
