"""Months that are counted by hand."""

from datetime import date

import pytest

from tasks.measure.inputs.months import add_months, earliest_end_within, month_start


@pytest.mark.parametrize(
    ("day", "back", "expected"),
    [
        (date(2024, 5, 31), 0, date(2024, 5, 1)),
        (date(2024, 5, 1), 5, date(2023, 12, 1)),
        (date(2024, 1, 15), 13, date(2022, 12, 1)),
        (date(2024, 12, 15), 12, date(2023, 12, 1)),
    ],
)
def test_a_month_starts_on_its_first_day(day: date, back: int, expected: date) -> None:
    assert month_start(day, back=back) == expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 12, 15), 1, date(2025, 1, 15)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
    ],
)
def test_months_are_added_across_years(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("as_of", "months", "expected"),
    [
        (date(2024, 5, 31), 0, date(2024, 5, 31)),
        (date(2024, 5, 15), 1, date(2024, 4, 15)),
        (date(2023, 3, 31), 1, date(2023, 3, 1)),  # 28 February reaches 28 March only
        (date(2023, 2, 28), 1, date(2023, 1, 28)),
        (date(2024, 2, 29), 12, date(2023, 3, 1)),
    ],
)
def test_the_earliest_day_that_reaches_the_date_within_months_is_found(
    as_of: date, months: int, expected: date
) -> None:
    assert earliest_end_within(as_of, months=months) == expected
