"""Erase people: their rows from every object of the lake, and the archived files that hold them.

In order: each object with rows of theirs is written anew without them, seen by nobody; one transaction points to the
new files, marks the submissions whose archived bytes go, and adds the audit row; then old objects and archived files
are deleted. A kill before the transaction leaves everything as it was, and the erasure is to be asked for again; a kill
after it is made good by the next run. Neither needs to know who it was, and nothing that stays does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Engine

from settings import Settings
from tasks.conform.current_key import key_in_use
from tasks.conform.person_id import person_id
from tasks.execution.places import archive_of, lake_of
from tasks.operations.identity.archive_search import search_archive
from tasks.operations.identity.keyed_objects import kept_objects
from tasks.operations.identity.niks import nik_pattern
from tasks.operations.identity.recover import settle_rewrites
from tasks.receive.archive import archive_path
from warehouse.catalogue.transactions import writing
from warehouse.errors import OperatorError
from warehouse.lake.cache import drop_cache
from warehouse.lake.damage import damage_told
from warehouse.lake.integrity import scan_object
from warehouse.lake.inventory import delivered_files
from warehouse.lake.key_registry import current_key_id
from warehouse.lake.person_objects import KeptObject
from warehouse.lake.rewrite import commit_in, remove_unknown, stage
from warehouse.records import GIVEN_UP, PENDING, RewriteCause, Status, Submission, submission_label
from warehouse.retention.erasures import record_erasure_in, submissions_of_contents
from warehouse.stores.bound_folders import remove

Progress = Callable[[int, int, str], None]  # done, of how many, what


class StillWaiting(OperatorError):
    """A file that holds a person to be erased is not judged yet or held: it is to be settled first."""


@dataclass(frozen=True, kw_only=True)
class RowsFound:
    """How many rows of the people an object holds."""

    kept: KeptObject
    rows: int


@dataclass(frozen=True, kw_only=True)
class ErasurePlan:
    """What an erasure removes. archived: SHA-256 of files; unreadable: how many files nobody can look into."""

    people: int
    found: tuple[RowsFound, ...]
    archived: tuple[str, ...]
    submissions: tuple[Submission, ...]
    unreadable: tuple[str, ...]

    @property
    def rows(self) -> int:
        """Rows of the lake, in force or not."""
        return sum(one.rows for one in self.found)

    def record(self) -> dict[str, Any]:
        """Data for output and `--json`: counts by object, names of submissions and releases, nobody."""
        return {
            "people": self.people,
            "rows": self.rows,
            "objects": [
                {
                    "feed": one.kept.feed,
                    "branch": one.kept.branch,
                    "position_date": one.kept.position_date.isoformat(),
                    "submission": submission_label(one.kept.submission_id),
                    "in_force": one.kept.live,
                    "rows": one.rows,
                    "releases": list(one.kept.releases),
                }
                for one in self.found
            ],
            "archived_files": len(self.archived),
            "submissions": [one.label for one in self.submissions],
            "releases": sorted({release for one in self.found for release in one.kept.releases}),
            "unreadable_files": list(self.unreadable),
        }


def plan_erasure(engine: Engine, settings: Settings, *, niks: Sequence[str]) -> ErasurePlan:
    """What there is of these people; nothing is written. Raises `WrongKey`, `KeysMixed`, `StillWaiting`."""
    searched = search_archive(
        archive_of(settings),
        nik_pattern(niks),
        max_bytes=settings.max_file_bytes,
        delivered=[one.sha256 for one in delivered_files(engine) if not one.purged],
    )
    submissions = submissions_of_contents(engine, searched.found)
    waiting = [one for one in submissions if _waits(one)]
    if waiting:
        told = ", ".join(f"{one.label} ({one.status})" for one in waiting)
        raise StillWaiting(
            f"Files that hold them are not settled: {told}. `ucj run` judges what waits, `ucj approve` or `ucj refuse` "
            "decides what is held; then erase. Nothing was changed."
        )
    known = {one.sha256: one.label for one in submissions_of_contents(engine, searched.unreadable)}
    return ErasurePlan(
        people=len(niks),
        found=tuple(_find_rows(engine, settings, niks=niks)),
        archived=tuple(sorted(searched.found)),
        submissions=submissions,
        unreadable=tuple(sorted(known.get(digest, digest) for digest in searched.unreadable)),
    )


def erase_people(
    engine: Engine,
    settings: Settings,
    *,
    niks: Sequence[str],
    reason: str,
    actor: str,
    now: datetime,
    progress: Progress,
) -> ErasurePlan:
    """Erase; to be called under the run lock. Raises as `plan_erasure`, and `LakeObjectCorrupt`."""
    settle_rewrites(engine, settings, now=now)
    plan = plan_erasure(engine, settings, niks=niks)
    lake, archive = lake_of(settings), archive_of(settings)
    ids = _ids(engine, settings, niks=niks) if plan.found else []
    drop_cache(settings.home)  # first: a kill later on leaves none of it
    for number, one in enumerate(plan.found, start=1):
        change = partial(_without, ids=ids)
        kept = one.kept
        stage(engine, kept, lake=lake, change=change, key_id=kept.file.key_id, cause=RewriteCause.ERASURE, at=now)
        progress(number, len(plan.found), kept.file.path)
    with writing(engine) as connection:
        number = record_erasure_in(
            connection,
            at=now,
            actor=actor,
            reason=reason,
            people=plan.people,
            rows=plan.rows,
            objects=len(plan.found),
            archived=plan.archived,
        )
        commit_in(connection, cause=RewriteCause.ERASURE, at=now, erasure_id=number)
    remove_unknown(engine, lake=lake)  # what killed loads left behind may hold them too
    known = {one.sha256 for one in plan.submissions}
    unknown = set(plan.archived) - known  # archived by a sweep that was killed before it was registered
    remove(archive_path(archive, digest) for digest in sorted(unknown))
    settle_rewrites(engine, settings, now=now)
    return plan


def _find_rows(engine: Engine, settings: Settings, *, niks: Sequence[str]) -> list[RowsFound]:
    known = current_key_id(engine)
    if known is None:
        return []
    lake = lake_of(settings)
    ids = _ids(engine, settings, niks=niks)
    with damage_told(engine, lake=lake):
        counted = [
            RowsFound(kept=one, rows=_count(lake / one.file.path, ids=ids))
            for one in kept_objects(engine, lake=lake, key_id=known).kept
        ]
    return [one for one in counted if one.rows]


def _ids(engine: Engine, settings: Settings, *, niks: Sequence[str]) -> list[bytes]:
    key = key_in_use(engine, settings.key_path)
    ids: list[bytes] = pl.DataFrame({"nik": niks}).select(person_id(key=key))["person_id"].to_list()
    return ids


def _count(path: Path, *, ids: Sequence[bytes]) -> int:
    found: int = scan_object(path).filter(pl.col("person_id").is_in(ids)).select(pl.len()).collect().item()
    return found


def _without(rows: pl.DataFrame, *, ids: Sequence[bytes]) -> pl.DataFrame:
    return rows.filter(~pl.col("person_id").is_in(ids).fill_null(value=False))


def _waits(one: Submission) -> bool:
    return one.status is Status.HELD or (one.status in PENDING and one.reason_code != GIVEN_UP)
