"""The archive holds each content once, whole, under its SHA-256."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

import pytest

from tasks.receive.archive import ChangedSince, archive_file, archive_path
from tasks.receive.file_state import FileState

KILLED_AT_FSYNC = """
import os, sys
from pathlib import Path
from tasks.receive.archive import archive_file
from tasks.receive.file_state import FileState
os.fsync = lambda _: os._exit(9)
source = Path(sys.argv[1])
archive_file(source, archive=Path(sys.argv[2]), seen=FileState.of(source.lstat()))
"""
BYTES = bytes(range(256)) * 10_000


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source.csv"
    path.write_bytes(BYTES)
    return path


def keep(source: Path, *, archive: Path) -> str:
    """Archive a file as it is now."""
    return archive_file(source, archive=archive, seen=FileState.of(source.lstat()))


def objects(archive: Path) -> list[str]:
    """Every file below the archive."""
    return sorted(str(path.relative_to(archive)) for path in archive.rglob("*") if path.is_file())


def test_the_object_is_named_by_its_content(source: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    digest = keep(source, archive=archive)
    assert digest == sha256(BYTES).hexdigest()
    assert archive_path(archive, digest).read_bytes() == BYTES
    assert objects(archive) == [f"{digest[:2]}/{digest}"]
    assert source.exists()


def test_nobody_else_can_read_it(source: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    digest = keep(source, archive=archive)
    path = archive_path(archive, digest)
    modes = [stat.S_IMODE(place.stat().st_mode) for place in (path, path.parent, archive)]
    assert modes == [0o600, 0o700, 0o700]


def test_the_same_bytes_twice_are_one_object(source: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_bytes(BYTES)
    archive = tmp_path / "archive"
    assert keep(source, archive=archive) == keep(other, archive=archive)
    assert len(objects(archive)) == 1


def test_an_empty_file_is_kept_too(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    digest = keep(tmp_path / "empty", archive=tmp_path / "archive")
    assert archive_path(tmp_path / "archive", digest).read_bytes() == b""


@pytest.mark.parametrize(("owner", "call"), [(os, "fsync"), (Path, "replace")])
def test_a_crash_leaves_nothing_half(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: object, call: str
) -> None:
    def crash(*_: object) -> NoReturn:
        raise OSError("disk full")

    monkeypatch.setattr(owner, call, crash)
    with pytest.raises(OSError, match="disk full"):
        keep(source, archive=tmp_path / "archive")
    assert objects(tmp_path / "archive") == []


def test_a_killed_process_leaves_only_a_draft_that_is_in_nobodys_way(source: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    killed = subprocess.run([sys.executable, "-c", KILLED_AT_FSYNC, source, archive], check=False)
    assert killed.returncode == 9
    assert all(name.startswith(".") for name in objects(archive))
    digest = keep(source, archive=archive)
    assert archive_path(archive, digest).read_bytes() == BYTES


def test_links_are_not_followed(source: Path, tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(source)
    with pytest.raises(OSError, match="link"):
        keep(tmp_path / "link.csv", archive=tmp_path / "archive")
    assert objects(tmp_path / "archive") == []


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir], ids=["pipe", "folder"])
def test_what_became_no_regular_file_is_not_read(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "odd.csv")
    with pytest.raises(OSError, match="no regular file"):
        keep(tmp_path / "odd.csv", archive=tmp_path / "archive")
    assert objects(tmp_path / "archive") == []


@pytest.mark.parametrize("change", ["replaced", "grown", "touched"])
def test_another_file_than_was_seen_is_not_kept(source: Path, tmp_path: Path, change: str) -> None:
    seen = FileState.of(source.lstat())
    if change == "replaced":
        (tmp_path / "other").write_bytes(BYTES)
        os.utime(tmp_path / "other", ns=(seen.mtime_ns, seen.mtime_ns))
        (tmp_path / "other").replace(source)
    elif change == "grown":
        source.write_bytes(BYTES + b"more")
        os.utime(source, ns=(seen.mtime_ns, seen.mtime_ns))
    else:
        os.utime(source, ns=(seen.mtime_ns, seen.mtime_ns + 1))
    with pytest.raises(ChangedSince):
        archive_file(source, archive=tmp_path / "archive", seen=seen)
    assert objects(tmp_path / "archive") == []


def test_a_file_that_is_written_while_it_is_copied_is_not_kept(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tasks.receive import archive as archiving

    copy = archiving._copy

    def meanwhile(*streams: Any) -> str:
        digest = copy(*streams)
        with source.open("ab") as file:
            file.write(b"more")
        return digest

    monkeypatch.setattr(archiving, "_copy", meanwhile)
    with pytest.raises(ChangedSince):
        keep(source, archive=tmp_path / "archive")
    assert objects(tmp_path / "archive") == []
