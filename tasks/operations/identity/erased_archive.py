"""Delete archived files that mention an erased person; their submissions cannot be reprocessed."""

from pathlib import Path

from sqlalchemy import Engine

from tasks.receive.archive import archive_path
from warehouse.retention.erasures import erased_contents
from warehouse.stores.bound_folders import remove, size_of


def remove_erased(engine: Engine, *, archive: Path) -> int:
    """Delete the bytes of submissions that are marked as erased, unless they were delivered again since; how many."""
    places = [archive_path(archive, digest) for digest in erased_contents(engine)]
    there = [place for place in places if size_of(place) is not None]
    remove(there)
    return len(there)
