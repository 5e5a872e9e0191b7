"""The dates inside an extract prove another position date, or prove nothing: against counts made by hand."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from settings import HoldSettings
from tasks.ingest.position_gate.content_dates import ContentDates, DatedContent, content_dates, contradictions

SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 30)
DAY = timedelta(days=1)


def frame(days: Iterable[date | None], *, paid: date | None = None, segment: str = "PU") -> pl.DataFrame:
    rows = [(day, paid, segment) for day in days]
    schema = {"registered_on": pl.Date, "last_paid": pl.Date, "segment": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def daily(last: date, *, days: int = 200, each: int = 2) -> list[date]:
    """So many registrations on every day up to the last."""
    return [last - number * DAY for number in range(days) for _ in range(each)]


def found(
    content: pl.DataFrame, position_date: date, *, earlier: tuple[pl.DataFrame, date] | None = None
) -> list[tuple[str, float, float]]:
    before = None
    if earlier is not None:
        before = DatedContent(position_date=earlier[1], content=content_dates(earlier[0], position_date=earlier[1]))
    now = DatedContent(position_date=position_date, content=content_dates(content, position_date=position_date))
    problems = contradictions(now, earlier=before, limits=HoldSettings())
    return [(one.subject.split(" ")[0], one.now, one.limit) for one in problems]


def test_an_extract_of_its_own_day_proves_nothing() -> None:
    assert found(frame(daily(OCTOBER), paid=date(2026, 10, 1)), OCTOBER) == []


def test_a_month_without_registrations_where_there_were_some_daily_is_told() -> None:
    assert found(frame(daily(OCTOBER)), NOVEMBER) == [("TANGGAL_KEPESERTAAN", 30, 14)]
    assert found(frame(daily(NOVEMBER - 14 * DAY)), NOVEMBER) == []
    assert found(frame(daily(NOVEMBER - 15 * DAY)), NOVEMBER) == [("TANGGAL_KEPESERTAAN", 15, 14)]


def test_registrations_that_go_on_after_the_date_are_told() -> None:
    assert found(frame(daily(OCTOBER)), SEPTEMBER) == [("TANGGAL_KEPESERTAAN", 28, 19)]


@pytest.mark.parametrize(
    "days",
    [
        [*daily(SEPTEMBER), *[OCTOBER - 30 * DAY] * 300],  # one employer, entered ahead
        [*daily(SEPTEMBER, each=10), *(SEPTEMBER + number * DAY for number in range(1, 100) for _ in range(2))],
        daily(SEPTEMBER + 3 * DAY, each=2),  # six rows
    ],
    ids=["one day ahead", "typing errors", "few"],
)
def test_dates_that_are_only_odd_prove_nothing(days: list[date]) -> None:
    assert found(frame(days), SEPTEMBER) == []


@pytest.mark.parametrize(
    "days",
    [
        [date(2020, 3, 1)] * 5_000,
        [day for day in daily(OCTOBER, each=40) if day.day == 1],  # employers are registered on the first of a month
        daily(OCTOBER, days=7, each=40),
        daily(OCTOBER, each=1)[:19],
        [],
    ],
    ids=["one date", "first of the month", "a new branch", "few rows", "none"],
)
def test_registrations_that_never_were_daily_prove_nothing(days: list[date]) -> None:
    assert found(frame(days), NOVEMBER) == []


def test_a_gap_that_the_branch_always_has_proves_nothing() -> None:
    late = frame(daily(SEPTEMBER - 20 * DAY)), SEPTEMBER
    assert found(frame(daily(OCTOBER - 22 * DAY)), OCTOBER, earlier=late) == []
    assert found(frame(daily(OCTOBER - 40 * DAY)), OCTOBER, earlier=late) == [("TANGGAL_KEPESERTAAN", 40, 27)]


def paying(to: date) -> pl.DataFrame:
    return frame([None] * 100, paid=to)


def test_wage_earners_who_paid_no_further_month_are_told() -> None:
    before = paying(date(2026, 9, 1)), OCTOBER
    assert found(paying(date(2026, 10, 1)), NOVEMBER, earlier=before) == []
    assert found(paying(date(2026, 9, 1)), NOVEMBER, earlier=before) == [("BLTH_AKHIR", 2, 1)]
    assert found(paying(date(2026, 9, 1)), NOVEMBER) == []
    assert found(paying(date(2026, 9, 1)), date(2026, 11, 10), earlier=before) == []  # before the payments of the 15th
    assert found(paying(date(2024, 1, 1)), NOVEMBER, earlier=before) == []  # they lapsed: another measure tells that


def test_wage_earners_who_paid_ahead_are_told_and_others_may() -> None:
    ahead = date(2026, 12, 1)
    assert found(paying(ahead), NOVEMBER) == [("BLTH_AKHIR", 1, 0)]
    assert found(frame([None] * 100, paid=ahead, segment="BPU"), NOVEMBER) == []
    some = pl.concat([frame([None] * 76, paid=date(2026, 11, 1)), frame([None] * 24, paid=ahead)])
    assert found(some, NOVEMBER) == []
    assert found(paying(ahead), NOVEMBER, earlier=(paying(date(2026, 11, 1)), OCTOBER)) == []  # they always do


def test_what_is_kept_comes_back() -> None:
    content = content_dates(frame(daily(OCTOBER), paid=date(2026, 10, 1)), position_date=OCTOBER)
    assert ContentDates.of(content.record()) == content
    empty = ContentDates()
    assert ContentDates.of(empty.record()) == empty
    assert content != replace(content, near=0)


@given(
    offsets=st.lists(st.integers(-1500, 500), max_size=60),
    months=st.lists(st.integers(1, 12), max_size=60),
)
def test_counts_are_those_of_plain_loops(offsets: list[int], months: list[int]) -> None:
    size = max(len(offsets), len(months))
    days = [OCTOBER + offset * DAY for offset in offsets] + [None] * (size - len(offsets))
    paid = [date(2026, month, 9) for month in months] + [None] * (size - len(months))
    schema = {"registered_on": pl.Date, "last_paid": pl.Date, "segment": pl.String}
    rows = list(zip(days, paid, ["PU"] * size, strict=True))
    content = content_dates(pl.DataFrame(rows, schema=schema, orient="row"), position_date=OCTOBER)
    after = [one for one in offsets if 0 < one <= 14]
    assert (content.after, content.after_days) == (len(after), len(set(after)))
    assert content.near == sum(-14 < one <= 0 for one in offsets)
    past = [one for one in offsets if -3 * 366 <= one <= 0]
    if past:
        gap = min(-max(past), 366)
        usual = [one for one in past if max(past) - gap < one]
        assert (content.usual_rows, content.usual_days) == (len(usual), len(set(usual)))
        assert content.registered_to == OCTOBER + max(past) * DAY
    reached = [month for month in set(months) if 4 * sum(one >= month for one in months) >= len(months)]
    assert content.paid_to == (date(2026, max(reached), 1) if reached else None)
