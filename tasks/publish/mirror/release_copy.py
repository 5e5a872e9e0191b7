"""One release in the mirror: all of its files, or what is left of it since it was withdrawn; known by its own objects.

A list of its files is put first, so that whatever a killed run put can be removed, and its description last, so that a
release whose description is there is there wholly. Nothing is found out by listing the mirror.
"""

import json
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tasks.publish.errors import ReleaseDamaged
from tasks.publish.files.hashes import content_hash, file_facts
from tasks.publish.release.folder import DATAPACKAGE, entries
from tasks.publish.release.tombstone import tombstone_files
from warehouse.errors import StoreUnreachable
from warehouse.releases.decisions import Decided
from warehouse.releases.standing import Release
from warehouse.stores.store import ObjectStore
from warehouse.stores.whole_objects import content_of, holds_whole, put_whole

AT_ONCE = 8


def list_name(release_id: str) -> str:
    """Name of the list of the files of a release; it is there as long as any of them may be."""
    return f"files/{release_id}.json"


def is_listed(store: ObjectStore, release_id: str) -> bool:
    """Whether files of a release may be in the mirror."""
    return store.size(list_name(release_id)) is not None


def is_whole(store: ObjectStore, folder: Path) -> bool:
    """Whether the release of a folder is in the mirror with all its files: its description was put last."""
    described = file_facts((folder / DATAPACKAGE).read_bytes()).sha256
    return holds_whole(store, f"{folder.name}/{DATAPACKAGE}", sha256=described)


def put_release(store: ObjectStore, release: Release, folder: Path, *, until: float) -> int:
    """Put every file of a release that is not there as it should be; returns how many files it has.

    until: of `time.monotonic`; what is not begun by then is left to the next time. Raises `ReleaseDamaged` where the
    folder holds something else than the gate let pass, `StoreUnreachable`.
    """
    hashes = {name: file_facts(path.read_bytes()).sha256 for name, path in entries(folder).items() if path.is_file()}
    if content_hash(hashes) != release.content_sha256:
        raise _damaged(folder)

    def put(name: str) -> None:
        content = (folder / name).read_bytes()
        if file_facts(content).sha256 != hashes[name]:
            raise _damaged(folder)
        put_whole(store, f"{folder.name}/{name}", content, sha256=hashes[name])

    listed = json.dumps({"release": release.id, "files": hashes}, indent=1).encode()
    put_whole(store, list_name(release.id), listed, sha256=file_facts(listed).sha256)
    each(put, sorted(hashes.keys() - {DATAPACKAGE}), until=until)
    put(DATAPACKAGE)
    return len(hashes)


def remove_release(store: ObjectStore, withdrawn: Decided) -> None:
    """Let the tombstone of a withdrawn release take the place of its figures. Done again, it ends what was begun."""
    listed = json.loads(content_of(store, list_name(withdrawn.release_id)))
    left = tombstone_files(withdrawn)
    for name, content in left.items():
        store.replace(f"{withdrawn.release_id}/{name}", content)
    store.delete([f"{withdrawn.release_id}/{name}" for name in listed["files"] if name not in left])
    store.delete([list_name(withdrawn.release_id)])


def each(work: Callable[[str], object], names: Iterable[str], *, until: float) -> None:
    """Do some at once, since the mirror may be far away; the first fault ends it."""

    def in_time(name: str) -> None:
        if time.monotonic() > until:
            raise StoreUnreachable("The mirror takes too long. What is there by now stays, and the next run goes on.")
        work(name)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in pool.map(in_time, names):
            pass


def _damaged(folder: Path) -> ReleaseDamaged:
    return ReleaseDamaged(
        f"The folder {folder} was changed after it was written, and is not copied: move it away, then publish again."
    )
