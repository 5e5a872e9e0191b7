"""Dates of a whole column, and of a whole file, that could be read in two ways."""

from datetime import date

import polars as pl
import pytest

from expectations.contracts import FEEDS
from expectations.contracts.schema import Field
from tasks.read.cells.columns import read_column
from tasks.read.cells.reading import ColumnRead
from tests.unit.read.extracts import ENROLMENT, accept, refuse, text

ON = date(2026, 1, 31)
PAID_ON = FEEDS["benefit"].field("paid_on")
ENDED_ON, REGISTERED_ON, LAST_PAID = (ENROLMENT.field(name) for name in ("ended_on", "registered_on", "last_paid"))


def column(texts: list[str], field: Field, *, on: date = ON) -> ColumnRead:
    return read_column(pl.Series("cell", texts, dtype=pl.String), None, field=field, on=on, forced=None)


@pytest.mark.parametrize("last", [12, 20, 31])
@pytest.mark.parametrize("field", [PAID_ON, ENDED_ON], ids=["paid_on", "ended_on"])
def test_days_of_this_january_are_no_firsts_of_months_to_come(last: int, field: Field) -> None:
    days = [date(2026, 1, n) for n in range(1, last + 1)]
    assert column([f"{day:%d/%m/%Y}" for day in days], field).values.to_list() == days
    american = [f"{day.month}/{day.day}/{day.year}" for day in days]
    assert column(american, field).values.to_list() == days


def test_days_of_an_earlier_january_follow_those_above_the_twelfth() -> None:
    days = [date(2025, 1, n) for n in range(1, 32)]
    assert column([f"{day:%d/%m/%Y}" for day in days], PAID_ON).values.to_list() == days
    found = column([f"{day:%d/%m/%Y}" for day in days[:12]], PAID_ON)
    assert found.doubt is not None


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [("03/01/2020", "08/17/1990", "DATE_ORDER_UNCLEAR"), ("03/01/2020", "17/08/1990", None),
     ("20/03/05", "90/08/17", "DATE_ORDER_UNCLEAR"), ("2020-03-01", "08/17/1990", None)],
)  # fmt: skip
def test_a_column_without_proof_is_not_read_against_the_other_dates_of_its_file(
    first: str, second: str, code: str | None
) -> None:
    headers = ("NIK", "KPJ", "SEGMEN", "TANGGAL_KEPESERTAAN", "BLTH_AKHIR", "TANGGAL_LAHIR")
    rows = [("7205011708900003", "12345678901", "PU", first, "12-2025", second)] * 3
    data = text(rows, headers=headers).encode()
    if code is None:
        accept(data)
    else:
        found = refuse(data)
        assert found.code == code
        assert "TANGGAL_KEPESERTAAN" in str(found.detail)
        assert "TANGGAL_LAHIR" in str(found.detail)


@pytest.mark.parametrize(
    ("texts", "months"),
    [(["2025.09", "2025.1", "2025.11"], [9, 10, 11]), (["2025.9", "2025.1", "2025.11"], [9, 1, 11]),
     (["2025.1", "2025.11"], [None, 11]), (["2025,12"], [12])],
)  # fmt: skip
def test_a_month_that_may_have_lost_its_zero_follows_the_column(texts: list[str], months: list[int | None]) -> None:
    assert [day.month if day else None for day in column(texts, LAST_PAID).values] == months


@pytest.mark.parametrize("texts", [["202512.0", "202501.0"], ["122025.0", "012025.0"], ["46000.0", "45660.0"]])
def test_months_that_were_floats(texts: list[str]) -> None:
    assert column(texts, LAST_PAID).values.to_list() == [date(2025, 12, 1), date(2025, 1, 1)]


@pytest.mark.parametrize(
    "texts",
    [["2025-01-01", "2025-01-12"], ["2026-12-25", "2026-03-25"], ["2026-12-24", "2026-01-25"]],
    ids=["days of January", "25 for 2025", "24 and 25"],
)
def test_months_that_a_spreadsheet_made_days_of_refuse_the_file(texts: list[str]) -> None:
    assert column(texts, LAST_PAID).doubt is not None


@pytest.mark.parametrize("texts", [["2025-01-01"], ["2025-12-25", "2025-11-25"], ["2026-12-01", "2025-11-01"]])
def test_other_days_of_months_are_their_months(texts: list[str]) -> None:
    found = column(texts, LAST_PAID)
    assert found.doubt is None
    assert None not in found.values.to_list()


@pytest.mark.parametrize("zero", ["00/01/1900", "1/0/1900", "1900-01-00", "1/0/00", "1601-01-01", "31/12/4712"])
def test_more_ways_of_no_date(zero: str) -> None:
    found = column([zero, zero, "31/12/2024"], ENDED_ON)
    assert (found.values.to_list(), found.unreadable.any()) == ([None, None, date(2024, 12, 31)], False)


def test_dates_that_decide_figures_are_asked_before_those_of_birth() -> None:
    headers = ("NIK", "KPJ", "SEGMEN", "TANGGAL_KEPESERTAAN", "BLTH_AKHIR", "TANGGAL_LAHIR", "TANGGAL_NONAKTIF")
    rows = [("7205011708900003", "12345678901", "PU", "03/17/2020", "12-2025", "17/08/1990", "4/1/2025")] * 3
    rows += [("7205011708900003", "12345678901", "PU", "03/17/2020", "12-2025", "17/08/1990", "9999-12-31")] * 5
    assert "TANGGAL_NONAKTIF" in str(refuse(text(rows, headers=headers).encode()).detail)


@pytest.mark.parametrize(("texts", "is_doubtful"), [(["20/03/01"], True), (["20/03/15"], False), (["01/03/20"], False)])
def test_a_year_of_two_digits_before_the_first_of_a_month_is_in_doubt(texts: list[str], is_doubtful: bool) -> None:
    assert (column(texts * 3, REGISTERED_ON).doubt is not None) == is_doubtful


def test_broken_lines_prove_no_order() -> None:
    rows = [(f"720501170890000{n}", f"1234567890{n}", "Ani; Budi", "PU", "13/03/2020", "12-2025") for n in range(1, 5)]
    extract = accept(text([*rows, ("7205011708900009", "12345678909", "Ani", "PU", "13/03/2020", "12-2025")]).encode())
    assert extract.frame["complete_line"].to_list() == [False] * 4 + [True]
    assert extract.frame["last_paid"].to_list()[-1] == date(2025, 12, 1)
