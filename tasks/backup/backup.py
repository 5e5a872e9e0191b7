"""Back up a home into a folder that is a home by itself: catalogue first, then what it names, then a check of it all.

Everything but the catalogue is written once and never changed, so a second backup into the same folder copies only what
is new. The catalogue of the folder is replaced at the end, in one step: a killed backup leaves the one before whole.
"""

import json
import logging
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import URL

from settings import Settings
from tasks.doctor.archive import check_archive
from tasks.doctor.finding import Finding
from tasks.doctor.lake import check_lake
from tasks.doctor.releases import check_releases
from warehouse.durable import sync_folder
from warehouse.engine import address_of
from warehouse.errors import OperatorError
from warehouse.migrations import HEAD

progress = logging.getLogger("ucj.progress")
FOLDERS = ("archive", "lake", "published", "quarantine", "outbox", "docs")
PRUNED = ("archive", "lake")  # what a purge took from the home must not live on in its backup
MANIFEST, SQLITE, DUMP = "backup.json", "warehouse.db", "warehouse.dump"
NEXT = ".next"


class NoBackupFolder(OperatorError):
    """The folder cannot take the backup: give an empty one, or one that holds a backup."""


class DumpFailed(OperatorError):
    """pg_dump is not there or failed; the message says what to do."""


def back_up(settings: Settings, folder: Path, *, with_key: bool, at: datetime) -> list[Finding]:
    """Back up into `folder`, and what the doctor says of the copies; under the run lock.

    `with_key`: the key of the person ids too, which otherwise has to be kept elsewhere. Raises `NoBackupFolder`,
    `DumpFailed`.
    """
    folder = folder.expanduser().absolute()
    _require_backup_folder(settings, folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    address = address_of(settings.sqlalchemy_url)
    catalogue = folder / (SQLITE if address.get_backend_name() == "sqlite" else DUMP)
    draft = folder / f".{catalogue.name}{NEXT}"
    progress.info("backup: catalogue")
    if catalogue.name == SQLITE:
        copy_sqlite(Path(address.database or ""), draft)
    else:
        dump_postgresql(address, draft)
    files = list(_files(settings, with_key=with_key))
    for number, name in enumerate(files, start=1):
        progress.info("backup: %s", name.parts[0], extra={"done": number, "total": len(files)})
        _make_folders(name.parent, settings.home, folder)
        _copy(settings.home / name, folder / name)
    draft.replace(catalogue)
    _prune(folder, keep={folder / name for name in files})
    _write_manifest(folder, {"at": at.isoformat(), "catalogue": catalogue.name, "revision": HEAD, "files": len(files)})
    copied = settings.model_copy(
        update={"home": folder, **({"database_url": SecretStr("")} if catalogue.name == SQLITE else {})}
    )
    return [found for check in (check_lake, check_archive, check_releases) for found in check(copied, quick=False)]


def copy_sqlite(database: Path, target: Path) -> None:
    """One moment of the catalogue, by SQLite itself: also while somebody writes."""
    target.unlink(missing_ok=True)
    os.close(os.open(target, os.O_CREAT | os.O_RDWR, 0o600))
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
    with target.open("rb") as file:
        os.fsync(file.fileno())


def dump_postgresql(address: URL, target: Path) -> None:
    """One moment of the catalogue, by pg_dump, in its own format; the password goes by the environment."""
    program = shutil.which("pg_dump")
    if program is None:
        raise DumpFailed("pg_dump is not on the PATH: install the PostgreSQL client of the server's version.")
    plain = address.set(drivername="postgresql", password=None).render_as_string()
    environment = {**os.environ, **({"PGPASSWORD": str(address.password)} if address.password else {})}
    command = [program, "--format=custom", "--no-owner", f"--file={target}", f"--dbname={plain}"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise DumpFailed(f"pg_dump failed: {(done.stderr.strip().splitlines() or ['no reason given'])[0]}")
    target.chmod(0o600)


def _require_backup_folder(settings: Settings, folder: Path) -> None:
    if folder == settings.home or settings.home in folder.parents or folder in settings.home.parents:
        raise NoBackupFolder(f"{folder} lies within the home or around it: give a folder apart, on another disk.")
    started = {MANIFEST, f".{SQLITE}{NEXT}", f".{DUMP}{NEXT}"}  # the latter by a first backup that was killed
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    if names and not names & started:
        raise NoBackupFolder(f"{folder} holds something else than a backup: give an empty folder.")


def _files(settings: Settings, *, with_key: bool) -> Iterator[Path]:
    """What is copied, relative to the home; drafts of killed runs begin with a dot and stay."""
    home = settings.home
    for name in FOLDERS:
        for path in sorted((home / name).rglob("*")):
            if (path.is_symlink() or path.is_file()) and not path.name.startswith("."):
                yield path.relative_to(home)
    single = [settings.branches_path, home / "ucj.toml", *([settings.key_path] if with_key else [])]
    yield from (path.relative_to(home) for path in single if path.is_file() and home in path.parents)


def _make_folders(name: Path, home: Path, folder: Path) -> None:
    """A folder of the home and those around it, with the modes they have there: a restored home serves as before."""
    for part in (*reversed(name.parents), name):
        (folder / part).mkdir(mode=0o700, exist_ok=True)
        shutil.copymode(home / part, folder / part)


def _copy(source: Path, target: Path) -> None:
    """Copy what is not there yet or may have changed; a file appears whole or not at all."""
    if source.is_symlink():
        target.unlink(missing_ok=True)
        target.symlink_to(source.readlink())
        return
    there = target.stat() if target.is_file() else None
    state = source.stat()
    if there is not None and (there.st_size, there.st_mtime_ns) == (state.st_size, state.st_mtime_ns):
        return
    draft = target.with_name(f".{target.name}{NEXT}")
    shutil.copy2(source, draft)
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(target)


def _prune(folder: Path, *, keep: set[Path]) -> None:
    for name in PRUNED:
        for path in (folder / name).rglob("*"):
            if path.is_file() and path not in keep:
                path.unlink()


def _write_manifest(folder: Path, content: dict[str, Any]) -> None:
    draft = folder / f".{MANIFEST}{NEXT}"
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(content, indent=2) + "\n")
    draft.replace(folder / MANIFEST)
    sync_folder(folder)
