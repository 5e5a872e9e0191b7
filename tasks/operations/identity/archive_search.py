"""Find the archived files that mention a person, by searching their bytes."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from tasks.read.isolated.readers import search_apart
from tasks.receive.archive import archive_path, delivered_file
from warehouse.errors import ArchivedFileDamaged
from warehouse.stores.bound_folders import files_below, size_of

DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True)
class Searched:
    """SHA-256 of the files that hold what was looked for, and of those nobody can look into (encrypted, damaged)."""

    found: frozenset[str]
    unreadable: frozenset[str]


def search_archive(
    archive: Path, pattern: re.Pattern[bytes], *, max_bytes: int, delivered: Collection[str] = ()
) -> Searched:
    """Look through every archived file, known to the catalogue or not.

    delivered: SHA-256 of those it knows, which are looked for even where the store of the archive does not list them.
    """
    found, unreadable = set(), set()
    places = {*files_below(archive), *(archive_path(archive, digest) for digest in delivered)}
    for place in sorted(places):
        if DIGEST.fullmatch(place.name) and place == archive_path(archive, place.name):
            holds = _holds(place, pattern, max_bytes=max_bytes)
            if holds is None:
                unreadable.add(place.name)
            elif holds:
                found.add(place.name)
    return Searched(found=frozenset(found), unreadable=frozenset(unreadable))


def _holds(place: Path, pattern: re.Pattern[bytes], *, max_bytes: int) -> bool | None:
    """Whether the pattern is in a file; None where nobody can look into it, False where it is gone."""
    if place.is_file():  # as it is, also where it is no longer what was delivered
        return search_apart(place, pattern=pattern.pattern, max_bytes=max_bytes)
    if size_of(place) is None:
        return False
    try:
        with delivered_file(place, sha256=place.name) as file:
            return search_apart(file, pattern=pattern.pattern, max_bytes=max_bytes)
    except ArchivedFileDamaged:
        return None
