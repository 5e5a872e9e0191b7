"""Find the archived files that mention a person, by searching their bytes."""

import re
from dataclasses import dataclass
from pathlib import Path

from tasks.read.isolated.readers import search_apart

DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True)
class Searched:
    """SHA-256 of the files that hold what was looked for, and of those nobody can look into (encrypted, damaged)."""

    found: frozenset[str]
    unreadable: frozenset[str]


def search_archive(archive: Path, pattern: re.Pattern[bytes], *, max_bytes: int) -> Searched:
    """Look through every archived file, known to the catalogue or not."""
    found, unreadable = set(), set()
    for place in sorted(archive.glob("??/*")):
        if DIGEST.fullmatch(place.name):
            holds = search_apart(place, pattern=pattern.pattern, max_bytes=max_bytes)
            if holds is None:
                unreadable.add(place.name)
            elif holds:
                found.add(place.name)
    return Searched(found=frozenset(found), unreadable=frozenset(unreadable))
