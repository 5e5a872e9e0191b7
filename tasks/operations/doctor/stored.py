"""Shared by the checks of stored data: the catalogue, hashing with progress, short findings."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path

from sqlalchemy import Engine

from settings import Settings
from warehouse.catalogue.engine import address_of, connect_catalogue, is_there
from warehouse.catalogue.migrate import stored_revision
from warehouse.migrations import HEAD

progress = logging.getLogger("ucj.progress")
SHOWN = 5


@contextmanager
def catalogue_as_it_is(settings: Settings) -> Iterator[Engine | None]:
    """The catalogue, neither made nor upgraded; None when there is none of this version."""
    address = address_of(settings.sqlalchemy_url)
    engine = connect_catalogue(address) if is_there(address) else None
    try:
        yield engine if engine is not None and stored_revision(engine) == HEAD else None
    finally:
        if engine is not None:
            engine.dispose()


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def told(what: str, items: Sequence[Path]) -> Iterator[Path]:
    """Items one by one, with a progress line each."""
    for number, item in enumerate(items, start=1):
        progress.info("doctor: %s", what, extra={"done": number, "total": len(items)})
        yield item


def listed(names: Sequence[str]) -> str:
    """The first few, and how many more."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def files_below(folder: Path) -> list[Path]:
    """Files, sorted; drafts of a run under way begin with a dot and are left out."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
