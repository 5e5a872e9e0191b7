"""Back up a home into a folder that is a home by itself: catalogue first, then what it names, then a check of it all.

Everything but the catalogue is written once and never changed, so a second backup into the same folder copies only what
is new. The catalogue of the folder is replaced at the end, in one step, when all that it names is on the disk: a killed
backup, or a power cut, leaves the one before whole. What a store outside of the home keeps (archive, lake) is looked at
there and not copied.
"""

import json
import logging
import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from settings import Settings
from tasks.execution.places import ARCHIVE, LAKE, stores_of
from tasks.operations.doctor.finding import Health, HealthFinding
from tasks.operations.doctor.stored.archive import check_archive
from tasks.operations.doctor.stored.lake import check_lake
from tasks.operations.doctor.stored.releases import check_releases
from warehouse.catalogue.choose_backend import backend_of
from warehouse.catalogue.engine import address_of
from warehouse.errors import OperatorError
from warehouse.files.drafts import drafts_in, is_draft, remove_drafts
from warehouse.files.durable import draft_in, remove_files, switch_link, write_file
from warehouse.files.folders import make_folder, sync_folder
from warehouse.migrations import HEAD

progress = logging.getLogger("ucj.progress")
FOLDERS = ("archive", "lake", "published", "restricted", "quarantine", "outbox", "docs")
PRUNED = (ARCHIVE, LAKE)  # what a purge took from the home must not live on in its backup
MANIFEST = "backup.json"
LEVELS = 4  # of folders that a home has


class NoBackupFolder(OperatorError):
    """The folder cannot take the backup: give an empty one, or one that holds a backup."""


def back_up(settings: Settings, folder: Path, *, with_key: bool, at: datetime) -> list[HealthFinding]:
    """Back up into `folder`, and what the doctor says of the copies; under the run lock.

    `with_key`: the key of the person ids too, which otherwise has to be kept elsewhere. Raises `NoBackupFolder`,
    `DumpFailed`.
    """
    folder = folder.expanduser().absolute()
    _require_backup_folder(settings, folder)
    make_folder(folder)
    remove_drafts(drafts_in(folder, levels=LEVELS))
    address = address_of(settings.sqlalchemy_url)
    backend = backend_of(address)
    catalogue = folder / backend.dump_name
    progress.info("backup: catalogue")
    with draft_in(folder) as draft:
        backend.dump(address, draft.path)
        files = list(_files(settings, with_key=with_key))
        _copy_all(files, home=settings.home, folder=folder)
        draft.becomes(catalogue)
    _prune(folder, keep={folder / name for name in files})
    manifest = {"at": at.isoformat(), "catalogue": catalogue.name, "revision": HEAD, "files": len(files)}
    write_file(folder / MANIFEST, json.dumps(manifest, indent=2) + "\n")
    copied = settings.model_copy(
        update={"home": folder, **({"database_url": SecretStr("")} if backend.files(address) else {})}
    )
    return [
        *_in_stores(settings),
        *check_lake(copied, quick=LAKE in stores_of(settings)),
        *check_archive(copied, quick=ARCHIVE in stores_of(settings)),
        *check_releases(copied, quick=False),
    ]


def _in_stores(settings: Settings) -> Iterator[HealthFinding]:
    """What is not in the backup, and how it is kept from loss."""
    for name, place in stores_of(settings).items():
        says = f"the {name} is not in the backup: {place.url} keeps it. It was looked at there, not copied."
        yield HealthFinding(check=f"store of the {name}", health=Health.OK, says=says)


def _require_backup_folder(settings: Settings, folder: Path) -> None:
    if folder == settings.home or settings.home in folder.parents or folder in settings.home.parents:
        raise NoBackupFolder(f"{folder} lies within the home or around it: give a folder apart, on another disk.")
    there = list(folder.iterdir()) if folder.is_dir() else []
    if there and not any(path.name == MANIFEST or is_draft(path) for path in there):  # a draft: a first one was killed
        raise NoBackupFolder(f"{folder} holds something else than a backup: give an empty folder.")


def _files(settings: Settings, *, with_key: bool) -> Iterator[Path]:
    """What is copied, relative to the home; drafts of killed runs begin with a dot and stay."""
    home = settings.home
    for name in FOLDERS:
        if name in stores_of(settings):
            continue
        for path in sorted((home / name).rglob("*")):
            if (path.is_symlink() or path.is_file()) and not path.name.startswith("."):
                yield path.relative_to(home)
    single = [settings.branches_path, home / "ucj.toml", *([settings.key_path] if with_key else [])]
    yield from (path.relative_to(home) for path in single if path.is_file() and home in path.parents)


def _copy_all(files: Sequence[Path], *, home: Path, folder: Path) -> None:
    """Copy what is new; all of it is on the disk on return, files and names."""
    named = set()
    for number, name in enumerate(files, start=1):
        progress.info("backup: %s", name.parts[0], extra={"done": number, "total": len(files)})
        _make_folders(name.parent, home, folder)
        if _copy(home / name, folder / name):
            named.add((folder / name).parent)
    for place in named:
        sync_folder(place)


def _make_folders(name: Path, home: Path, folder: Path) -> None:
    """A folder of the home and those around it, with the modes they have there: a restored home serves as before."""
    for part in (*reversed(name.parents), name):
        make_folder(folder / part)
        shutil.copymode(home / part, folder / part)


def _copy(source: Path, target: Path) -> bool:
    """Copy what is not there yet or may have changed; a file appears whole or not at all, its name to be synced."""
    if source.is_symlink():
        switch_link(target, str(source.readlink()))
        return False
    there = target.stat() if target.is_file() else None
    state = source.stat()
    if there is not None and (there.st_size, there.st_mtime_ns) == (state.st_size, state.st_mtime_ns):
        return False
    with draft_in(target.parent) as draft:
        shutil.copy2(source, draft.path)
        draft.becomes(target, synced=False)
    return True


def _prune(folder: Path, *, keep: set[Path]) -> None:
    there = (path for name in PRUNED for path in (folder / name).rglob("*") if path.is_file())
    remove_files([path for path in there if path not in keep])
