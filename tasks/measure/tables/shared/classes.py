"""The class of a coverage."""

from decimal import Decimal
from fractions import Fraction

from tasks.measure.inputs.denominators import Denominator
from warehouse.dimensions.closed_lists import CLASSES


def coverage_class(
    active: int, denominator: Denominator | None, *, bounds: tuple[Decimal, Decimal, Decimal]
) -> str | None:
    """very_low, low, medium or high, by the exact rate; a bound belongs to the class above it. None without a rate."""
    if denominator is None or denominator.eligible <= 0:
        return None
    exact = Fraction(active * 100, denominator.eligible)
    return CLASSES[sum(exact >= Fraction(bound) for bound in bounds)]
