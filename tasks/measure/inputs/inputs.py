"""What the figures of an as-of date rest on: positions, expected branches, numbers of the reference feeds."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Self

import polars as pl
from sqlalchemy import Engine

from expectations.contracts import BENEFIT, ECOSYSTEM, MEASURED
from settings import Settings
from tasks.execution.places import lake_of
from tasks.measure.inputs.comparison_dates import Past, cohort_days
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.positions import Position
from tasks.measure.inputs.series_dates import series_dates
from tasks.receive.branches import load_branches
from warehouse.errors import PositionPurged
from warehouse.lake.key_registry import require_one_key
from warehouse.records import submission_label
from warehouse.releases.facts import measured_dates, read_each
from warehouse.submissions.positions import (
    LivePosition,
    ever_delivered,
    live_positions,
    month_positions,
    thinned_positions,
)
from warehouse.submissions.references import (
    eligible_rows,
    live_claims,
    live_reference_objects,
    reference_rows,
    target_rows,
)


@dataclass(frozen=True, eq=False, kw_only=True)
class Earlier:
    """Rows of `ucj_coverage` and of `ucj_ecosystem` at an earlier date of the series, as they were measured."""

    coverage: pl.DataFrame
    ecosystem: pl.DataFrame


@dataclass(frozen=True, kw_only=True)
class MeasureInputs:
    """Newest live position of each branch, branches that should have one, and what came before.

    eligible, ecosystem, targets: rows of all live files of these feeds. claims: the live files of benefits. earlier:
    figures of the earlier dates of the series, in their order. object_ids: the lake objects of positions and all these
    files. past_ids: the lake objects of `past`. thinned: positions that the date rested on before they were thinned.
    """

    positions: tuple[Position, ...]
    expected_branches: tuple[str, ...]
    eligible: pl.DataFrame
    object_ids: tuple[int, ...]
    past: Past
    past_ids: tuple[int, ...]
    thinned: tuple[LivePosition, ...]
    ecosystem: pl.DataFrame
    targets: pl.DataFrame
    claims: tuple[LivePosition, ...]
    earlier: Mapping[date, Earlier]


@dataclass(frozen=True, kw_only=True)
class Sources:
    """Where positions and branch list are, and the days after which positions within months are no longer read."""

    lake: Path
    branch_list: Path
    thin_after_days: int

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Those of a home."""
        return cls(
            lake=lake_of(settings),
            branch_list=settings.branches_path,
            thin_after_days=settings.retention.thin_after_days,
        )


def read_inputs(
    engine: Engine, *, as_of: date, today: date, sources: Sources, settings: FigureSettings
) -> MeasureInputs:
    """Read everything a measurement rests on from catalogue and branch list; without a list, branches that ever
    delivered are expected.

    `today` decides what is thinned. Raises `PositionPurged`, and `KeysMixed` when the ids of what is in force
    are not under one key.
    """
    require_one_key(engine)
    thinned_before = today - timedelta(days=sources.thin_after_days)
    live = live_positions(engine, MEASURED, as_of=as_of, thinned_before=thinned_before)
    branches = load_branches(sources.branch_list)
    expected = (
        ever_delivered(engine, MEASURED, as_of=as_of)
        if branches is None
        else [branch.code for branch in branches.values() if MEASURED in branch.feeds]
    )
    past, past_ids = read_past(engine, as_of=as_of, since=settings.cohort_since, lake=sources.lake)
    return MeasureInputs(
        positions=_in_lake(live, sources.lake),
        expected_branches=tuple(sorted(expected)),
        eligible=eligible_rows(engine),
        object_ids=(*(one.object_id for one in live), *live_reference_objects(engine)),
        past=past,
        past_ids=past_ids,
        thinned=tuple(thinned_positions(engine, MEASURED, as_of=as_of, thinned_before=thinned_before)),
        ecosystem=reference_rows(engine, ECOSYSTEM),
        targets=target_rows(engine),
        claims=tuple(live_claims(engine, BENEFIT, as_of=as_of)),
        earlier=read_earlier(engine, as_of=as_of, months=settings.trend_months),
    )


def read_earlier(engine: Engine, *, as_of: date, months: int) -> Mapping[date, Earlier]:
    """What was measured at the ends of the last `months` months before `as_of`, of those that were."""
    days = series_dates(measured_dates(engine), as_of=as_of, months=months)
    frames = [read_each(engine, name, days=days) for name in ("ucj_coverage", "ucj_ecosystem")]
    return {
        day: Earlier(coverage=coverage, ecosystem=ecosystem)
        for day, coverage, ecosystem in zip(days, *frames, strict=True)
        if coverage.height
    }


def read_past(engine: Engine, *, as_of: date, since: Collection[date], lake: Path) -> tuple[Past, tuple[int, ...]]:
    """Positions of the comparison dates, and the last one of each month up to the latest of these; with their objects.

    All of them are positions that thinning keeps: what is new and what has returned does not depend on the day on
    which it is asked for.
    """
    days = sorted({day for _, day in cohort_days(as_of, since=since)}, reverse=True)
    then = {day: live_positions(engine, MEASURED, as_of=day) for day in days}
    history = month_positions(engine, MEASURED, until=days[0])
    known = {day: _in_lake(positions, lake) for day, positions in then.items() if positions}
    ids = {one.object_id for positions in (*then.values(), history) for one in positions}
    return Past(then=known, history=_in_lake(history, lake)), tuple(sorted(ids))


def _in_lake(live: Collection[LivePosition], lake: Path) -> tuple[Position, ...]:
    lost = [one for one in live if one.purged]
    if lost:
        raise PositionPurged(
            f"The position of {lost[0].branch} as of {lost[0].position_date} came into force again, but its rows were "
            f"purged: make them again with `ucj reprocess {submission_label(lost[0].submission_id)}`, or have a "
            "revision delivered."
        )
    return tuple(
        Position(
            branch=one.branch,
            position_date=one.position_date,
            path=lake / one.file.path,
            rows=one.file.rows,
            content=one.file.content,
        )
        for one in live
    )
