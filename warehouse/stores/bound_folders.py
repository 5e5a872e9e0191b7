"""Folders of a home that are bound to a store, as a disk is mounted: whoever names a file below one need not know it.

Below a bound folder the store keeps the files, and what lies there are copies: any of them may go at any time. A file
is put into the store before anything tells of it (`keep`), fetched when it is read and not there (`bring`), and
removed from the store before its copy is (`remove`). The table holds for this process; `tasks.execution.places` fills
it from the settings. Below any other folder nothing is done here, and files are what they are.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path
from threading import Lock
from typing import IO

from warehouse.files.disk_errors import storing
from warehouse.files.durable import draft_in, remove_files
from warehouse.files.folders import make_folder
from warehouse.stores.store import NoSuchObject, ObjectStore, StorePlace
from warehouse.stores.whole_objects import PROBES, fetch_whole, hash_in_store, put_whole, require_fit

Opening = Callable[[StorePlace], ObjectStore]


@dataclass
class BoundFolder:
    """A folder, and its store once something was asked of it."""

    place: StorePlace
    opening: Opening
    lock: Lock = field(default_factory=Lock)
    opened: ObjectStore | None = None
    is_fit: bool = False

    def store(self, *, to_write: bool = False) -> ObjectStore:
        """The store; before the first write of a process it has to show that it is fit. Raises `StoreUnfit`."""
        with self.lock:
            if self.opened is None:
                self.opened = self.opening(self.place)
            if to_write and not self.is_fit:
                require_fit(self.opened)
                self.is_fit = True
            return self.opened

    def name_of(self, path: Path) -> str:
        """The name of a file in the store."""
        return path.relative_to(self.place.folder).as_posix()


_bound: dict[Path, BoundFolder] = {}


def bind(place: StorePlace, opening: Opening) -> None:
    """Bind a folder; where it is bound to the same place already, nothing changes."""
    there = _bound.get(place.folder)
    if there is None or there.place != place:
        _bound[place.folder] = BoundFolder(place, opening)


def unbind(folder: Path) -> None:
    """Let a folder be one as any other."""
    _bound.pop(folder, None)


def bound_to(path: Path) -> BoundFolder | None:
    """The bound folder that a path is, or lies below."""
    return next((found for place in (path, *path.parents) if (found := _bound.get(place))), None)


def keep(final: Path, content: Path, *, sha256: str) -> bool:
    """Put what is to be the file `final` into the store; False where the folder is not bound, and it has to lie there.

    It is durable on return, and nobody knows of it yet. Raises `StoreUnreachable`, `StoreUnfit`.
    """
    bound = bound_to(final)
    if bound is None:
        return False
    put_whole(bound.store(to_write=True), bound.name_of(final), content, sha256=sha256)
    return True


def bring(path: Path, *, sha256: str) -> bool:
    """Fetch the copy of a file that is missing or damaged; False where its folder is not bound.

    sha256: with what its hash begins: what is fetched is compared before it gets its name. Raises `NoSuchObject`,
    `StaleObject`, `StoreUnreachable`, `StoreUnfit`.
    """
    bound = bound_to(path)
    if bound is None:
        return False
    with storing(bound.place.folder):
        make_folder(path.parent)
        with draft_in(path.parent) as draft:
            fetch_whole(bound.store(), bound.name_of(path), draft.file, sha256=sha256)
            draft.becomes(path)
    return True


def bring_into(file: IO[bytes], path: Path, *, sha256: str) -> bool:
    """The same into a file that is open, which gets no name; False where the folder of `path` is not bound."""
    bound = bound_to(path)
    if bound is None:
        return False
    fetch_whole(bound.store(), bound.name_of(path), file, sha256=sha256)
    return True


def size_of(path: Path) -> int | None:
    """Bytes of a file as it is kept, here or in its store; None where it is not."""
    if path.is_file():
        return path.stat().st_size
    bound = bound_to(path)
    return None if bound is None else bound.store().size(bound.name_of(path))


def size_where_kept(path: Path) -> int | None:
    """Bytes of a file in the store of its folder, or here where it has none; copies are not looked at."""
    bound = bound_to(path)
    if bound is not None:
        return bound.store().size(bound.name_of(path))
    return path.stat().st_size if path.is_file() else None


def hash_where_kept(path: Path) -> str:
    """SHA-256 of a file, as `size_where_kept` looks at it; all of it is read. Raises `NoSuchObject`."""
    bound = bound_to(path)
    if bound is not None:
        return hash_in_store(bound.store(), bound.name_of(path))
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise NoSuchObject from None


def still_there(paths: Iterable[Path], *, folder: Path) -> list[Path]:
    """Those files below a folder that are there, or that its store shows: to clear away, as `files_below`."""
    if bound_to(folder) is None:
        return [path for path in paths if path.is_file()]
    there = set(files_below(folder))
    return [path for path in paths if path in there]


def remove(paths: Iterable[Path]) -> None:
    """Remove files for good: from the store first, so that a kill leaves none that nobody sees; then their copies."""
    there = list(paths)
    names: dict[Path, list[str]] = {}
    for path in there:
        if bound := bound_to(path):
            names.setdefault(bound.place.folder, []).append(bound.name_of(path))
    for folder, some in names.items():
        _bound[folder].store().delete(some)
    remove_files(there)


def files_below(folder: Path) -> Iterator[Path]:
    """What lies below a folder, and what its store shows: to clear away, never to find what is true.

    Names that begin with a dot are left out, as are drafts.
    """
    here = set(_files_here(folder))
    yield from sorted(here)
    if bound := bound_to(folder):
        names = (name for name in bound.store().names() if not name.startswith(f"{PROBES}/"))
        yield from (path for name in names if (path := folder / name) not in here)


def drop_copies(folder: Path, *, but: Callable[[Path], bool], before: float) -> int:
    """Remove copies of a bound folder that are not wanted here any more; of any other nothing. Returns how many.

    before: seconds since 1970; what was written later stays.
    """
    if bound_to(folder) is None:
        return 0
    gone = [path for path in _files_here(folder) if not but(path) and path.stat().st_mtime < before]
    remove_files(gone)
    return len(gone)


def _files_here(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]
