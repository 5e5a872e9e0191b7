"""A column is read as a whole: what its cells are, what they show together, and when nobody can tell."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import polars as pl
import pytest

from expectations.contracts import FEEDS
from tasks.read.cells.columns import read_column
from tasks.read.cells.reading import ColumnRead
from tasks.read.tables.raw_table import CellKind

ON = date(2025, 12, 31)
FIRST = date(2020, 3, 1)
WIDE = {ord(digit): 0xFF10 + int(digit) for digit in "0123456789"}
TEXT, NUMBER, PERCENT, DATE, BOOLEAN, ERROR, NO_VALUE = CellKind


def read(
    name: str,
    texts: Sequence[str | None],
    *,
    kinds: Sequence[CellKind] | None = None,
    feed: str = "enrolment",
    forced: str | None = None,
    exact: bool = True,
) -> ColumnRead:
    """A column of a feed as it is read."""
    cells = pl.Series(name, texts, dtype=pl.String)
    kept = None if kinds is None else pl.Series(kinds, dtype=pl.UInt8)
    return read_column(cells, kept, field=FEEDS[feed].field(name), on=ON, forced=forced, exact=exact)


def doubt(found: ColumnRead) -> str | None:
    """The code of what is in doubt."""
    return found.doubt.code if found.doubt else None


class TestTimesOfDay:
    @pytest.mark.parametrize(
        "text",
        [
            "01/03/2020 12:00:00 AM", "2020-03-01T00:00:00+07:00", "2020-03-01T00:00:00Z", "01/03/2020 00.00.00",
            "2020-03-01  00:00", "01/03/2020 pukul 00.00 WIB", "Sun Mar 01 00:00:00 WIB 2020", "Mar  1 2020 12:00AM",
            "Sun Mar 01 2020 00:00:00 GMT+0700 (Western Indonesia Time)", "2020-03-01 00:00:07", "2020-02-29 23:52:48",
            "2020-02-29 17:00:00", "2020-02-29 16:00:00", "2020-02-29 15:00:00", "2020-02-29 17:07:12",
            "2020-02-29T17:00:00.000Z", "2020-02-29 17:00:00 UTC", "2020-02-29 17:00:00+00",
            "2020-02-29T12:00:00-05:00",
            "2020-03-01 07:00:00", "2020-03-01 23:59:59", "2020-03-01 23:59:59.997", "2020-03-01T00:00:00.000+0700",
        ],
    )  # fmt: skip
    def test_that_are_midnight_somewhere_leave_the_day(self, text: str) -> None:
        found = read("registered_on", [text, None, text])
        assert found.values.to_list() == [FIRST, None, FIRST]
        assert found.timed is not None
        assert not found.timed.any()

    @pytest.mark.parametrize("text", ["2020-03-01 13:05:00", "01/03/2020 1:05 PM", "2020-03-01T13:05:00+07:00"])
    def test_of_any_other_kind_are_told(self, text: str) -> None:
        found = read("registered_on", [text, "2020-03-01"])
        assert found.values.to_list() == [FIRST, FIRST]
        assert found.timed is not None
        assert found.timed.to_list() == [True, False]
        assert found.facts["clock"] == "time-dropped"

    def test_of_the_evening_are_those_of_another_zone_only_where_all_are(self) -> None:
        clocks = [datetime(2020, 3, 1, 8, tzinfo=UTC) + timedelta(minutes=37 * n) for n in range(15)]
        texts = [f"{clock:%Y-%m-%d %H:%M:%S}" for clock in clocks]
        found = read("registered_on", [*texts, "2020-03-01 17:00:00"])
        assert found.values.to_list() == [FIRST] * 16
        assert found.timed is not None
        assert found.timed[-1] is True

    @pytest.mark.parametrize("dust", ["23:59:59.991360", "23:59:59.999999", "23:59:58", "00:00:00.000001"])
    def test_of_serial_numbers_are_dust_within_a_second(self, dust: str) -> None:
        day = "2020-02-29" if dust.startswith("23") else "2020-03-01"
        found = read("registered_on", [f"{day} {dust}"], kinds=[DATE], exact=False)
        assert found.values.to_list() == [FIRST]

    def test_move_a_month_that_is_an_instant(self) -> None:
        found = read("last_paid", ["2025-11-30 17:00:00", "2025-10-31 17:00:00"])
        assert found.values.to_list() == [date(2025, 12, 1), date(2025, 11, 1)]


class TestOrder:
    def test_is_shown_by_a_day_after_the_twelfth(self) -> None:
        assert read("registered_on", ["03/01/2020", "03/31/2020"]).values.to_list() == [FIRST, date(2020, 3, 31)]
        assert read("registered_on", ["01/03/2020", "31/03/2020"]).values.to_list() == [FIRST, date(2020, 3, 31)]

    def test_that_cells_contradict_refuses_a_column_that_decides(self) -> None:
        found = read("registered_on", ["13/03/2020", "05/31/2020", "01/03/2020"])
        assert doubt(found) == "DATE_ORDER_UNCLEAR"
        assert found.doubt is not None
        assert {name: texts.to_list() for name, texts in found.doubt.proofs.items()} == {
            "day-first": ["13/03/2020"],
            "month-first": ["05/31/2020"],
        }

    def test_of_a_personal_date_leaves_the_doubtful_cells_out(self) -> None:
        found = read("birth_date", ["13/03/1990", "05/31/1990", "01/03/1990"])
        assert doubt(found) is None
        assert found.values.to_list() == [date(1990, 3, 13), date(1990, 5, 31), None]
        assert found.unreadable.to_list() == [False, False, True]

    def test_is_not_turned_by_one_mistake(self) -> None:
        right = [f"{n}/{m:02}/2020" for m in range(1, 13) for n in (2, 13, 14)]
        found = read("registered_on", [*right, "05/31/2020"])
        assert doubt(found) is None
        assert found.values.to_list() == [*(date(2020, m, n) for m in range(1, 13) for n in (2, 13, 14)), None]
        assert found.unreadable[-1]

    def test_is_left_to_an_operator(self) -> None:
        texts = ["13/03/2020", "05/31/2020", "01/03/2020"]
        found = read("registered_on", texts, forced="month-first")
        assert doubt(found) is None
        assert found.values.to_list() == [None, date(2020, 5, 31), date(2020, 1, 3)]

    def test_of_months_follows_the_first_of_the_month(self) -> None:
        assert read("last_paid", ["12/1/2025"] * 3).values.to_list() == [date(2025, 12, 1)] * 3
        assert read("last_paid", ["01/12/2025", "01/11/2025"]).values.to_list() == [
            date(2025, 12, 1),
            date(2025, 11, 1),
        ]
        assert doubt(read("last_paid", ["01/12/2025", "12/1/2025"])) == "DATE_ORDER_UNCLEAR"

    def test_of_months_that_became_dates_of_january_is_in_doubt(self) -> None:
        assert doubt(read("last_paid", ["2025-01-12"] * 2)) == "DATE_ORDER_UNCLEAR"
        assert doubt(read("last_paid", ["2025-01-12", "2025-02-12"])) is None

    def test_of_days_that_are_all_firsts_needs_many(self) -> None:
        many = [f"{n:02}/01/{2010 + n}" for n in range(2, 9)]
        assert read("registered_on", many).values.to_list() == [date(2010 + n, n, 1) for n in range(2, 9)]
        assert doubt(read("registered_on", many[:4])) == "DATE_ORDER_UNCLEAR"
        one_month = ["02/01/2025", "03/01/2025", "05/01/2025"]
        assert read("registered_on", one_month).values.to_list() == [date(2025, 1, n) for n in (2, 3, 5)]

    def test_of_two_digits_between_dashes_needs_a_proof(self) -> None:
        assert read("registered_on", ["20-05-01", "20-05-31"]).values.to_list() == [date(2020, 5, 1), date(2020, 5, 31)]
        assert doubt(read("registered_on", ["20-05-01"])) == "DATE_ORDER_UNCLEAR"

    def test_of_date_cells_beside_texts_that_a_spreadsheet_could_not_swap_is_in_doubt(self) -> None:
        texts, dates = [f"{n}/03/2020" for n in range(13, 20)], [f"2020-{n:02}-03" for n in range(1, 8)]
        kinds = [TEXT] * 7 + [DATE] * 7
        assert doubt(read("registered_on", [*texts, *dates], kinds=kinds)) == "DATE_ORDER_UNCLEAR"
        assert doubt(read("registered_on", [*texts, *dates[:-1], "2020-03-31"], kinds=kinds)) is None

    def test_of_a_large_column_is_that_of_a_small_one(self) -> None:
        texts = [f"{m:02}/{d:02}/2020" for m in range(1, 13) for d in range(1, 29)]
        found = read("registered_on", texts * 30)
        assert found.values.to_list() == [date(2020, m, d) for m in range(1, 13) for d in range(1, 29)] * 30


class TestMonthsWithoutZero:
    def test_are_read_where_the_column_shows_them(self) -> None:
        assert read("last_paid", ["12026", "122025"]).values.to_list() == [date(2026, 1, 1), date(2025, 12, 1)]
        assert read("last_paid", ["42025", "52025"]).values.to_list() == [date(2025, 4, 1), date(2025, 5, 1)]

    def test_are_days_as_excel_counts_where_it_does_not(self) -> None:
        assert read("last_paid", ["45992", "46022"]).values.to_list() == [date(2025, 12, 1), date(2025, 12, 1)]
        assert read("last_paid", ["42014"]).values.to_list() == [None]  # April 2014, or a day of January 2015

    def test_with_years_of_two_digits_need_a_proof(self) -> None:
        assert read("last_paid", ["12/25", "01/24"]).values.to_list() == [date(2025, 12, 1), date(2024, 1, 1)]
        assert read("last_paid", ["25-12", "24-01"]).values.to_list() == [date(2025, 12, 1), date(2024, 1, 1)]
        assert read("last_paid", ["11/12"]).unreadable.to_list() == [True]
        assert read("last_paid", ["12/25", "31/12"]).unreadable.to_list() == [True, True]


class TestNoDate:
    @pytest.mark.parametrize(
        "text",
        ["1900-01-01 00:00:00.000", "0", "00/00/0000", "0000-00-00", "31/12/9999", "9999-12-31", "1753-01-01",
         "30/12/1899", "0001-01-01T00:00:00", "2999-12-31"],
    )  # fmt: skip
    def test_is_meant_where_the_whole_column_writes_it_so(self, text: str) -> None:
        found = read("ended_on", [text] * 3 + ["31/12/2024"])
        assert found.values.to_list() == [None, None, None, date(2024, 12, 31)]
        assert not found.unreadable.any()
        assert found.facts["none"] == 3

    def test_is_not_meant_by_one_cell_among_empty_ones(self) -> None:
        assert read("ended_on", ["1900-01-01", *[None] * 30]).unreadable.to_list() == [True, *[False] * 30]

    def test_is_never_meant_by_a_date_that_is_required(self) -> None:
        assert read("registered_on", ["1900-01-01"] * 3).unreadable.all()


class TestNumbers:
    def test_have_the_separators_of_their_column(self) -> None:
        found = read("amount", ["42,000,000", "350,000", "12,500"], feed="benefit")
        assert found.values.to_list() == [42_000_000, 350_000, 12_500]
        assert found.facts["reading"] == "comma-thousands"

    @pytest.mark.parametrize("texts", [["42.000.000", "350,000"], ["1,234,567.00", "350.000"], ["2500000.75", "1.500"]])
    def test_that_could_be_a_thousand_times_larger_refuse_the_file(self, texts: list[str]) -> None:
        assert doubt(read("amount", texts, feed="benefit")) == "AMOUNT_SEPARATORS_UNCLEAR"

    def test_that_few_cells_leave_in_doubt_reject_these(self) -> None:
        found = read("amount", [*(f"{n}.000.000" for n in range(1, 40)), "350,000"], feed="benefit")
        assert doubt(found) is None
        assert found.unreadable.to_list() == [False] * 39 + [True]

    def test_that_decide_nothing_are_left_out_where_they_are_in_doubt(self) -> None:
        found = read("wage", ["42.000.000", "350,000"])
        assert (doubt(found), found.unreadable.to_list()) == (None, [False, True])

    def test_are_left_to_an_operator(self) -> None:
        found = read("amount", ["42.000.000", "350,000"], feed="benefit", forced="dot-thousands")
        assert found.values.to_list() == [42_000_000, 350]

    def test_of_number_cells_have_no_separators(self) -> None:
        found = read("amount", ["0.555", "350.125", "16.800"], kinds=[NUMBER, NUMBER, TEXT], feed="benefit")
        assert found.values.to_list() == [Decimal("0.555"), Decimal("350.125"), 16_800]

    def test_of_per_cent_cells_are_per_cent_and_nothing_else(self) -> None:
        found = read("target_pct", ["52.15", "67.28"], kinds=[PERCENT, PERCENT], feed="target")
        assert (found.values.to_list(), doubt(found)) == ([Decimal("52.15"), Decimal("67.28")], None)
        assert read("wage", ["52.15"], kinds=[PERCENT]).unreadable.to_list() == [True]

    @pytest.mark.parametrize("kinds", [None, [NUMBER, NUMBER]])
    def test_of_targets_that_may_be_shares_refuse_the_file(self, kinds: list[CellKind] | None) -> None:
        assert doubt(read("target_pct", ["0.5215", "1.5"], kinds=kinds, feed="target")) == "TARGET_AS_SHARE"
        assert doubt(read("target_pct", ["0.5215", "1.51"], kinds=kinds, feed="target")) is None
        assert doubt(read("target_pct", ["0.5215", "1.5"], kinds=kinds, feed="target", forced="percent")) is None

    def test_of_targets_with_their_sign_are_no_shares(self) -> None:
        assert doubt(read("target_pct", ["0,5 %", "1,5 %"], feed="target")) is None


class TestIdentifiers:
    TRUE = tuple(f"720501170890{n:04}" for n in range(1, 100))

    def test_of_sixteen_digits_in_a_number_cell_are_not_trusted(self) -> None:
        found = read("nik", self.TRUE[:4], kinds=[TEXT, NUMBER, TEXT, NUMBER])
        assert found.values.to_list() == [self.TRUE[0], None, self.TRUE[2], None]
        assert found.unreadable.to_list() == [False, True, False, True]

    @pytest.mark.parametrize("text", ["7205011708900003.0", "7,20501E+15", "7.205011708900003E15", "7e+15"])
    def test_that_came_through_a_float_are_not_trusted(self, text: str) -> None:
        assert read("nik", [text, self.TRUE[0]]).unreadable.to_list() == [True, False]

    @pytest.mark.parametrize("text", ["0", "0000000000000000", "0.0"])
    def test_of_zeros_alone_are_empty(self, text: str) -> None:
        found = read("nik", [text])
        assert (found.values.to_list(), found.unreadable.to_list()) == ([None], [False])

    def test_of_which_a_tenth_ends_in_zero_are_true(self) -> None:
        assert not read("nik", self.TRUE).unreadable.any()

    @pytest.mark.parametrize(("true", "rounded"), [(0, 4), (0, 30), (70, 30), (5, 5)])
    def test_of_which_far_more_end_in_zero_have_lost_a_digit(self, true: int, rounded: int) -> None:
        lost = [nik[:12] + f"{n:03}0" for n, nik in enumerate(self.TRUE[:rounded], start=1)]
        kept = [nik for nik in self.TRUE if not nik.endswith("0")][:true]
        assert read("nik", [*kept, *lost]).unreadable.to_list() == [False] * true + [True] * rounded

    def test_above_what_a_float_can_hold_are_not_trusted_where_none_shows_more(self) -> None:
        true = [f"917101010190{n:04}" for n in range(1, 41)]
        rounded = [str(int(float(nik))) for nik in true]
        assert not read("nik", true).unreadable.any()
        assert read("nik", rounded).unreadable.all()

    def test_of_claims_in_number_cells_are_not_trusted(self) -> None:
        texts = ["123456789012345678", "KLM-1", "12345"]
        found = read("claim", texts, kinds=[NUMBER, TEXT, NUMBER], feed="benefit")
        assert found.values.to_list() == [None, "KLM-1", "12345"]

    def test_shorter_than_what_a_number_holds_come_back(self) -> None:
        assert read("kpj", ["2345678901", "12345678901.0"], kinds=[NUMBER, TEXT]).values.to_list() == [
            "02345678901",
            "12345678901",
        ]
        assert read("kpj", ["1,23457E+10"]).unreadable.to_list() == [True]

    def test_lose_signs_that_nobody_sees(self) -> None:
        texts = ["\u200b7205011708900003", "7205011708900004".translate(WIDE), "7205\u00a00117 0890\u20600005"]
        assert read("nik", texts).values.to_list() == [f"720501170890000{n}" for n in (3, 4, 5)]


@pytest.mark.parametrize("kind", [ERROR, NO_VALUE])
@pytest.mark.parametrize("field", FEEDS["enrolment"].fields, ids=lambda field: field.name)
def test_errors_and_formulas_without_a_value_are_unreadable_not_empty(kind: CellKind, field: object) -> None:
    found = read(field.name, [None, None], kinds=[kind, TEXT])  # type: ignore[attr-defined]
    assert found.unreadable.to_list() == [True, False]
    assert found.values.null_count() == 2


def test_true_and_false_of_a_spreadsheet_are_flags() -> None:
    found = read("jkk", ["TRUE", "FALSE", "1", "BENAR"], kinds=[BOOLEAN, BOOLEAN, NUMBER, TEXT])
    assert found.values.to_list() == [True, False, True, True]


class TestEmptyColumns:
    @pytest.mark.parametrize(
        ("feed", "name"), [(feed, field.name) for feed, one in FEEDS.items() for field in one.fields if field.kept]
    )
    def test_hold_nothing_and_say_nothing(self, feed: str, name: str) -> None:
        texts = ["", " - ", None]
        found = read(name, texts, feed=feed)
        assert found.values.to_list() == [None] * 3
        assert found.values.dtype == read(name, ["1"], feed=feed).values.dtype
        assert found.unreadable.to_list() == [False] * 3
        assert (found.timed is None or not found.timed.any(), found.facts, found.doubt) == (True, {}, None)
        half = read(name, texts, feed=feed, kinds=[TEXT, NO_VALUE, TEXT])
        assert half.unreadable.to_list() == [False, True, False]
        assert half.timed is None or not half.timed.any()
