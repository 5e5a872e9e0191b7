"""A file that is the same in another folder gets a second name there, and nothing else does."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from tests.counted import counted
from warehouse.files.folders import write_folder

MODE = 0o644
FILES = {"same": b"1", "below/same": b"22", "other": b"333"}


@pytest.fixture
def before(tmp_path: Path) -> Path:
    write_folder(tmp_path / "before", {**FILES, "other": b"444", "gone": b""}, file_mode=MODE)
    return tmp_path / "before"


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def linked(folder: Path) -> set[str]:
    return {name for name in files_of(folder) if (folder / name).stat().st_nlink > 1}


def test_what_is_the_same_is_linked_and_only_the_rest_is_written(tmp_path: Path, before: Path) -> None:
    with counted(os, "fsync") as synced:
        write_folder(tmp_path / "after", FILES, file_mode=MODE, alike=[tmp_path / "none", before])
    assert files_of(tmp_path / "after") == FILES
    assert linked(tmp_path / "after") == {"same", "below/same"}
    assert len(synced) == 1 + 3  # one file; folders: below, the new one, and the one above
    assert {(tmp_path / "after" / name).stat().st_mode & 0o777 for name in FILES} == {MODE}
    assert (tmp_path / "after" / "below").stat().st_mode & 0o777 == 0o755


def test_each_folder_is_whole_without_the_other(tmp_path: Path, before: Path) -> None:
    write_folder(tmp_path / "after", FILES, file_mode=MODE, alike=[before])
    write_folder(tmp_path / "third", FILES, file_mode=MODE, alike=[tmp_path / "after"])
    shutil.rmtree(before)
    assert files_of(tmp_path / "after") == FILES
    shutil.rmtree(tmp_path / "after")
    assert files_of(tmp_path / "third") == FILES


@pytest.mark.parametrize("reason", [errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP])
def test_where_no_link_can_be_made_the_file_is_written(
    tmp_path: Path, before: Path, monkeypatch: pytest.MonkeyPatch, reason: int
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(reason, os.strerror(reason))

    monkeypatch.setattr(os, "link", refuse)
    write_folder(tmp_path / "after", FILES, file_mode=MODE, alike=[before])
    assert files_of(tmp_path / "after") == FILES
    assert linked(tmp_path / "after") == set()


@pytest.mark.parametrize("harm", ["bytes", "mode", "symbolic link", "folder"])
def test_nothing_else_than_a_plain_file_of_that_mode_and_content_is_linked(
    tmp_path: Path, before: Path, harm: str
) -> None:
    twin = before / "same"
    if harm == "bytes":
        twin.write_bytes(b"2")
    elif harm == "mode":
        twin.chmod(0o664)
    else:
        twin.unlink()
        (before / "far").write_bytes(b"1")
        (before / "far").chmod(MODE)
        twin.symlink_to(before / "far") if harm == "symbolic link" else twin.mkdir()
    write_folder(tmp_path / "after", FILES, file_mode=MODE, alike=[before])
    assert linked(tmp_path / "after") == {"below/same"}
    assert files_of(tmp_path / "after") == FILES
    assert not (tmp_path / "after" / "same").is_symlink()
    assert (tmp_path / "after" / "same").stat().st_mode & 0o777 == MODE
