"""The settings that decide figures: measuring is given these and no others."""

from datetime import date
from decimal import Decimal
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from settings import DisclosureSettings, MonthsPerSegment, Segment, Settings


class FigureSettings(BaseModel):
    """Settings whose change makes other figures; docs/configuration.md explains each.

    They are part of the fingerprint of the inputs and of a release's provenance, so what is not here cannot change a
    figure unseen. Fields stand in the order in which releases name them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    grace_months: MonthsPerSegment
    payment_lag_months: MonthsPerSegment
    regional_segments: tuple[Segment, ...]
    national_segments: tuple[Segment, ...]
    max_age_days: int
    class_bounds_pct: tuple[Decimal, Decimal, Decimal]
    vulnerable_categories: tuple[str, ...]
    village_target: int
    split_regencies: tuple[str, ...]
    cohort_since: tuple[date, ...]
    trend_months: int
    disclosure: DisclosureSettings = DisclosureSettings()

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Those of the settings of a run."""
        return cls(**{name: getattr(settings, name) for name in cls.model_fields})

    def record(self) -> dict[str, Any]:
        """Values that JSON has."""
        return self.model_dump(mode="json")
