"""Name what a set of facts rests on, so that a run can tell that nothing has changed."""

import json
from collections.abc import Iterable
from datetime import date
from hashlib import sha256

import polars as pl

from tasks.measure.chosen_rules import rules_of
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.inputs import MeasureInputs
from tasks.measure.inputs.positions import Position
from warehouse.dimensions.regions import Regions

MEASURE_VERSION = "2.4"


def inputs_sha256(basis: MeasureInputs, *, as_of: date, regions: Regions, settings: FigureSettings) -> str:
    """SHA-256 over everything that decides the figures of an as-of date.

    Of a lake object counts what its rows say, not the file they lie in: a rotation of the key changes nothing here.
    """
    named = {
        "as_of": as_of.isoformat(),
        "measure": MEASURE_VERSION,
        "rules": rules_of(settings, regions=regions).digest,
        "positions": _named(basis.positions),
        "then": {day.isoformat(): _named(positions) for day, positions in basis.past.then.items()},
        "history": _named(basis.past.history),
        "expected": sorted(basis.expected_branches),
        "eligible": _digest(basis.eligible),
        "ecosystem": _digest(basis.ecosystem),
        "targets": _digest(basis.targets),
        "claims": [one.file.content for one in basis.claims],
        "earlier": [[_digest(one.coverage), _digest(one.ecosystem)] for one in basis.earlier.values()],
        "regions": regions.version,
        "splits": _digest(regions.splits),
        "settings": settings.record(),
    }
    return sha256(json.dumps(named, sort_keys=True).encode()).hexdigest()


def _named(positions: Iterable[Position]) -> list[list[str]]:
    return sorted([one.branch, one.position_date.isoformat(), one.content] for one in positions)


def _digest(rows: pl.DataFrame) -> str:
    return sha256(rows.select(sorted(rows.columns)).sort(pl.all()).write_csv().encode()).hexdigest()
