"""A release rendered and written in one step."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from tasks.publish.files.formats import FORMATS, file_name
from tasks.publish.files.metadata.files import metadata_files
from tasks.publish.files.sdmx.files import sdmx_files
from tasks.publish.files.site.described import site_files
from tasks.publish.files.workbook.workbooks import workbook_regions
from tasks.publish.notes.told import Told
from tasks.publish.release.folder import NOBODY, BuiltRelease, render_files, write_release


def rendered_quickly(tables: Mapping[str, pl.DataFrame], *, as_of: date) -> dict[str, bytes]:
    """What `render_tables` gives, with a few bytes in place of workbooks and pages of regions, which take seconds."""
    files = {file_name(name, kind): kind.write(frame) for name, frame in sorted(tables.items()) for kind in FORMATS}
    files |= dict.fromkeys(workbook_regions(as_of), b"PK") | dict.fromkeys(site_files(), b"<!doctype html>")
    return files | metadata_files(as_of=as_of, publisher=NOBODY) | sdmx_files(tables, as_of=as_of)


def build_release(
    *,
    tables: Mapping[str, pl.DataFrame],
    as_of: date,
    published: Path,
    provenance: Mapping[str, Any],
    told: Told | None = None,
) -> BuiltRelease:
    """Render and write the release of publishable tables; the same inputs give the same bytes and id.

    told: notes and changes, where there are any.
    """
    rendered = rendered_quickly(tables, as_of=as_of)
    files = render_files(tables, rendered=rendered, as_of=as_of, provenance=provenance, told=told)
    return write_release(files, as_of=as_of, published=published)
