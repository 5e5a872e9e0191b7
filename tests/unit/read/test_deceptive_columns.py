"""Cells that look like other numbers, days or regions than they are: what nobody can tell is never guessed."""

from decimal import Decimal
from typing import Literal

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tasks.read.tables.raw_table import CellKind
from tests.unit.read.extracts import ELIGIBLE, ROWS, accept, niks, refuse, text
from tests.unit.read.sheets import saved
from tests.unit.read.test_whole_columns import DATE, ERROR, NUMBER, PERCENT, TEXT, doubt, read

HEADERS = ("KODE_WILAYAH", "TAHUN", "SEGMEN", "JUMLAH")
BEYOND_THE_12TH = ["13/01/2020", "25/12/2021", "30/06/2022", "18/07/2023", "29/02/2024"]
UP_TO_THE_12TH = ["2020-03-01", "2021-05-07", "2022-11-12", "2023-01-02", "2024-08-09"]


class TestFootnotes:
    @pytest.mark.parametrize("mark", ["¹", "²", "⁽¹⁾", "₁", "①", "½", "ᵒ", "º"])
    def test_are_no_digits_of_a_number(self, mark: str) -> None:
        found = read("eligible", ["555154", f"1234{mark}"], feed="eligible")
        assert found.values.to_list() == [555154, None]
        assert found.unreadable.to_list() == [False, True]

    @pytest.mark.parametrize("mark", ["²", "①", "º"])
    def test_are_no_digits_of_a_person(self, mark: str) -> None:
        whole = ROWS[0][0]
        found = accept(text([(whole[:-1] + mark, *ROWS[0][1:]), *ROWS[1:]]).encode())
        assert niks(found)[2] == whole[:-1] + mark

    @pytest.mark.parametrize("kind", ["superscript", "subscript"])
    def test_in_a_font_of_their_own_are_none_either(self, kind: Literal["superscript", "subscript"]) -> None:
        part = TextBlock(InlineFont(vertAlign=kind), "1")
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        for row in (HEADERS, ("72.05", 2025, "TOTAL", 555154), ("72.06", 2025, "TOTAL", CellRichText("1234", part))):
            sheet.append(row)
        found = accept(saved(book), feed=ELIGIBLE)
        assert found.frame["eligible"].to_list() == [555154, None]
        assert found.frame["eligible__unreadable"].to_list() == [False, True]

    def test_leave_digits_of_other_widths_as_they_are(self) -> None:
        assert read("eligible", ["５５５１５４", "１.２３４"], feed="eligible").values.to_list() == [555154, 1234]


class TestDecimalsOfZeros:
    @pytest.mark.parametrize("sign", [".", ","])
    def test_three_in_every_cell_part_no_thousands(self, sign: str) -> None:
        texts = [f"98765{sign}000", f"555{sign}000", f"1234{sign}000", "12"]
        found = read("eligible", texts, feed="eligible")
        assert found.values.to_list() == [98765, 555, 1234, 12]
        assert doubt(found) is None

    def test_three_in_every_cell_may_be_cents(self) -> None:
        found = read("amount", ["350000.250", "12500.000", "500.000"], feed="benefit")
        assert found.values.to_list() == [Decimal("350000.25"), Decimal(12500), Decimal(500)]

    @pytest.mark.parametrize(
        "texts",
        [
            ["98765.00", "1.234", "12.00"],  # two decimals beside three
            ["42000.000", "350.000", "12.500", "999.000"],  # a slip in one cell
            ["1234,00", "5,000", "12"],
        ],
    )
    def test_of_some_cells_leave_the_others_in_doubt(self, texts: list[str]) -> None:
        assert doubt(read("amount", texts, feed="benefit")) == "AMOUNT_SEPARATORS_UNCLEAR"

    def test_beside_groups_of_the_other_sign_are_read(self) -> None:
        texts = ["3.500.000,00", "1.234,0", "555.154"]
        assert read("eligible", texts, feed="eligible").values.to_list() == [3500000, 1234, 555154]


class TestSignsOfAUnit:
    @pytest.mark.parametrize(
        ("name", "feed", "cell"),
        [
            ("target_pct", "target", "52 orang"), ("target_pct", "target", "Rp 52"), ("target_pct", "target", "5%2"),
            ("amount", "benefit", "52 orang"), ("amount", "benefit", "35Rp0"), ("amount", "benefit", "52 %"),
            ("eligible", "eligible", "Rp 52"), ("eligible", "eligible", "52 persen"),
            ("year", "eligible", "2026 orang"),
        ],
    )  # fmt: skip
    def test_that_is_not_the_columns_or_stands_within_make_no_number(self, name: str, feed: str, cell: str) -> None:
        assert read(name, [cell], feed=feed).unreadable.to_list() == [True]

    @pytest.mark.parametrize(
        ("name", "feed", "cell", "meant"),
        [
            ("target_pct", "target", "52,15 persen", "52.15"), ("target_pct", "target", "% 52", "52"),
            ("amount", "benefit", "-Rp 350.000,-", "-350000"), ("amount", "benefit", "Rp -350.000", "-350000"),
            ("amount", "benefit", "350.000 IDR", "350000"), ("wage", "enrolment", "Rp. 2.500.000,=", "2500000"),
            ("eligible", "eligible", "1.234 jiwa", "1234"), ("head_count", "enrolment", "25orang", "25"),
        ],
    )  # fmt: skip
    def test_fall_away(self, name: str, feed: str, cell: str, meant: str) -> None:
        assert read(name, [cell], feed=feed).values.to_list() == [Decimal(meant)]


class TestNumbersThatNothingCounts:
    @pytest.mark.parametrize(
        ("name", "feed", "largest"),
        [("eligible", "eligible", 10**9), ("head_count", "enrolment", 10**9), ("amount", "benefit", 10**15)],
    )
    def test_are_unreadable(self, name: str, feed: str, largest: int) -> None:
        texts = [str(largest), str(largest + 1), f"-{largest + 1}", "9223372036854775807", "9" * 30]
        for kinds in (None, [NUMBER] * len(texts)):
            found = read(name, texts, feed=feed, kinds=kinds)
            assert found.values.to_list() == [largest, None, None, None, None]
            assert found.unreadable.to_list() == [False, True, True, True, True]


class TestDaysAndMonthsSwappedInText:
    @pytest.mark.parametrize("clock", ["", " 00:00:00"])
    def test_are_in_doubt(self, clock: str) -> None:
        texts = [*BEYOND_THE_12TH, *(day + clock for day in UP_TO_THE_12TH)]
        assert doubt(read("registered_on", texts)) == "DATE_ORDER_UNCLEAR"

    def test_are_in_doubt_in_cells_of_a_workbook_too(self) -> None:
        kinds = [TEXT] * len(BEYOND_THE_12TH) + [DATE] * len(UP_TO_THE_12TH)
        assert doubt(read("registered_on", [*BEYOND_THE_12TH, *UP_TO_THE_12TH], kinds=kinds)) == "DATE_ORDER_UNCLEAR"

    @pytest.mark.parametrize(
        "texts",
        [
            [*BEYOND_THE_12TH, *UP_TO_THE_12TH, "2021-05-27"],
            [*BEYOND_THE_12TH, *UP_TO_THE_12TH, "05/03/2021"],
            [*BEYOND_THE_12TH[:4], *UP_TO_THE_12TH],
        ],
    )
    def test_are_not_where_both_ways_of_writing_have_all_days(self, texts: list[str]) -> None:
        found = read("registered_on", texts)
        assert doubt(found) is None
        assert not found.unreadable.any()

    def test_are_read_as_an_operator_says(self) -> None:
        found = read("registered_on", [*BEYOND_THE_12TH, *UP_TO_THE_12TH], forced="day-first")
        assert doubt(found) is None


class TestCellsThatWereCutOff:
    def test_are_no_months_of_2020_beside_whole_ones(self) -> None:
        found = read("last_paid", ["12-2025", "11-2025", "12-20"])
        assert found.unreadable.to_list() == [False, False, True]

    def test_are_no_months_where_all_years_are_20(self) -> None:
        assert read("last_paid", ["12-20", "11-20", "12-20"]).unreadable.all()

    @pytest.mark.parametrize("texts", [
        ["31/12/20", "01/02/20", "15/08/19", "28/02/20", "09/11/20"],
        ["31-Des-20", "01-Feb-20", "15-Agu-19", "28-Feb-20", "09-Nov-20"],
        ["31/12/20", "1/2/2024", "15/08/19", "28/02/20", "9/1/2019", "09/11/20", "17/08/20"],
    ])  # fmt: skip
    def test_leave_a_column_of_days_in_doubt(self, texts: list[str]) -> None:
        assert doubt(read("registered_on", texts)) == "DATE_ORDER_UNCLEAR"
        assert doubt(read("registered_on", texts, forced="day-first")) is None

    @pytest.mark.parametrize("texts", [
        ["31/12/20", "01/02/20", "15/08/19", "28/02/20", "09/11/21"],
        ["31/12/2020", "01/02/2020", "15/08/2019", "28/02/2020", "09/11/2020"],
        ["31-Des-2020", "01-Feb-2020", "15-Agu-2019", "28-Feb-2020", "09-Nov-2020"],
        ["31/12/20", "01/02/20"],
    ])  # fmt: skip
    def test_leave_none_where_years_are_whole_or_few(self, texts: list[str]) -> None:
        found = read("registered_on", texts)
        assert doubt(found) is None
        assert not found.unreadable.any()

    @pytest.mark.parametrize("texts", [["12-20", "11-20", "01-21"], ["12-25", "11-2025"]])
    def test_are_not_where_nothing_says_so(self, texts: list[str]) -> None:
        assert not read("last_paid", texts).unreadable.any()


class TestZerosBehindAPoint:
    @pytest.mark.parametrize(
        ("name", "cell", "meant"),
        [
            ("kpj", "10.000.000.000", "10000000000"),
            ("kpj", "12.345.678.000", "12345678000"),
            ("employer", "12.345.000", "12345000"),
            ("kpj", "12345678901.0", "12345678901"),
            ("kpj", "12345678901,0", "12345678901"),
            ("employer", "12345678.00", "12345678"),
            ("kpj", "00.12.345.678-9", "00123456789"),
        ],
    )
    def test_fall_away_only_where_they_are_no_digits(self, name: str, cell: str, meant: str) -> None:
        assert read(name, [cell]).values.to_list() == [meant]


class TestNumbersOfEmployersAndProjects:
    @pytest.mark.parametrize(("name", "cell"), [("employer", "1,51E+07"), ("project", "2.02501E+12")])
    def test_that_a_spreadsheet_cut_are_unreadable(self, name: str, cell: str) -> None:
        assert read(name, [cell]).unreadable.to_list() == [True]

    @pytest.mark.parametrize("kind", [DATE, PERCENT, ERROR])
    def test_that_are_no_numbers_are_unreadable(self, kind: CellKind) -> None:
        assert read("employer", ["15070955"], kinds=[kind]).unreadable.to_list() == [True]


class TestErrorsOfFormulas:
    @pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?"])
    def test_that_came_as_text_are_not_empty(self, error: str) -> None:
        found = read("ended_on", [error, None, "31/12/2024"])
        assert found.unreadable.to_list() == [True, False, False]


class TestRegions:
    @pytest.mark.parametrize("cell", ["1.1", "3.2", "1.10.1", "35.8", "7 2", "32.01.1", "1.1.0"])
    def test_of_parts_with_one_digit_are_none(self, cell: str) -> None:
        found = read("region", [cell], feed="eligible")
        assert found.values.to_list() == [None]
        assert found.unreadable.to_list() == [True]

    @pytest.mark.parametrize(
        ("cell", "meant"),
        [
            ("72.05", "72.05"), ("7205", "72.05"), ("7.205", "72.05"), ("7205.0", "72.05"), ("72", "72"),
            ("72.00", "72"), ("72.0", "72"), ("7200", "72"), ("3.201.012.001", "32.01.01.2001"), ("0", "ID"),
            ("32 01", "32.01"), ("32-01", "32.01"), ("'7205", "72.05"), ("32.01.01.2001", "32.01.01.2001"),
        ],
    )  # fmt: skip
    def test_are_read_as_they_are_written(self, cell: str, meant: str) -> None:
        assert read("region", [cell], feed="ecosystem").values.to_list() == [meant]


class TestUnits:
    ROWS = (("72.05", "2025", "TOTAL", "70"), ("72.06", "2025", "TOTAL", "98"))

    @pytest.mark.parametrize(
        "said",
        [
            "Penduduk bekerja (ribu orang)", "dalam ribuan", "Satuan: ribu orang", "Rp juta", "(Rp. Juta)",
            "Juta Rupiah", "dalam jutaan rupiah", "in thousands", "(000 orang)", "x 1.000", "x1000", "Rp 000", "'000",
            "ribu jiwa", "MILIAR",
        ],
    )  # fmt: skip
    def test_above_the_header_refuse_the_file(self, said: str) -> None:
        data = f"{said};;;\n" + text(self.ROWS, headers=HEADERS)
        assert refuse(data.encode(), feed=ELIGIBLE).code == "NUMBERS_IN_UNITS"

    @pytest.mark.parametrize("row", [("", "", "", "ribu orang"), ("Catatan: dalam ribuan", "", "", "")])
    @pytest.mark.parametrize("place", [0, 2])
    def test_within_and_below_the_table_refuse_the_file(self, row: tuple[str, ...], place: int) -> None:
        rows = [*self.ROWS[:place], row, *self.ROWS[place:]]
        assert refuse(text(rows, headers=HEADERS).encode(), feed=ELIGIBLE).code == "NUMBERS_IN_UNITS"

    @pytest.mark.parametrize(
        ("unit", "is_one"),
        [
            ("ribu orang", False), ("Juta", False), ("1.000", False), ("000", False),
            ("orang", True), ("jiwa", True), ("-", True), ("", True),
        ],
    )  # fmt: skip
    def test_in_a_column_of_units_refuse_the_file_unless_it_is_one(self, unit: str, is_one: bool) -> None:
        data = text([(*row, unit) for row in self.ROWS], headers=(*HEADERS, "SATUAN")).encode()
        if is_one:
            assert accept(data, feed=ELIGIBLE).frame["eligible"].to_list() == [70, 98]
        else:
            assert refuse(data, feed=ELIGIBLE).code == "NUMBERS_IN_UNITS"

    @pytest.mark.parametrize(
        "said", ["Program 1 juta pekerja rentan", "Surat Rp 5 juta", "Target 2,5 juta orang", "Lampiran 1.000"]
    )
    def test_that_are_part_of_a_title_do_not(self, said: str) -> None:
        found = accept((f"{said};;;\n" + text(self.ROWS, headers=HEADERS)).encode(), feed=ELIGIBLE)
        assert found.frame["eligible"].to_list() == [70, 98]

    def test_do_not_matter_where_numbers_decide_nothing(self) -> None:
        assert accept(("(dalam ribuan rupiah)\n" + text()).encode()).frame.height == len(ROWS)
