"""Cells read by Polars against Python's own date and number types."""

from datetime import date
from decimal import Decimal

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from expectations.contracts.schema import Kind
from tasks.read.cells.dates import YEARS_AHEAD
from tasks.read.cells.no_date import STANDING_FOR_NONE
from tasks.read.cells.per_distinct import per_distinct
from tests.unit.read.columns import ON, values

FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d", "%d-%b-%Y", "%d %B %Y", "%Y%m%d", "%d.%m.%Y", "%Y/%m/%d")
SHORT = ("%d/%m/%y", "%d.%m.%y", "%d-%b-%y", "%d %B %y", "%d/%b/%y")
FIRST = date(1900, 3, 1)  # before it 01/02/1900 may be the 2 January that stands for no date
DAYS = st.dates(FIRST, date(2999, 12, 31)).filter(lambda day: day not in STANDING_FOR_NONE)
TEXTS = st.text(st.sampled_from("0123456789/-. :JanMei"), max_size=12)


@given(st.lists(st.tuples(DAYS, st.sampled_from(FORMATS)), max_size=30))
def test_dates_in_any_writing_are_the_days_meant(written: list[tuple[date, str]]) -> None:
    texts = [day.strftime(form) for day, form in written]
    assert values(texts, kind=Kind.DATE) == [day for day, _ in written]


@given(st.lists(st.tuples(DAYS, st.sampled_from(["%Y-%m", "%m-%Y", "%m/%Y", "%Y%m", "%d/%m/%Y"])), max_size=30))
def test_months_in_any_writing_are_the_months_meant(written: list[tuple[date, str]]) -> None:
    texts = [(day if "%d" not in form else day.replace(day=1)).strftime(form) for day, form in written]
    assert values(texts, kind=Kind.MONTH) == [day.replace(day=1) for day, _ in written]


@given(st.lists(TEXTS, max_size=30))
def test_anything_is_a_date_whose_year_is_written_or_none(texts: list[str]) -> None:
    for text, day in zip(texts, values(texts, kind=Kind.DATE), strict=True):
        is_serial = day is not None and text[:5] == str((day - date(1899, 12, 30)).days)
        is_short = day is not None and text.endswith(f"{day:%y}") and abs(day.year - ON.year - YEARS_AHEAD + 50) < 51
        assert day is None or (day.year >= 1800 and f"{day.year}" in text) or is_serial or is_short


SHORT_YEARS = st.dates(date(1936, 1, 1), date(2035, 12, 31)).filter(lambda day: day.year % 100 != 1)


@given(st.lists(st.tuples(SHORT_YEARS, st.sampled_from(SHORT)), max_size=30))  # 02/02/01 may be 1 February 2002
def test_years_of_two_digits_lie_in_the_hundred_years_up_to_ten_ahead(written: list[tuple[date, str]]) -> None:
    texts = [day.strftime(form) for day, form in written]
    assert values(texts, kind=Kind.DATE) == [day for day, _ in written]


@given(
    st.lists(
        st.dates(date(1930, 1, 1), date(2099, 12, 31)).filter(lambda day: day not in STANDING_FOR_NONE), max_size=30
    )
)
def test_days_as_a_spreadsheet_counts_them(days: list[date]) -> None:
    texts = [str(day.toordinal() - date(1900, 1, 1).toordinal() + 2) for day in days]  # with its 29 February 1900
    assert values(texts, kind=Kind.DATE) == days


@given(st.lists(st.integers(-(10**9), 10**9), max_size=30), st.sampled_from(["d", ",d"]), st.sampled_from(",."))
def test_counts_in_any_writing_are_the_numbers_meant(numbers: list[int], form: str, thousands: str) -> None:
    texts = [format(number, form).replace(",", thousands) for number in numbers]
    assert values(texts, kind=Kind.INTEGER) == numbers


@given(st.lists(st.decimals(-(10**12), 10**12, places=2), max_size=30))
def test_amounts_in_indonesian_writing_are_the_numbers_meant(amounts: list[Decimal]) -> None:
    texts = ["Rp " + format(amount, ",.2f").translate(str.maketrans(",.", ".,")) for amount in amounts]
    assert values(texts, kind=Kind.AMOUNT) == amounts


@given(st.lists(st.sampled_from(["a", "b", "c", None]), max_size=40))
def test_work_on_distinct_texts_is_work_on_all(texts: list[str | None]) -> None:
    cells = pl.Series("text", texts, dtype=pl.String)
    found = per_distinct(cells, lambda text: pl.DataFrame({"big": text.str.to_uppercase(), "is_a": text == "a"}))
    assert found["big"].to_list() == [text and text.upper() for text in texts]
    assert found["is_a"].to_list() == [None if text is None else text == "a" for text in texts]
