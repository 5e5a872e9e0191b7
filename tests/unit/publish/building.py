"""A release rendered and written in one step."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from tasks.publish.release.folder import BuiltRelease, render_files, write_release


def build_release(
    *,
    tables: Mapping[str, pl.DataFrame],
    as_of: date,
    published: Path,
    provenance: Mapping[str, Any],
    notes: bytes | None = None,
) -> BuiltRelease:
    """Render and write the release of publishable tables; the same inputs give the same bytes and id.

    `notes`: the text of `release-notes.md`, where there is something to say.
    """
    files = render_files(tables, as_of=as_of, provenance=provenance, notes=notes)
    return write_release(files, as_of=as_of, published=published)
