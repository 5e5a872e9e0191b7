"""The files of a release with its notes: which release it is compared with follows from what was published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl
from sqlalchemy import Engine

from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.inputs import MeasureInputs
from tasks.measure.task import Measured
from tasks.publish.files.map.drawing import BoundaryDrawing
from tasks.publish.files.metadata.publisher import Publisher
from tasks.publish.files.workbook.workbooks import plan_workbooks
from tasks.publish.release.folder import digest_of, name_of, render_files, render_tables
from tasks.publish.release.provenance import provenance_of
from tasks.publish.release.taken_over import workbooks_of
from tasks.publish.release.told import tell_of
from warehouse.lake.cache import Cache
from warehouse.releases.releases import Release, compared_with, find_release, newest_before, newest_of_date


@dataclass(frozen=True, kw_only=True)
class DraftedRelease:
    """Rendered files. baseline: the release that its notes compare it with, of the same date or the one before."""

    files: dict[str, bytes]
    baseline: Release | None

    def restates(self, measured: Measured) -> Release | None:
        """The release of the same date whose place it takes."""
        return self.baseline if self.baseline is not None and self.baseline.as_of == measured.as_of else None


def draft_release(
    engine: Engine,
    measured: Measured,
    tables: Mapping[str, pl.DataFrame],
    *,
    basis: MeasureInputs,
    settings: FigureSettings,
    published: Path,
    folders: Sequence[Path],
    cache: Cache,
    publisher: Publisher,
    outlines: BoundaryDrawing | None = None,
) -> DraftedRelease:
    """The files of the release, and the release that its notes compare it with.

    folders: of releases of the same date. cache: the cache; both only make it quicker.
    What was published of the same figures is published again to the byte, with the notes it had. The figures of a day
    that is not over are provisional: another release of that day restates nothing.
    """
    provenance = provenance_of(basis, settings=settings)
    planned = plan_workbooks(tables, as_of=measured.as_of, provenance=provenance)
    workbooks = workbooks_of(planned, as_of=measured.as_of, folders=folders, cache=cache)
    rendered = render_tables(tables, workbooks=workbooks, as_of=measured.as_of, publisher=publisher)

    def drafted(baseline: Release | None, until: datetime | None) -> DraftedRelease:
        told = tell_of(
            engine,
            tables,
            baseline,
            measured=measured,
            basis=basis,
            provenance=provenance,
            published=published,
            until=until,
        )
        files = render_files(
            tables,
            rendered=rendered,
            as_of=measured.as_of,
            provenance=provenance,
            told=told,
            publisher=publisher,
            outlines=outlines,
        )
        return DraftedRelease(files=files, baseline=baseline)

    same = find_release(engine, as_of=measured.as_of, inputs_sha256=measured.inputs_sha256)
    before = newest_of_date(engine, as_of=measured.as_of)
    for one in dict.fromkeys(filter(None, (same, before))):
        again = drafted(compared_with(engine, one.id), one.created_at)
        if name_of(digest_of(again.files), as_of=measured.as_of) == one.id:
            return again
    replaced = before if measured.today > measured.as_of else None
    return drafted(replaced or newest_before(engine, as_of=measured.as_of), None)
