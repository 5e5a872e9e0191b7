"""Purge in order: list what is due, mark it in the catalogue, then delete the files."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from settings import Settings
from tasks.execution.places import archive_of, lake_of
from tasks.receive.archive import archive_path
from warehouse.retention.due import OldObject, Retention, old_archives, old_fact_dates, old_objects
from warehouse.retention.purge import Collected, finish_purge, forget_facts, mark_purged, purged_paths
from warehouse.stores.bound_folders import remove, size_of, still_there

progress = logging.getLogger("ucj.progress")


@dataclass(frozen=True, kw_only=True)
class PurgePlan:
    """What a purge takes. objects: of the lake. left: files of objects that an earlier, killed purge marked.

    archives: SHA-256 of delivered files, with their bytes. fact_dates: dates whose figures leave the catalogue.
    """

    objects: tuple[OldObject, ...]
    left: tuple[str, ...]
    archives: dict[str, int]
    fact_dates: tuple[date, ...]
    retention: Retention

    def record(self) -> dict[str, Any]:
        """Data for JSON."""
        return {
            "objects": [{"path": one.path, "bytes": one.bytes, "why": one.why} for one in self.objects],
            "object_bytes": sum(one.bytes for one in self.objects),
            "left_by_a_killed_purge": list(self.left),
            "archives": len(self.archives),
            "archive_bytes": sum(self.archives.values()),
            "fact_dates": [day.isoformat() for day in self.fact_dates],
            "retention": self.retention.record(),
        }


def retention_of(settings: Settings, *, today: date, now: datetime) -> Retention:
    """The retention times of the settings, counted from now."""
    return Retention(
        today=today,
        now=now,
        thin_after=settings.retention.thin_after_days,
        objects=settings.retention.object_days,
        releases=settings.retention.release_days,
        archive=settings.retention.archive_days,
    )


def plan_purge(engine: Engine, *, settings: Settings, retention: Retention) -> PurgePlan:
    """What is past its retention time and needed by nothing; reads only."""
    lake, archive = lake_of(settings), archive_of(settings)
    found = {sha256: archive_path(archive, sha256) for sha256 in old_archives(engine, retention=retention)}
    return PurgePlan(
        objects=tuple(old_objects(engine, retention=retention)),
        left=tuple(_purged_but_there(engine, lake=lake)),
        archives={sha256: size for sha256, path in found.items() if (size := size_of(path)) is not None},
        fact_dates=tuple(old_fact_dates(engine, retention=retention)),
        retention=retention,
    )


def purge(engine: Engine, plan: PurgePlan, *, settings: Settings, now: datetime) -> Collected:
    """Do what was planned; under the run lock, so that nothing needs meanwhile what goes. `now`: called at the end."""
    lake, archive = lake_of(settings), archive_of(settings)
    number = mark_purged(engine, objects=plan.objects, archives=plan.archives, retention=plan.retention)
    files = _purged_but_there(engine, lake=lake)
    lake_bytes = _remove([lake / path for path in files], what="lake")
    archive_bytes = _remove([archive_path(archive, sha256) for sha256 in plan.archives], what="archive")
    for day in plan.fact_dates:
        progress.info("purge: figures as of %s", day)
        forget_facts(engine, as_of=day)
    collected = Collected(
        object_count=len(plan.objects),
        archive_count=len(plan.archives),
        date_count=len(plan.fact_dates),
        bytes=lake_bytes + archive_bytes,
    )
    finish_purge(engine, number, collected=collected, at=now)
    return collected


def _purged_but_there(engine: Engine, *, lake: Path) -> list[str]:
    there = still_there((lake / path for path in purged_paths(engine)), folder=lake)
    return [path.relative_to(lake).as_posix() for path in there]


def _remove(files: Sequence[Path], *, what: str) -> int:
    """Remove files for good; returns their bytes."""
    total = sum(size_of(file) or 0 for file in files)
    remove(_told(what, files))
    return total


def _told(what: str, files: Sequence[Path]) -> Iterator[Path]:
    for number, file in enumerate(files, start=1):
        progress.info("purge: %s", what, extra={"done": number, "total": len(files)})
        yield file
