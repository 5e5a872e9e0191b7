"""What decides which figures are hidden."""

from dataclasses import dataclass
from typing import Self

from tasks.measure.inputs.figure_settings import FigureSettings


@dataclass(frozen=True, kw_only=True)
class ProtectionRules:
    """fewest: the smallest count above 0 that is shown, and the least width of the range that is left of a hidden one.

    vulnerable_categories: those that villages count. largest_claim_pct: the largest share of an amount, less its second
    largest claim, that one claim may have where the amount is shown.
    """

    fewest: int
    vulnerable_categories: tuple[str, ...]
    largest_claim_pct: int

    @classmethod
    def of(cls, settings: FigureSettings) -> Self:
        """Those of the settings that decide figures."""
        return cls(
            fewest=settings.disclosure.fewest_people,
            vulnerable_categories=settings.vulnerable_categories,
            largest_claim_pct=settings.disclosure.largest_claim_pct,
        )
