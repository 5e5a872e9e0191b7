"""Move what the catalogue names to the store of archive and lake, or fetch it back; either may be done again.

Only what the catalogue names is moved, one object after the other, each compared with its hash before it leaves. While
it is under way, and after a kill, every object is in one of both places, and readers find it in either.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from settings import Settings
from tasks.execution.places import archive_of, lake_of, stores_of
from tasks.receive.archive import archive_path
from warehouse.errors import OperatorError
from warehouse.files.compared import holds
from warehouse.files.durable import remove_files
from warehouse.lake.inventory import delivered_files, objects_in_use
from warehouse.stores.bound_folders import bound_to, bring, keep, size_where_kept
from warehouse.stores.store import NoSuchObject
from warehouse.stores.whole_objects import StaleObject

progress = logging.getLogger("ucj.progress")


class NoStore(OperatorError):
    """Neither storage.archive nor storage.lake is set: set one in ucj.toml first."""


@dataclass(frozen=True, kw_only=True)
class Stored:
    """An object of lake or archive as the catalogue knows it."""

    path: Path
    sha256: str
    bytes: int


@dataclass(frozen=True, kw_only=True)
class Moved:
    """Objects that were moved, with their bytes; that were there already; and that are right in neither place."""

    moved: int
    bytes: int
    there: int
    missing: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        """Data for JSON."""
        return asdict(self)


def move_to_store(engine: Engine, settings: Settings) -> Moved:
    """Put into the stores what lies in the home; under the run lock, and as the only taker. Raises `NoStore`.

    Delivered files leave the home; objects of the lake stay as copies.
    """
    archive = archive_of(settings)

    def put(one: Stored) -> bool:
        is_there = size_where_kept(one.path) == one.bytes
        leaves = one.path.is_relative_to(archive)
        if is_there and not (leaves and one.path.is_file()):
            return False
        if not one.path.is_file() or not holds(one.path, sha256=one.sha256):
            raise NoSuchObject
        keep(one.path, one.path, sha256=one.sha256)  # what is there already is compared before the last copy goes
        if leaves:
            remove_files([one.path])
        return not is_there

    return _each(_stored(engine, settings), put)


def fetch_from_store(engine: Engine, settings: Settings) -> Moved:
    """Fetch all of it into the home, for the day on which no store is set any more; the stores keep what they have."""

    def fetch(one: Stored) -> bool:
        if one.path.is_file() and holds(one.path, sha256=one.sha256):
            return False
        return bring(one.path, sha256=one.sha256)

    return _each(_stored(engine, settings), fetch)


def _stored(engine: Engine, settings: Settings) -> Sequence[Stored]:
    """What belongs into a store, by the settings."""
    if not stores_of(settings):
        raise NoStore("No store is set: set storage.archive, storage.lake or both in ucj.toml. Nothing was done.")
    lake, archive = lake_of(settings), archive_of(settings)
    objects = [Stored(path=lake / one.path, sha256=one.sha256, bytes=one.bytes) for one in objects_in_use(engine)]
    files = [
        Stored(path=archive_path(archive, one.sha256), sha256=one.sha256, bytes=one.bytes)
        for one in delivered_files(engine)
        if not one.purged
    ]
    return [one for one in (*objects, *files) if bound_to(one.path)]


def _each(stored: Sequence[Stored], move: Callable[[Stored], bool]) -> Moved:
    moved, size, there = 0, 0, 0
    missing: list[str] = []
    for number, one in enumerate(stored, start=1):
        progress.info("storage", extra={"done": number, "total": len(stored)})
        try:
            if move(one):
                moved, size = moved + 1, size + one.bytes
            else:
                there += 1
        except (NoSuchObject, StaleObject):
            missing.append(one.path.name[:60])
    return Moved(moved=moved, bytes=size, there=there, missing=tuple(missing))
