"""The files of a release with its notes: which release of the same date it restates follows from what was published."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Engine

from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.inputs import MeasureInputs
from tasks.measure.task import Measured
from tasks.publish.notes.diff import diff_coverage
from tasks.publish.notes.notes import write_notes
from tasks.publish.notes.restatement import restatement_of
from tasks.publish.release.folder import (
    DATAPACKAGE,
    NOTES,
    describe_folder,
    digest_of,
    name_of,
    read_coverage,
    render_files,
    render_tables,
)
from tasks.publish.release.provenance import provenance_of
from warehouse.releases.releases import Release, find_release, newest_of_date, revised_by


def draft_release(
    engine: Engine,
    measured: Measured,
    tables: Mapping[str, pl.DataFrame],
    *,
    basis: MeasureInputs,
    settings: FigureSettings,
    published: Path,
) -> tuple[dict[str, bytes], Release | None]:
    """The files of the release, and the release that its notes say it restates.

    What was published of the same figures is published again to the byte, with the notes it had. The figures of a day
    that is not over are provisional: another release of that day restates nothing.
    """
    provenance = provenance_of(basis, settings=settings)
    rendered = render_tables(tables, as_of=measured.as_of, provenance=provenance)
    draft = partial(
        _files,
        engine,
        tables,
        rendered=rendered,
        as_of=measured.as_of,
        basis=basis,
        provenance=provenance,
        published=published,
    )
    same = find_release(engine, as_of=measured.as_of, inputs_sha256=measured.inputs_sha256)
    before = newest_of_date(engine, as_of=measured.as_of)
    for one in filter(None, (same, before)):
        for replaced in (None, revised_by(engine, one.id)):
            files = draft(replaced=replaced)
            if name_of(digest_of(files), as_of=measured.as_of) == one.id:
                return files, replaced
    replaced = before if measured.today > measured.as_of else None
    return draft(replaced=replaced), replaced


def _files(
    engine: Engine,
    tables: Mapping[str, pl.DataFrame],
    *,
    rendered: Mapping[str, bytes],
    as_of: date,
    basis: MeasureInputs,
    replaced: Release | None,
    provenance: Mapping[str, Any],
    published: Path,
) -> dict[str, bytes]:
    restated, moved = None, None
    if replaced is not None:
        folder = published / replaced.id
        there = (folder / DATAPACKAGE).is_file()
        said = describe_folder(folder)["provenance"] if there else provenance
        restated = restatement_of(engine, replaced, basis=basis, before=said, now=provenance)
        moved = diff_coverage(read_coverage(folder), tables["ucj_coverage"]) if there else None
    notes = write_notes(as_of=as_of, restated=restated, moved=moved, thinned=basis.thinned)
    told = {NOTES: notes} if notes is not None else {}
    return render_files(tables, rendered=rendered, as_of=as_of, provenance=provenance, notes=told)
