"""Exact rates, differences and ranks from integers: the only place where figures are divided and rounded."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import polars as pl

from warehouse.figures.schema import Percent

Whole = pl.Int128


def rate_pct(numerator: int, denominator: int | None) -> Decimal | None:
    """`numerator` of `denominator` in percent, two decimals, half up; None without a denominator above 0."""
    if denominator is None or denominator <= 0:
        return None
    hundredths = (numerator * 20_000 + denominator) // (2 * denominator)
    return Decimal(hundredths).scaleb(-2)


def half_up(value: Fraction) -> Decimal:
    """Two decimals, half away from zero, exactly."""
    hundredths = (200 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return Decimal(hundredths if value >= 0 else -hundredths).scaleb(-2)


def rate(numerator: str, denominator: str) -> pl.Expr:
    """The same of two columns of whole numbers [`Percent`]."""
    top, bottom = pl.col(numerator).cast(Whole), pl.col(denominator).cast(Whole)
    return pl.when(bottom > 0).then(_in_percent(_whole_part(top * 20_000 + bottom, 2 * bottom)))


def rate_change(now: tuple[str, str], then: tuple[str, str]) -> pl.Expr:
    """The first rate less the second, in points [`Percent`]; the exact difference is rounded once, ties away from 0."""
    (top, bottom), (top_then, bottom_then) = (
        (pl.col(numerator).cast(Whole), pl.col(denominator).cast(Whole)) for numerator, denominator in (now, then)
    )
    both = bottom * bottom_then
    difference = top * bottom_then - top_then * bottom
    size = _whole_part(difference.abs() * 20_000 + both, 2 * both)
    return pl.when(bottom > 0, bottom_then > 0).then(_in_percent(size * difference.sign()))


def competition_ranks(ratios: Sequence[Fraction]) -> list[int]:
    """Rank of each ratio, the highest first, equal ones alike (1, 2, 2, 4)."""
    first_place: dict[Fraction, int] = {}
    for place, ratio in enumerate(sorted(ratios, reverse=True), start=1):
        first_place.setdefault(ratio, place)
    return [first_place[ratio] for ratio in ratios]


def _whole_part(top: pl.Expr, bottom: pl.Expr) -> pl.Expr:
    return top // pl.when(bottom > 0).then(bottom)


def _in_percent(hundredths: pl.Expr) -> pl.Expr:
    return (hundredths.cast(Percent) / 100).cast(Percent)
