"""Name what a set of facts rests on, so that a run can tell that nothing has changed."""

import json
from collections.abc import Sequence
from datetime import date
from hashlib import sha256

import polars as pl

from settings import Settings
from tasks.measure.positions import Position

MEASURE_VERSION = "1.0"
SETTINGS_THAT_COUNT = (
    "grace_months",
    "payment_lag_months",
    "regional_segments",
    "national_segments",
    "max_age_days",
)


def inputs_sha256(
    *,
    as_of: date,
    positions: Sequence[Position],
    expected_branches: Sequence[str],
    eligible: pl.DataFrame,
    regions_version: str,
    settings: Settings,
) -> str:
    """SHA-256 over everything that decides the figures of an as-of date.

    The path of a lake object carries the hash of its content, so paths stand for contents here.
    """
    named = {
        "as_of": as_of.isoformat(),
        "measure": MEASURE_VERSION,
        "positions": sorted([p.branch, p.position_date.isoformat(), p.path.name] for p in positions),
        "expected": sorted(expected_branches),
        "eligible": sha256(eligible.select(sorted(eligible.columns)).sort(pl.all()).write_csv().encode()).hexdigest(),
        "regions": regions_version,
        "settings": settings.model_dump(mode="json", include=set(SETTINGS_THAT_COUNT)),
    }
    return sha256(json.dumps(named, sort_keys=True).encode()).hexdigest()
