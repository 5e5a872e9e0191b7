"""Columns are read by what the whole column says, and by what each cell is."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from expectations.contracts.schema import Kind
from tasks.read.tables.raw_table import CellKind
from tests.unit.read.columns import read, values

MARCH_FIRST, DECEMBER = date(2020, 3, 1), date(2025, 12, 1)
TEXT, NUMBER, PERCENT, ERROR = CellKind.TEXT, CellKind.NUMBER, CellKind.PERCENT, CellKind.ERROR
SPAN = (60, 10)  # the years that contracts believe


class TestDays:
    @pytest.mark.parametrize(
        "text",
        [
            "01/03/2020 12:00:00 AM", "2020-03-01T00:00:00+07:00", "2020-03-01 00.00.00", "2020-03-01T00:00:00Z",
            "2020-02-29 17:00:00", "2020-02-29T17:00:00Z", "2020-02-29 17:00:00+00:00", "2020-02-29 23:52:48",
            "2020-03-01 00:00:07", "Minggu, 1 Maret 2020", "01  Maret  2020", "2020-03-01 00:00:00.000 UTC",
        ],
    )  # fmt: skip
    def test_with_a_clock_at_midnight_or_at_midnight_elsewhere_are_that_day(self, text: str) -> None:
        found = read([text] * 40, kind=Kind.DATE)
        assert found.values.to_list() == [MARCH_FIRST] * 40
        assert found.timed is None or not found.timed.any()

    def test_with_another_time_of_day_are_told(self) -> None:
        found = read(["2020-03-01 13:05:00", "2020-03-01 09:30:11"], kind=Kind.DATE)
        assert found.values.to_list() == [MARCH_FIRST] * 2
        assert found.timed is not None
        assert found.timed.all()

    def test_month_first_where_the_column_proves_it(self) -> None:
        found = read(["03/01/2020", "05/31/2020", "12/25/2019"], kind=Kind.DATE, required=True)
        assert found.values.to_list() == [MARCH_FIRST, date(2020, 5, 31), date(2019, 12, 25)]
        assert found.facts["reading"] == "month-first"

    def test_that_prove_both_orders_refuse_a_column_that_decides_figures(self) -> None:
        column = ["13/01/2020", "01/14/2020", "25/02/2020", "02/26/2020", "03/04/2020"]
        assert read(column, kind=Kind.DATE, required=True).doubt is not None
        assert read(column, kind=Kind.DATE).doubt is None

    def test_an_operator_can_say_how_a_column_is_read(self) -> None:
        column = ["03/01/2020", "04/02/2020"]
        assert values(column, kind=Kind.DATE) == [date(2020, 1, 3), date(2020, 2, 4)]
        assert values(column, kind=Kind.DATE, forced="month-first") == [MARCH_FIRST, date(2020, 4, 2)]

    @pytest.mark.parametrize("none", ["1900-01-01", "0", "1899-12-30", "9999-12-31", "00/00/0000"])
    def test_that_stand_for_none_are_empty_where_the_column_shows_it(self, none: str) -> None:
        found = read([none] * 20 + ["2024-12-31"] * 20, kind=Kind.DATE, decides=True)
        assert found.values.to_list() == [None] * 20 + [date(2024, 12, 31)] * 20
        assert not found.unreadable.any()

    def test_a_single_one_that_stands_for_none_beside_empty_cells_is_unreadable(self) -> None:
        found = read(["1900-01-01", *[None] * 50, *["2024-12-31"] * 50], kind=Kind.DATE, decides=True)
        assert found.unreadable.to_list() == [True] + [False] * 100

    def test_far_from_the_position_are_unreadable(self) -> None:
        found = read(["1932-12-01", "2205-01-01", "2020-03-01"], kind=Kind.DATE, years=SPAN)
        assert found.unreadable.to_list() == [True, True, False]

    def test_error_cells_and_formulas_without_a_value_are_unreadable_not_empty(self) -> None:
        kinds = [ERROR, CellKind.NO_VALUE, CellKind.DATE, TEXT]
        found = read([None, None, "2020-03-01", None], kinds=kinds, kind=Kind.DATE)
        assert found.unreadable.to_list() == [True, True, False, False]


class TestMonths:
    @pytest.mark.parametrize(
        ("text", "month"),
        [
            ("122025", DECEMBER), ("12/25", DECEMBER), ("Desember-2025", DECEMBER), ("12/1/2025", DECEMBER),
            ("2025-11-30 17:00:00", DECEMBER), ("2025-11-30 23:52:48", DECEMBER), ("Des 2025", DECEMBER),
            ("12026", date(2026, 1, 1)),
        ],
    )  # fmt: skip
    def test_of_one_writing_are_that_month(self, text: str, month: date) -> None:
        assert set(values([text] * 40, kind=Kind.MONTH, years=SPAN, decides=True)) == {month}


class TestNumbers:
    @pytest.mark.parametrize(
        ("texts", "amounts"),
        [
            (["42,000,000", "350,000", "12,500"], [42_000_000, 350_000, 12_500]),
            (["42.000.000", "350.000", "12.500"], [42_000_000, 350_000, 12_500]),
            (["Rp 2.500.000,-", "Rp. 1.234.567,00", "999.000"], [2_500_000, 1_234_567, 999_000]),
            (["1 234 567", "350 000"], [1_234_567, 350_000]),
            (["0.555", "12.25"], [Decimal("0.555"), Decimal("12.25")]),
        ],
    )
    def test_mean_what_the_column_says(self, texts: list[str], amounts: list[Any]) -> None:
        assert values(texts, kind=Kind.AMOUNT) == amounts

    def test_whose_signs_contradict_each_other_are_never_guessed(self) -> None:
        found = read(["1.234,50", "350.25", "350,000"] * 10, kind=Kind.AMOUNT, required=True)
        assert found.doubt is not None or found.unreadable.any()

    def test_of_number_cells_have_no_separators(self) -> None:
        kinds = [NUMBER, NUMBER, TEXT]
        assert values(["0.125", "1.005", "32,5"], kinds=kinds, kind=Kind.AMOUNT) == [
            Decimal("0.125"), Decimal("1.005"), Decimal("32.5"),
        ]  # fmt: skip

    def test_of_percent_cells_are_percentages(self) -> None:
        found = read(["52.15", "0.5"], kinds=[PERCENT, PERCENT], kind=Kind.AMOUNT, unit="percent", required=True)
        assert found.values.to_list() == [Decimal("52.15"), Decimal("0.5")]
        assert found.doubt is None

    @pytest.mark.parametrize("kinds", [None, [NUMBER] * 3])
    def test_that_may_be_shares_and_not_percentages_refuse_the_file(self, kinds: list[CellKind] | None) -> None:
        column = ["0.5215", "0.6728", "1.2"]
        assert read(column, kinds=kinds, kind=Kind.AMOUNT, unit="percent", required=True).doubt is not None
        forced = read(column, kinds=kinds, kind=Kind.AMOUNT, unit="percent", required=True, forced="percent")
        assert forced.doubt is None


class TestIdentifiers:
    NIK = "7205011708900003"

    @pytest.mark.parametrize("text", [f"{NIK}.0", "7.20501E+15", "7,20501E+15"])
    def test_that_went_through_a_number_are_not_believed(self, text: str) -> None:
        found = read([text, self.NIK], kind=Kind.DIGITS, width=16, required=True)
        assert found.unreadable.to_list() == [True, False]
        assert found.values.to_list() == [None, self.NIK]

    def test_of_sixteen_digits_in_number_cells_are_not_believed(self) -> None:
        found = read([self.NIK, self.NIK], kinds=[NUMBER, TEXT], kind=Kind.DIGITS, width=16, required=True)
        assert found.unreadable.to_list() == [True, False]

    def test_that_a_float_could_all_hold_are_not_believed(self) -> None:
        rounded = [f"{int(float(9_101_011_708_900_001 + 977 * n)):d}" for n in range(40)]
        assert read(rounded, kind=Kind.DIGITS, width=16, required=True).unreadable.all()

    def test_of_true_people_are_believed(self) -> None:
        true = [f"{9_101_011_708_900_001 + 977 * n:d}" for n in range(40)]
        assert not read(true, kind=Kind.DIGITS, width=16, required=True).unreadable.any()

    @pytest.mark.parametrize("text", ["0", "000", "0000000000000000", "0.0"])
    def test_of_zeros_alone_name_nobody(self, text: str) -> None:
        found = read([text], kind=Kind.DIGITS, width=16, required=True)
        assert found.values.to_list() == [None]
        assert not found.unreadable.any()


@pytest.mark.parametrize(("text", "flag"), [("BENAR", True), ("SALAH", False), ("benar", True), ("Y", True)])
def test_flags_as_an_indonesian_spreadsheet_writes_them(text: str, flag: bool) -> None:
    assert values([text], kind=Kind.FLAG) == [flag]
