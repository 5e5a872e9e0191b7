"""Delete archived files that mention an erased person; their submissions cannot be reprocessed."""

from pathlib import Path

from sqlalchemy import Engine

from tasks.receive.archive import archive_path
from warehouse.files.durable import remove_files
from warehouse.retention.erasures import erased_contents


def remove_erased(engine: Engine, *, archive: Path) -> int:
    """Delete the bytes of submissions that are marked as erased, unless they were delivered again since; how many."""
    places = [place for digest in erased_contents(engine) if (place := archive_path(archive, digest)).is_file()]
    remove_files(places)
    return len(places)
