"""Read objects of the lake only when they are what was written: a changed bit could change a figure and nothing else.

The name of an object ends with the beginning of the SHA-256 of its bytes. All of them are compared with it before the
first look of a process at an object, and again when the file is not the same any more (docs/adr/0016). Where the lake
is bound to a store, the file is a copy, and one that is missing or damaged is fetched (docs/adr/0038).
"""

import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl

from warehouse.errors import LakeObjectCorrupt
from warehouse.files.compared import holds
from warehouse.stores.bound_folders import bring
from warehouse.stores.store import NoSuchObject
from warehouse.stores.whole_objects import StaleObject

HASH_DIGITS = 16  # in the name: 64 bits, of which no fault of a disk or a hand leaves all as they were
NAME = re.compile(rf".+_([0-9a-f]{{{HASH_DIGITS}}})\.parquet")
MISSING, CHANGED = "is missing from the lake", "was changed after it was written"
AT_ONCE = 4  # files; hashing lets go of the interpreter


def name_of_object(slot: str, *, sha256: str) -> str:
    """The name of an object's file."""
    return f"{slot}_{sha256[:HASH_DIGITS]}.parquet"


def scan_object(path: Path) -> pl.LazyFrame:
    """The rows of an object. Raises `LakeObjectCorrupt`."""
    require_intact([path])
    return pl.scan_parquet(path)


def bring_copy(path: Path, *, sha256: str) -> bool:
    """Fetch the copy of an object from the store of its lake; False where the lake has none, and lies here alone.

    sha256: with what its hash begins. Raises `LakeObjectCorrupt` where the store has not what was put there.
    """
    try:
        return bring(path, sha256=sha256)
    except NoSuchObject:
        raise LakeObjectCorrupt.at(path, "is missing from the store of the lake") from None
    except StaleObject:
        raise LakeObjectCorrupt.at(path, "is not in the store of the lake as it was written") from None


def require_intact(paths: Iterable[Path]) -> None:
    """Compare objects with their names, several at a time. Raises `LakeObjectCorrupt` for the first that differs."""
    objects = list(dict.fromkeys(paths))
    if len(objects) > 1:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for _ in pool.map(_require_intact, objects):
                pass
    elif objects:
        _require_intact(objects[0])


def _require_intact(path: Path) -> None:
    named = NAME.fullmatch(path.name)
    if named is None:
        raise LakeObjectCorrupt.at(path, CHANGED)
    try:
        problem = "" if holds(path, sha256=named[1]) else CHANGED
    except FileNotFoundError:
        problem = MISSING
    if problem and not (bring_copy(path, sha256=named[1]) and holds(path, sha256=named[1])):
        raise LakeObjectCorrupt.at(path, problem)
