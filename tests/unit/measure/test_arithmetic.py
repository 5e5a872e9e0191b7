"""Rates as published, ties upward, ranks of equals."""

from decimal import Decimal
from fractions import Fraction

import pytest

from tasks.measure.arithmetic import competition_ranks, rate_pct


@pytest.mark.parametrize(
    ("active", "eligible", "published"),
    [
        (231_146, 1_440_162, "16.05"),  # Sulawesi Tengah, June 2021
        (71_760, 108_595, "66.08"),  # Sarolangun, after
        (44_546, 108_595, "41.02"),  # Sarolangun, before
        (4_336_959, 14_531_668, "29.84"),  # Jawa Timur, 2023: 29.8449 is not rounded twice
        (760_468, 3_058_943, "24.86"),  # Lampung, September 2024
        (1, 800, "0.13"),  # 0.125 exactly
        (1, 20_000, "0.01"),  # 0.005 exactly
        (1, 20_001, "0.00"),
        (3, 2, "150.00"),
        (0, 7, "0.00"),
        (10**15 + 1, 2 * 10**15, "50.00"),
    ],
)
def test_rate(active: int, eligible: int, published: str) -> None:
    assert rate_pct(active, eligible) == Decimal(published)
    assert str(rate_pct(active, eligible)) == published


@pytest.mark.parametrize("eligible", [None, 0, -5])
def test_no_rate_without_denominator(eligible: int | None) -> None:
    assert rate_pct(5, eligible) is None


def test_ranks_of_equals() -> None:
    ratios = [Fraction(1, 3), Fraction(9, 10), Fraction(2, 6), Fraction(1, 10)]
    assert competition_ranks(ratios) == [2, 1, 2, 4]


def test_ranks_tell_apart_what_rounds_alike() -> None:
    assert competition_ranks([Fraction(1_000_000, 3_000_001), Fraction(1, 3)]) == [2, 1]
