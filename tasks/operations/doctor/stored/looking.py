"""Shared by the checks of stored data: the catalogue, looking at many files with progress, short findings."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine

from settings import Settings
from warehouse.catalogue.engine import address_of, connect_catalogue, is_there
from warehouse.catalogue.migrate import stored_revision
from warehouse.migrations import HEAD

progress = logging.getLogger("ucj.progress")
SHOWN = 5
AT_ONCE = 4
Looked = TypeVar("Looked")


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


def in_threads(look: Callable[[Path], Looked], paths: Iterable[Path]) -> Iterator[Looked]:
    """What a look at each of some files gives, in their order; some at once, since a store may be far away."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(look, paths)


def told(what: str, items: Sequence[Path]) -> Iterator[Path]:
    """Items one by one, with a progress line each."""
    for number, item in enumerate(items, start=1):
        progress.info("doctor: %s", what, extra={"done": number, "total": len(items)})
        yield item


def listed(names: Sequence[str]) -> str:
    """The first few, and how many more."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
