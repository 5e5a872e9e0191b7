"""Compose the tables of a release from the facts, through `protect`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from settings import Settings
from tasks.load.ingest import RULES_VERSION
from tasks.measure.basis import Basis
from tasks.measure.completeness import list_completeness
from tasks.measure.inputs import MEASURE_VERSION, SETTINGS_THAT_COUNT
from tasks.protect.protect import name_tables, protect
from warehouse.facts import StoredFacts
from warehouse.regions import load_regions


def compose_tables(facts: StoredFacts, *, basis: Basis, as_of: date, settings: Settings) -> Mapping[str, pl.DataFrame]:
    """Publishable tables by name."""
    completeness = list_completeness(
        basis.positions,
        expected_branches=basis.expected_branches,
        as_of=as_of,
        max_age_days=settings.max_age_days,
    )
    named = name_tables(
        coverage=facts.coverage, participation=facts.participation, completeness=completeness, as_of=as_of
    )
    return protect(named).tables


def provenance_of(basis: Basis, *, settings: Settings) -> Mapping[str, Any]:
    """What the figures rest on, for the release's own description; no clock time."""
    return {
        "rules_version": RULES_VERSION,
        "measure_version": MEASURE_VERSION,
        "regions_version": load_regions().version,
        "branches_delivered": len(basis.positions),
        "branches_expected": len(basis.expected_branches),
        "settings": settings.model_dump(mode="json", include=set(SETTINGS_THAT_COUNT)),
    }
