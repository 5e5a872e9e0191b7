"""Derived data: what can be computed again from the lake at any time, kept because reading it is quicker.

Every set is a folder `derived/<kind>/<digest>/`, named by what it rests on, whole or not there. Nothing else in the
system depends on it: whoever finds a set missing, damaged or resting on something else computes it anew. A table is
compared with the hash that the manifest has of it before it is read. It may hold keyed ids of people, so it is private,
and it goes when what it rests on goes.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.files.compared import holds
from warehouse.files.drafts import is_draft
from warehouse.files.durable import write_file
from warehouse.files.folders import make_folder, writing_folder

DERIVED = "derived"
MANIFEST = "manifest.json"
Named = Mapping[str, Any]  # what a set rests on, as JSON has it


class Unreadable(Exception):
    """A set, in the folder `place`, is not what was written: remove it and compute anew."""

    def __init__(self, place: Path) -> None:
        super().__init__(place)
        self.place = place


@dataclass(frozen=True)
class Cache:
    """The derived data below one folder."""

    folder: Path

    def find(self, kind: str, named: Named) -> Path | None:
        """The folder of the set that rests on exactly this, if it is there and whole."""
        path = self.place(kind, named)
        if _read_manifest(path) != _as_json(named):
            return None
        os.utime(path)  # tells `keep` what was used last
        return path

    def place(self, kind: str, named: Named) -> Path:
        """Where the set that rests on this is or would be."""
        return self.folder / kind / _name_of(named)

    def named(self, kind: str, name: str) -> Named:
        """What the set of this name rests on; raises `Unreadable`."""
        place = self.folder / kind / name
        if (named := _read_manifest(place)) is None:
            raise Unreadable(place)
        return named

    def sets(self, kind: str) -> list[tuple[Path, Named]]:
        """Whole sets of a kind with what they rest on, the one used last first."""
        found = sorted(self._there(kind), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        return [(path, named) for path in found if (named := _read_manifest(path)) is not None]

    @contextmanager
    def writing(self, kind: str, named: Named) -> Iterator[Path]:
        """A folder to write a set into; it takes the place of the set at the end, or goes when something fails."""
        place = self.place(kind, named)
        make_folder(place.parent)
        with writing_folder(place) as draft:
            yield draft
            files = {path.name: [path.stat().st_size, _sha256(path)] for path in draft.iterdir()}
            write_file(draft / MANIFEST, json.dumps({"named": named, "files": files}))
            shutil.rmtree(place, ignore_errors=True)  # damaged, or it would have been found

    def damaged(self, kind: str) -> list[Path]:
        """What lies in the place of a set and is none; nobody finds it."""
        return [path for path in sorted(self._there(kind)) if _read_manifest(path) is None]

    def keep(self, kind: str, *, newest: int | None, holds: Callable[[Named], bool]) -> None:
        """Remove what is unfinished or damaged, sets that do not `hold` any more, and all but the `newest` used."""
        kept = [path for path, named in self.sets(kind) if holds(named)][:newest]
        for path in (self.folder / kind).glob("*"):
            if path not in kept:
                remove(path)

    def _there(self, kind: str) -> list[Path]:
        return [path for path in (self.folder / kind).glob("*") if not is_draft(path)]


def cache_of(home: Path) -> Cache:
    """The cache of a home."""
    return Cache(home / DERIVED)


def drop_cache(home: Path) -> None:
    """Remove the cache: the next run computes what it needs. Needed when people must be forgotten at once."""
    shutil.rmtree(home / DERIVED, ignore_errors=True)


def remove(path: Path) -> None:
    """Remove a set, or whatever lies in its place."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def write_table(frame: pl.DataFrame, path: Path) -> None:
    """A table that `read_table` maps into memory, so that only what is looked at is read."""
    frame.write_ipc(path, compression="uncompressed")


def read_table(path: Path, schema: pl.Schema) -> pl.DataFrame:
    """A table as it was written, without copying it; raises `Unreadable`, also when it has other columns."""
    require_whole(path)
    with readable(path.parent):
        table = pl.read_ipc(path, memory_map=True)
    if table.schema != schema:
        raise Unreadable(path.parent)
    return table


def require_whole(path: Path) -> None:
    """Raise `Unreadable` unless a file of a set is what was written."""
    try:
        _, digest = json.loads((path.parent / MANIFEST).read_bytes())["files"][path.name]
        whole = holds(path, sha256=digest)
    except (OSError, ValueError, KeyError, TypeError):
        whole = False
    if not whole:
        raise Unreadable(path.parent)


@contextmanager
def readable(place: Path) -> Iterator[None]:
    """Raise `Unreadable` when what is read from a set cannot be used."""
    try:
        yield
    except (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as fault:
        raise Unreadable(place) from fault


def _read_manifest(path: Path) -> Named | None:
    """What a set says it rests on; None unless its files are there in their sizes."""
    try:
        manifest = json.loads((path / MANIFEST).read_bytes())
        whole = all((path / name).stat().st_size == size for name, (size, _) in manifest["files"].items())
        named: Named = manifest["named"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return named if whole and isinstance(named, dict) and path.name == _name_of(named) else None


def _name_of(named: Named) -> str:
    return sha256(json.dumps(named, sort_keys=True).encode()).hexdigest()[:32]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _as_json(named: Named) -> Any:
    return json.loads(json.dumps(named))
