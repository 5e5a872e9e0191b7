"""What a release takes over from those of the same date that are there, where it would be the same to the byte.

Nothing is taken over unseen: bytes are compared with their hash, or with what this release holds. Without earlier
releases and without the cache every file is the same, but made and written anew.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from tasks.publish.editions.edition import PUBLIC, Edition
from tasks.publish.files.hashes import file_facts
from tasks.publish.files.workbook.planned import PlannedWorkbook
from tasks.publish.files.workbook.program import PROGRAM
from warehouse.files.disk_errors import storing
from warehouse.files.durable import write_file
from warehouse.lake.cache import Cache
from warehouse.releases.releases import list_releases

WORKBOOKS = "workbooks"  # kind of the sets in the cache, for each edition by itself
HASHES = "hashes.json"
KEPT_DATES = 3


def earlier_folders(engine: Engine, *, as_of: date, published: Path) -> list[Path]:
    """The folders of releases of a date, the newest first; none of a release that was withdrawn."""
    ids = [one.id for one in list_releases(engine) if one.as_of == as_of and not one.is_withdrawn]
    return [published / name for name in reversed(ids) if (published / name).is_dir()]


def workbooks_of(
    planned: Iterable[tuple[str, PlannedWorkbook]],
    *,
    as_of: date,
    folders: Sequence[Path],
    cache: Cache,
    edition: Edition = PUBLIC,
) -> dict[str, bytes]:
    """Every workbook by its path: taken from a folder where it was made from the same before, or else written.

    cache: has the hash of each workbook that was made last, by the digest of what it was made from.
    """
    named = {"as_of": as_of.isoformat(), "program": PROGRAM}
    kind = edition.file_name(WORKBOOKS)
    known = _known(cache, kind, named)
    books, hashes = {}, {}
    for path, one in planned:
        digest = one.digest()
        books[path] = _taken(path, known.get(digest), folders=folders) or one.write()
        hashes[digest] = file_facts(books[path]).sha256
    with storing(cache.folder):
        if hashes != known:
            with cache.writing(kind, named) as place:
                write_file(place / HASHES, json.dumps(hashes))
        cache.keep(kind, newest=KEPT_DATES, holds=lambda named: named.get("program") == PROGRAM)
    return books


def _known(cache: Cache, kind: str, named: dict[str, str]) -> dict[str, str]:
    place = cache.find(kind, named)
    try:
        found = json.loads((place / HASHES).read_bytes()) if place else {}
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _taken(path: str, sha256: str | None, *, folders: Sequence[Path]) -> bytes | None:
    """The bytes of this hash at this path of one of the folders."""
    for folder in folders if sha256 else ():
        if (folder / path).is_file():
            content = (folder / path).read_bytes()
            if file_facts(content).sha256 == sha256:
                return content
    return None
