"""What a release tells of itself beside its tables: notes and `changes.csv`, against an earlier release."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Engine

from tasks.measure.inputs.inputs import MeasureInputs
from tasks.measure.task import Measured
from tasks.publish.notes.causes import Causes
from tasks.publish.notes.changes import CHANGED, changed_figures, write_changes
from tasks.publish.notes.declared import DeclaredChanges, declared_changes
from tasks.publish.notes.diff import diff_coverage
from tasks.publish.notes.notes import NotesContent, write_notes
from tasks.publish.notes.restatement import Restatement, changed, restatement_of, version_differences
from tasks.publish.notes.told import EarlierRelease, Told
from tasks.publish.release.folder import CHANGES, DATAPACKAGE, NOTES, describe_folder, read_tables
from tasks.publish.release.history import earlier_releases
from warehouse.records import ReleaseDecision
from warehouse.releases.decisions import Decided, decisions_of
from warehouse.releases.lineage import origins
from warehouse.releases.releases import Release, list_releases, objects_of


def tell_of(
    engine: Engine,
    tables: Mapping[str, pl.DataFrame],
    baseline: Release | None,
    *,
    measured: Measured,
    basis: MeasureInputs,
    provenance: Mapping[str, Any],
    published: Path,
    until: datetime | None,
) -> Told:
    """Notes and changes against an earlier release; until: the moment up to which other releases are told of."""
    earlier_ones = earlier_releases(engine, until=until)
    first = NotesContent(
        as_of=measured.as_of,
        coverage=tables["ucj_coverage"],
        completeness=tables["ucj_completeness"],
        withdrawn=tuple(_withdrawn_of_date(engine, measured, until=until)),
        thinned=tuple(basis.thinned),
    )
    if baseline is None:
        return _told(first, pl.DataFrame(schema=CHANGED), earlier=earlier_ones)
    folder = published / baseline.id
    is_there = (folder / DATAPACKAGE).is_file()
    package = describe_folder(folder) if is_there else {}
    said = package.get("provenance", provenance)
    same_date = baseline.as_of == measured.as_of
    restated = restatement_of(engine, baseline, basis=basis, before=said, now=provenance) if same_date else None
    versions = tuple(version_differences(said, provenance))
    causes = _causes(engine, baseline, basis=basis, versions=versions, restated=restated)
    earlier = read_tables(folder) if is_there else {}
    moves = changed_figures(earlier, tables, causes=causes, same_date=same_date)
    notes = replace(
        first,
        compared_with=baseline.id,
        compared_as_of=baseline.as_of,
        restated=restated,
        moved=diff_coverage(earlier["ucj_coverage"], tables["ucj_coverage"]) if is_there else None,
        changed=moves.height,
        causes=causes,
        declared=declared_changes(package, versions=versions) if is_there else DeclaredChanges(),
    )
    return _told(notes, moves, earlier=earlier_ones)


def _told(notes: NotesContent, moves: pl.DataFrame, *, earlier: Sequence[EarlierRelease]) -> Told:
    files = {NOTES: write_notes(notes), CHANGES: write_changes(moves)}
    return Told(files=files, notes=notes, moves=moves, earlier=tuple(earlier))


def _causes(
    engine: Engine,
    baseline: Release,
    *,
    basis: MeasureInputs,
    versions: tuple[tuple[str, Any, Any], ...],
    restated: Restatement | None,
) -> Causes:
    if restated is not None:
        past = [one.submission.label for one in restated.past] + [one.label for one in restated.refused]
        return Causes(changes=restated.changes, versions=versions, past=past, measured=restated.measured)
    then = origins(engine, object_ids=objects_of(engine, baseline.id))
    here = origins(engine, object_ids=basis.object_ids)
    return Causes(same_date=False, changes=tuple(changed(then, here, thinned=set())), versions=versions)


def _withdrawn_of_date(engine: Engine, measured: Measured, *, until: datetime | None) -> Iterator[Decided]:
    of_date = {one.id for one in list_releases(engine) if one.as_of == measured.as_of and one.is_withdrawn}
    for one in decisions_of(engine):
        is_it = one.decision is ReleaseDecision.WITHDRAWN and one.release_id in of_date
        if is_it and (until is None or one.decided_at < until):
            yield one
