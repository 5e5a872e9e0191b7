"""Check the lake against the catalogue: every object is there and unchanged; list files that no row names."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import polars as pl

from expectations.contracts import feeds_of_kind
from expectations.contracts.schema import FeedKind
from expectations.written import counted, noun
from settings import Settings
from tasks.execution.places import lake_of
from tasks.operations.doctor.finding import Health, HealthFinding
from tasks.operations.doctor.stored.looking import catalogue_as_it_is, in_threads, listed, told
from warehouse.lake.damage import way_back
from warehouse.lake.inventory import ObjectInUse, objects_in_use, unended_purges
from warehouse.records import submission_label
from warehouse.retention.purge import purged_paths
from warehouse.stores.bound_folders import bound_to, files_below, hash_where_kept, size_where_kept
from warehouse.submissions.positions import month_positions

NOT_MOVED = "lies here, and not in the store of the lake"


def check_lake(settings: Settings, *, quick: bool) -> Iterator[HealthFinding]:
    """Existence and size of every object that is not purged; unless `quick` also its SHA-256 and number of rows."""
    lake = lake_of(settings)
    with catalogue_as_it_is(settings) as engine:
        if engine is None:
            return
        kept = objects_in_use(engine)
        purged = set(purged_paths(engine))
        lost = [
            one
            for feed in sorted(feeds_of_kind(FeedKind.SNAPSHOT))
            for one in month_positions(engine, feed, until=date.max)
            if one.purged
        ]
        unended = unended_purges(engine)
    by_path = {lake / one.path: one for one in kept}
    broken = 0
    for path, problem in problems(by_path, quick=quick):
        if problem:
            broken += 1
            yield _broken(by_path[path], problem)
    how = "there, of the right size" if quick else "there, unchanged, with the right number of rows"
    if not broken:
        live = sum(one.live for one in by_path.values())
        yield HealthFinding(
            check="lake",
            health=Health.OK,
            says=f"{counted(len(by_path), 'object')} ({live} in force) {noun(len(by_path), 'is', 'are')} {how}.",
        )
    for position in lost:
        yield HealthFinding(
            check="lake",
            health=Health.FAIL,
            says=f"The position of {position.branch} of {position.position_date} is in force, but was purged.",
            do=f"ucj reprocess {submission_label(position.submission_id)}",
        )
    found = {path.relative_to(lake).as_posix() for path in files_below(lake)}
    yield from _unnamed(sorted(found - {one.path for one in kept} - purged), sorted(found & purged), unended)


def problems(by_path: Mapping[Path, ObjectInUse], *, quick: bool) -> Iterator[tuple[Path, str]]:
    """What is wrong with each object, some looked at at once."""
    found = in_threads(lambda path: problem_of(path, by_path[path], quick=quick), by_path)
    yield from zip(told("lake", list(by_path)), found, strict=True)


def problem_of(path: Path, one: ObjectInUse, *, quick: bool) -> str:
    """What is wrong with an object where it is kept; nothing when all is well. Rows are counted in files only."""
    size = size_where_kept(path)
    if size is None:
        return NOT_MOVED if path.is_file() else "is missing"
    if size != one.bytes:
        return f"has {counted(size, 'byte')} instead of {one.bytes:,}"
    if quick:
        return ""
    if hash_where_kept(path) != one.sha256:
        return "was changed after it was written"
    if bound_to(path) is not None:
        return ""
    rows = pl.scan_parquet(path).select(pl.len()).collect().item()
    return f"has {counted(rows, 'row')} instead of {one.rows:,}" if rows != one.rows else ""


def _broken(one: ObjectInUse, problem: str) -> HealthFinding:
    return HealthFinding(
        check="lake",
        health=Health.FAIL if one.live else Health.WARN,
        says=f"{one.path} {problem} ({'in force' if one.live else 'not in force'}).",
        do="ucj storage move" if problem == NOT_MOVED else way_back(one.submission_id),
    )


def _unnamed(orphans: list[str], purged: list[str], unended: int) -> Iterator[HealthFinding]:
    if orphans:
        yield HealthFinding(
            check="orphans",
            health=Health.WARN,
            says=f"{counted(len(orphans), 'file in the lake is', 'files in the lake are')} in no row of "
            f"the catalogue: {listed(orphans)}.",
            do="Left by a killed run, or of deliveries after the backup that was restored; no figure rests on them.",
        )
    if purged or unended:
        yield HealthFinding(
            check="purge",
            health=Health.WARN,
            says=f"A purge did not end; {counted(len(purged), 'file is', 'files are')} left.",
            do="ucj purge --yes",
        )
