"""What a release replaces: the figures published of the same date before, and what changed under them since."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine

from expectations.contracts import FEEDS, MEASURED
from expectations.contracts.schema import FeedKind
from tasks.measure.inputs.inputs import MeasureInputs
from warehouse.records import Submission
from warehouse.releases.facts import measured_after
from warehouse.releases.lineage import Origin, origins, refused_after
from warehouse.releases.releases import Release, objects_of

NO_VERSIONS = frozenset({"thinned", "branches_delivered", "branches_expected"})


class Reason(StrEnum):
    """Why other rows stand for a branch than did before."""

    LATE = "late"  # a file for a newer date, or of a branch that had none
    CORRECTION = "correction"  # another file for the same date
    REWRITTEN = "rewritten"  # the same file, judged again or with a person erased
    WITHDRAWN = "withdrawn"  # what stood there no longer counts
    THINNED = "thinned"


@dataclass(frozen=True, kw_only=True)
class PositionChange:
    """What stood before and what stands now for a branch (and, of feeds that accumulate, for a date)."""

    reason: Reason
    before: Origin | None
    now: Origin | None


@dataclass(frozen=True, kw_only=True)
class Restatement:
    """Why a release differs from `release_id`, of the same date; without any clock time.

    changes: positions and reference files. past: what came into the positions of earlier months, which movement and
    history rest on. refused: what went out of them. measured: month ends measured again since, which the series shows.
    versions: what else the figures follow from, before and now.
    """

    release_id: str
    changes: tuple[PositionChange, ...]
    past: tuple[Origin, ...]
    refused: tuple[Submission, ...]
    measured: tuple[date, ...]
    versions: tuple[tuple[str, Any, Any], ...]


def restatement_of(
    engine: Engine, release: Release, *, basis: MeasureInputs, before: Mapping[str, Any], now: Mapping[str, Any]
) -> Restatement:
    """What changed since a release of the same date was recorded; `before`, `now`: its provenance and the new one."""
    changes = tuple(
        changed(
            origins(engine, object_ids=objects_of(engine, release.id)),
            origins(engine, object_ids=basis.object_ids),
            thinned={one.branch for one in basis.thinned},
        )
    )
    told = {one.submission.id for change in changes for one in (change.before, change.now) if one}
    past = [one for one in origins(engine, object_ids=basis.past_ids) if one.loaded_at > release.created_at]
    until = max(basis.past.then, default=None)
    refused = refused_after(engine, release.created_at, feed=MEASURED, until=until) if until else []
    series = set(basis.earlier)
    return Restatement(
        release_id=release.id,
        changes=changes,
        past=tuple(one for one in past if one.submission.id not in told),
        refused=tuple(one for one in refused if one.id not in told),
        measured=tuple(day for day in measured_after(engine, release.run_id) if day in series),
        versions=tuple(version_differences(before, now)),
    )


def changed(before: Sequence[Origin], now: Sequence[Origin], *, thinned: set[str]) -> Iterator[PositionChange]:
    """Where another object stands, by feed, branch and date; `thinned`: branches whose newest position was thinned."""
    then, here = ({_place(one): one for one in objects} for objects in (before, now))
    for place in sorted(then.keys() | here.keys()):
        old, new = then.get(place), here.get(place)
        if old is None or new is None or old.object_id != new.object_id:
            yield PositionChange(reason=_reason(old, new, thinned=thinned), before=old, now=new)


def _place(one: Origin) -> tuple[str, str, date]:
    """Of a snapshot one position stands for a branch; files of the feeds that accumulate stand each for itself."""
    snapshot = FEEDS[one.feed].kind is FeedKind.SNAPSHOT
    return one.feed, one.branch, date.min if snapshot else one.position_date


def _reason(old: Origin | None, new: Origin | None, *, thinned: set[str]) -> Reason:
    if old is None:
        return Reason.LATE
    if old.feed == MEASURED and old.branch in thinned:
        return Reason.THINNED
    if new is None or new.position_date < old.position_date:
        return Reason.WITHDRAWN
    if new.position_date > old.position_date:
        return Reason.LATE
    if new.submission.id == old.submission.id:
        return Reason.REWRITTEN
    return Reason.CORRECTION if new.submission.id > old.submission.id else Reason.WITHDRAWN


def version_differences(
    before: Mapping[str, Any], now: Mapping[str, Any], prefix: str = ""
) -> Iterator[tuple[str, Any, Any]]:
    """What a release follows from beside its inputs and is another one now: name, before, now."""
    for name in sorted(before.keys() | now.keys()):
        old, new = before.get(name), now.get(name)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from version_differences(old, new, f"{prefix}{name}.")
        elif old != new and name not in NO_VERSIONS:
            yield f"{prefix}{name}", old, new
