"""Exact rates and ranks from integers."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction


def rate_pct(numerator: int, denominator: int | None) -> Decimal | None:
    """`numerator` of `denominator` in percent, two decimals, half up; None without a denominator above 0."""
    if denominator is None or denominator <= 0:
        return None
    hundredths = (numerator * 20_000 + denominator) // (2 * denominator)
    return Decimal(hundredths).scaleb(-2)


def competition_ranks(ratios: Sequence[Fraction]) -> list[int]:
    """Rank of each ratio, the highest first, equal ones alike (1, 2, 2, 4)."""
    first_place: dict[Fraction, int] = {}
    for place, ratio in enumerate(sorted(ratios, reverse=True), start=1):
        first_place.setdefault(ratio, place)
    return [first_place[ratio] for ratio in ratios]
