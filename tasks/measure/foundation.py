"""What counts of people rest on, by name: rules, regions, settings and the objects of the lake."""

import json
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path

import polars as pl

from settings import Settings
from tasks.measure.positions import Position
from warehouse.regions import Regions

MEASURE_VERSION = "2.1"
SETTINGS_OF_COUNTS = (
    "grace_months",
    "payment_lag_months",
    "regional_segments",
    "national_segments",
    "max_age_days",
    "vulnerable_categories",
    "split_regencies",
)


def name_rules(*, regions: Regions, settings: Settings) -> str:
    """SHA-256 of what decides how people are counted, beside the objects that are read."""
    rules = {
        "measure": MEASURE_VERSION,
        "regions": regions.version,
        "regencies": regions.regencies["code"].to_list(),
        "splits": regions.splits.sort(pl.all()).rows(),
        "settings": settings.model_dump(mode="json", include=set(SETTINGS_OF_COUNTS)),
    }
    return sha256(json.dumps(rules, sort_keys=True).encode()).hexdigest()


def name_positions(positions: Iterable[Position]) -> list[list[str]]:
    """The objects with their branch and date; the path of a lake object carries the hash of its content."""
    return sorted([one.branch, one.position_date.isoformat(), str(one.path)] for one in positions)


def positions_named(names: Iterable[list[str]]) -> list[Position]:
    """The positions of such names; how many rows they have is not known."""
    return [Position(branch, date.fromisoformat(day), Path(path), rows=0) for branch, day, path in names]
