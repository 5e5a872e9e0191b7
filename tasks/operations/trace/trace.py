"""Trace a published figure back: release, versions, lake objects, submissions, files, rows, people."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Engine

from expectations.contracts import MEASURED
from settings import Settings
from tasks.execution.places import lake_of
from tasks.measure.chosen_rules import rules_of
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.positions import Position
from tasks.measure.inputs.rules import CountRules
from tasks.measure.registrations.states import ACTIVE, registration_state
from tasks.operations.trace.rows_to_people import Place, count_steps
from tasks.operations.trace.steps import Movement, Waterfall, movement_steps
from warehouse.dimensions.regions import load_regions
from warehouse.errors import OperatorError
from warehouse.figures.metrics import METRIC, METRICS, Metric
from warehouse.lake.damage import damage_told
from warehouse.lake.integrity import scan_object
from warehouse.releases.facts import read_facts
from warehouse.releases.lineage import Origin, erased_inputs, newest_release, origins
from warehouse.releases.releases import Release, current_release, objects_of
from warehouse.submissions.positions import live_positions

MOVEMENT = "ucj_movement"


class TraceError(OperatorError):
    """There is nothing to trace; the message says what there is."""


@dataclass(frozen=True, kw_only=True)
class BranchRows:
    """What one branch's position gives to a region: rows of registrations, those active, and rejects of its file.

    Heads without NIK are in `rows` of their own region. The figure itself counts people, once each over all branches:
    `Trace.waterfall` leads from the one to the other.
    """

    origin: Origin
    rows: int
    active: int


@dataclass(frozen=True, kw_only=True)
class Trace:
    """A figure with everything it rests on."""

    metric: Metric
    figures: Sequence[Mapping[str, Any]]
    coverage: Mapping[str, Any]
    release: Release
    provenance: Mapping[str, Any]
    branches: Sequence[BranchRows]
    waterfall: Waterfall
    movements: Sequence[Movement]  # of the metrics of movement
    references: Sequence[Origin]
    erased: frozenset[int]  # objects from which people were erased since the release was made


def find_metric(name: str) -> Metric:
    """The metric of a code; `coverage` alone stands for `coverage.coverage_pct`. Raises `TraceError`."""
    others = (METRIC.get(f"{name}.{column}") for column in ("coverage_pct", "active", "net"))
    found = METRIC.get(name) or next(filter(None, others), None)
    if found is None:
        tables = sorted({metric.code.partition(".")[0] for metric in METRICS})
        raise TraceError(f"There is no metric {name}. Tables: {', '.join(tables)}; docs/metrics.md lists all metrics.")
    return found


def current_day(engine: Engine) -> date:
    """The as-of date of the current release; raises `TraceError` where nothing is published."""
    release = current_release(engine)
    if release is None:
        raise TraceError("Nothing is published yet: `ucj run` does that.")
    return release.as_of


def trace_figure(engine: Engine, *, metric: Metric, region: str, basis: str, as_of: date, settings: Settings) -> Trace:
    """Trace a metric of a region (dotted code or ID) at an as-of date; raises `TraceError` if there is none."""
    release = newest_release(engine, as_of=as_of)
    if release is None:
        current = current_release(engine)
        now = f" (the current release is as of {current.as_of})" if current else ""
        raise TraceError(f"Nothing was published as of {as_of}{now}: `ucj run --as-of {as_of}` does that.")
    tables = read_facts(engine, as_of=as_of, names={metric.table.name, "ucj_coverage"})
    at_home = (pl.col("region_code") == region) & (pl.col("basis") == basis)
    if tables["ucj_coverage"].is_empty():
        raise TraceError(
            f"The figures as of {as_of} were purged from the catalogue (the folder of {release.id} has them): "
            f"`ucj run --as-of {as_of}` measures them again."
        )
    coverage = tables["ucj_coverage"].filter(at_home).to_dicts()
    if not coverage:
        raise TraceError(
            f"There are no figures of {region} on basis {basis} as of {as_of}; bases: "
            f"{', '.join(tables['ucj_coverage']['basis'].unique(maintain_order=True))}."
        )
    figures = tables[metric.table.name].filter(at_home if basis in _bases(metric) else False).to_dicts()
    came = origins(engine, object_ids=objects_of(engine, release.id))
    lake, rules = lake_of(settings), rules_of(FigureSettings.of(settings), regions=load_regions())
    with damage_told(engine, lake=lake):
        branches = [
            BranchRows(origin=origin, rows=rows, active=active)
            for origin in came
            if origin.feed == MEASURED
            for rows, active in [count_rows(lake / origin.path, region=region, basis=basis, as_of=as_of, rules=rules)]
        ]
        place = Place(region=region, basis=basis, as_of=as_of, rules=rules)
        positions = [_position(one.origin, lake=lake) for one in branches]
        waterfall = Waterfall(
            figure="active",
            steps=count_steps(positions, place=place),
            published=coverage[0]["active"],
        )
        movements = [
            movement_steps(row, rows_then=_rows_then(engine, row, place=place, settings=settings))
            for row in (figures if metric.table.name == MOVEMENT else ())
        ]
    return Trace(
        metric=metric,
        figures=figures,
        coverage=coverage[0],
        release=release,
        provenance=_provenance(settings.path("published") / release.id),
        branches=branches,
        waterfall=waterfall,
        movements=movements,
        references=[origin for origin in came if origin.feed != MEASURED],
        erased=erased_inputs(engine, release.id),
    )


def count_rows(file: Path, *, region: str, basis: str, as_of: date, rules: CountRules) -> tuple[int, int]:
    """Rows of one object that belong to a region on a basis, and how many of them are active at `as_of`."""
    place = Place(region=region, basis=basis, as_of=as_of, rules=rules)
    counted = (
        scan_object(file)
        .filter(place.holds(place.code()))
        .select(rows=pl.len(), active=registration_state(as_of=as_of, rules=rules).is_in(ACTIVE).sum())
        .collect()
    )
    rows, active = counted.row(0)
    return rows, active or 0


def _position(origin: Origin, *, lake: Path) -> Position:
    return Position(origin.branch, origin.position_date, lake / origin.path, origin.submission.rows_accepted or 0)


def _rows_then(engine: Engine, row: Mapping[str, Any], *, place: Place, settings: Settings) -> Waterfall | None:
    """The steps to the figure of the date compared with, under today's rules, from what is in force for it now."""
    live = live_positions(engine, MEASURED, as_of=row["compared_with"])
    if any(one.purged for one in live):
        return None
    lake = lake_of(settings)
    positions = [Position(one.branch, one.position_date, lake / one.file.path, one.file.rows) for one in live]
    then = replace(place, as_of=row["compared_with"])
    return Waterfall(
        figure="active_then + unlinked_then",
        steps=count_steps(positions, place=then),
        published=row["active_then"] + row["unlinked_then"],
    )


def _bases(metric: Metric) -> tuple[str, ...]:
    return next((column.values for column in metric.table.columns if column.name == "basis"), ())


def _provenance(folder: Path) -> Mapping[str, Any]:
    file = folder / "datapackage.json"
    provenance: Mapping[str, Any] = json.loads(file.read_bytes())["provenance"] if file.is_file() else {}
    return provenance
