"""Check the free space of every file system that holds a part of the home."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil

from expectations.written import counted
from settings import Settings
from tasks.operations.doctor.finding import Health, HealthFinding
from warehouse.catalogue.choose_backend import backend_of
from warehouse.catalogue.engine import address_of

FOLDERS = ("inbox", "outbox", "archive", "lake", "quarantine", "published", "docs", "prefect", "secret")
NETWORKED = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "fuse.sshfs", "fuse.glusterfs", "fuse.ceph"}
)
LOCKS_STAY = frozenset({"nolock", "nobrl", "local_lock=all", "local_lock=flock"})  # options of NFS and SMB
FEW_FILES = 0.05
MAKE_ROOM = "Make room on it, or move the folder to a larger disk and leave a link; nothing is lost meanwhile."


def check_disk(settings: Settings) -> Iterator[HealthFinding]:
    """Free space and inodes, and whether we may write, once a file system.

    Fails below twice the largest file that is taken (`max_file_bytes`), warns below ten times.
    """
    for place, names in file_systems(settings).items():
        yield from _space(place, names, largest=settings.max_file_bytes)
        yield from _inodes(place, names)
    for path in (settings.home, *(settings.path(name) for name in FOLDERS)):
        if path.is_dir() and not os.access(path, os.W_OK | os.X_OK):
            do = f"chown it to the user that runs ucj, or chmod u+rwx {path}"
            yield HealthFinding(check="disk", health=Health.FAIL, says=f"{path} cannot be written to.", do=do)
    yield from _network(settings)


def file_systems(settings: Settings) -> Mapping[Path, list[str]]:
    """One folder of each file system, with the names of all that lie on it."""
    found: dict[int, tuple[Path, list[str]]] = {}
    for path in (settings.home, *(settings.path(name) for name in FOLDERS)):
        if path.is_dir():
            found.setdefault(path.stat().st_dev, (path, []))[1].append(path.name)
    return dict(found.values())


def _space(place: Path, names: list[str], *, largest: int) -> Iterator[HealthFinding]:
    room = os.statvfs(place)
    free = room.f_bavail * room.f_frsize
    health = Health.FAIL if free < 2 * largest else Health.WARN if free < 10 * largest else Health.OK
    says = f"{free / 1e9:,.1f} GB free for {', '.join(names)}."
    yield HealthFinding(check="disk", health=health, says=says, do="" if health is Health.OK else MAKE_ROOM)


def _inodes(place: Path, names: list[str]) -> Iterator[HealthFinding]:
    room = os.statvfs(place)
    if room.f_files and room.f_favail < FEW_FILES * room.f_files:  # some file systems count none
        says = f"only {counted(room.f_favail, 'more file fits', 'more files fit')} on the disk of {', '.join(names)}."
        yield HealthFinding(check="disk", health=Health.FAIL, says=says, do=MAKE_ROOM)


def _network(settings: Settings) -> Iterator[HealthFinding]:
    """What a home on a network file system needs: locks that all machines see, and SQLite elsewhere."""
    mounts = [m for m in psutil.disk_partitions(all=True) if settings.home.is_relative_to(m.mountpoint)]
    if not mounts:
        return
    kind, options = max(((len(m.mountpoint), m.fstype, m.opts) for m in mounts), key=lambda mount: mount[0])[1:]
    if kind not in NETWORKED:
        return
    address = address_of(settings.sqlalchemy_url)
    if backend_of(address).files(address):
        says = f"the home lies on a network file system ({kind}), where SQLite may be damaged."
        yield HealthFinding(check="disk", health=Health.FAIL, says=says, do="Use a local disk, or PostgreSQL.")
    elif settings.path("prefect", "prefect.db").exists():
        says = f"Prefect's own tables (prefect/prefect.db) lie on a network file system ({kind})."
        do = "Set PREFECT_SERVER_DATABASE_CONNECTION_URL for the server, then delete the file (docs/operations.md)."
        yield HealthFinding(check="disk", health=Health.WARN, says=says, do=do)
    if LOCKS_STAY & set(options.split(",")):
        says = "the home is mounted so that locks stay on this machine: runs of other machines are not kept apart."
        do = "Where several machines share it, mount it so that locks are passed on, as NFS 4 does by default."
        yield HealthFinding(check="disk", health=Health.WARN, says=says, do=do)
