"""Full disks and folders that take nothing, whoever runs the tests: root by mounts, others by limits and modes."""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from tests.integration.disturbed import Around

IS_ROOT = os.geteuid() == 0
FILLER = "filler"
TRIES = 20


def mount(*arguments: object) -> None:
    """Raises with what `mount` says when it cannot: a test that needs it fails, and is not skipped."""
    done = subprocess.run(["mount", *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@contextmanager
def mounted(folder: Path, *arguments: object) -> Iterator[None]:
    mount(*arguments, folder)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def small_disk(folder: Path, *, megabytes: int) -> Iterator[Path]:
    """A disk of its own in a folder; only for root."""
    folder.mkdir()
    with mounted(folder, "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs"):
        yield folder


def fill(disk: Path, *, left: int) -> None:
    """Leave so many bytes free; what others write in the meantime may take several tries."""
    free_up(disk)
    with (disk / FILLER).open("wb") as filler:
        for _ in range(TRIES):
            seen = os.statvfs(disk)
            with suppress(OSError):
                os.posix_fallocate(filler.fileno(), 0, seen.f_bavail * seen.f_frsize - left)
                return
    raise AssertionError(f"{disk} could not be filled in {TRIES} tries")


def free_up(disk: Path) -> None:
    (disk / FILLER).unlink(missing_ok=True)


def no_file_over(size: int) -> Around:
    """Under which no file may grow over so many bytes: how a quota looks to a program. Anyone may set it."""
    return partial(_limited, size)


@contextmanager
def _limited(size: int) -> Iterator[None]:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    yield


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing below a folder can be written: a read-only mount for root, who ignores modes."""
    if IS_ROOT:
        mount("--bind", folder, folder)
        with mounted(folder, "-o", "remount,ro,bind"):
            yield
        return
    mode = folder.stat().st_mode
    folder.chmod(0o500)
    try:
        yield
    finally:
        folder.chmod(mode)
