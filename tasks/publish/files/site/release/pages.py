"""The pages of a release as a whole: national pages, what changed, data quality, method, downloads, history."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import polars as pl

from expectations.contracts.codes import code_lists
from tasks.publish.files.formats import FORMATS, file_name
from tasks.publish.files.hashes import FileFacts
from tasks.publish.files.map.drawing import BoundaryDrawing
from tasks.publish.files.site.bases import basis_views
from tasks.publish.files.site.described import CHANGED, DOWNLOADS, HISTORY, METHOD, QUALITY, SITE_PAGES
from tasks.publish.files.site.flags import flag_views
from tasks.publish.files.site.markup.environment import environment, squeezed
from tasks.publish.files.site.nation.pages import national_pages
from tasks.publish.files.site.release.changes import changed_finding, changes_view
from tasks.publish.files.site.release.provenance_rows import provenance_rows
from tasks.publish.files.site.release.quality import quality_view
from tasks.publish.files.workbook.workbooks import workbook_regions
from tasks.publish.notes.told import Told
from warehouse.figures.metrics import METRICS
from warehouse.figures.tables import PUBLISHED_TABLES

TEMPLATES = {CHANGED: "changes.html.j2", QUALITY: "quality.html.j2", METHOD: "method.html.j2",
             DOWNLOADS: "downloads.html.j2", HISTORY: "history.html.j2"}  # fmt: skip


def release_pages(
    tables: Mapping[str, pl.DataFrame],
    *,
    as_of: date,
    provenance: Mapping[str, Any],
    files: Mapping[str, FileFacts],
    told: Told | None,
    outlines: BoundaryDrawing | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Every page that is not of one region, by path.

    files: what the release has beside them, to be linked. told: notes; None where a release has none.
    """
    settings = provenance.get("settings", {})
    yield from national_pages(tables, as_of=as_of, settings=settings, changed=changed_finding(told), outlines=outlines)
    views: Mapping[str, dict[str, Any]] = {
        CHANGED: changes_view(told),
        QUALITY: quality_view(tables, settings=settings),
        METHOD: {
            "settings": settings,
            "bases": basis_views(set(tables["ucj_coverage"]["basis"])),
            "flags": flag_views(),
            "metrics": METRICS,
            "lists": code_lists(),
            "provenance": provenance_rows(provenance),
        },
        DOWNLOADS: {
            "tables": [
                (table, [(kind, file_name(table.name, kind)) for kind in FORMATS]) for table in PUBLISHED_TABLES
            ],
            "workbooks": [(path, name) for path, (_, name) in workbook_regions(as_of).items() if path in files],
            "others": [name for name in files if "/" not in name and not name.startswith("ucj_")]
            + [name for name in files if name.startswith(("metadata/", "sdmx/"))],
            "files": files,
        },
        HISTORY: {"earlier": told.earlier if told else (), "notes": told.notes if told else None},
    }
    for path, view in views.items():
        place = {"title": SITE_PAGES[path], "root": "../", "here": path, "alone": True, "as_of": as_of}
        yield path, squeezed(environment().get_template(TEMPLATES[path]).render(view | place))
