"""Rates as published, ties upward, ranks of equals."""

from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.measure.tables.shared.rates import competition_ranks, rate, rate_change, rate_pct


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
def test_a_rate_is_rounded_half_up(active: int, eligible: int, published: str) -> None:
    assert rate_pct(active, eligible) == Decimal(published)
    assert str(rate_pct(active, eligible)) == published


@pytest.mark.parametrize("eligible", [None, 0, -5])
def test_no_rate_without_denominator(eligible: int | None) -> None:
    assert rate_pct(5, eligible) is None


def test_equals_share_their_rank() -> None:
    ratios = [Fraction(1, 3), Fraction(9, 10), Fraction(2, 6), Fraction(1, 10)]
    assert competition_ranks(ratios) == [2, 1, 2, 4]


def test_ranks_tell_apart_what_rounds_alike() -> None:
    assert competition_ranks([Fraction(1_000_000, 3_000_001), Fraction(1, 3)]) == [2, 1]


def in_columns(expression: pl.Expr, **values: int | None) -> Decimal | None:
    frame = pl.DataFrame({name: [value] for name, value in values.items()}, schema=dict.fromkeys(values, pl.Int64))
    found: Decimal | None = frame.select(expression).item()
    return found


@given(st.integers(0, 10**12), st.none() | st.integers(-3, 10**12))
def test_rates_of_columns_are_the_same(active: int, eligible: int | None) -> None:
    assert in_columns(rate("active", "eligible"), active=active, eligible=eligible) == rate_pct(active, eligible)


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 10**9), st.integers(1, 10**9))
def test_changes_are_exact_differences_rounded_once(now: int, of: int, then: int, of_then: int) -> None:
    exact = 100 * (Fraction(now, of) - Fraction(then, of_then))
    size = Decimal(int(abs(exact) * 100 + Fraction(1, 2))).scaleb(-2)
    change = rate_change(("now", "of"), ("then", "of_then"))
    assert in_columns(change, now=now, of=of, then=then, of_then=of_then) == (size if exact > 0 else -size)


@pytest.mark.parametrize(("of", "of_then"), [(None, 5), (5, None), (0, 5), (5, 0)])
def test_no_change_without_both_denominators(of: int | None, of_then: int | None) -> None:
    change = rate_change(("now", "of"), ("then", "of_then"))
    assert in_columns(change, now=1, of=of, then=1, of_then=of_then) is None
