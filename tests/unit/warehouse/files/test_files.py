"""Files are there whole or not at all, with their modes; what a killed process left is known by its name."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from warehouse.files.drafts import drafts_in, is_draft, remove_drafts
from warehouse.files.durable import draft_in, move_file, remove_files, switch_link, write_file
from warehouse.files.folders import make_folder, write_folder, writing_folder

KILLED = """
import os, sys
from pathlib import Path
from warehouse.files import durable, folders
os.fsync = lambda _: os._exit(9)
{call}
"""


@pytest.fixture(params=[0o000, 0o022, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
def test_a_file_has_its_mode_whatever_the_umask(umask: int, tmp_path: Path, mode: int) -> None:
    write_file(tmp_path / "file", "é", mode=mode)
    assert mode_of(tmp_path / "file") == mode
    assert (tmp_path / "file").read_bytes() == b"\xc3\xa9"


def test_a_file_is_never_more_open_than_its_mode(umask: int, tmp_path: Path) -> None:
    with draft_in(tmp_path, mode=0o640) as draft:
        assert mode_of(draft.path) == 0o640
    with writing_folder(tmp_path / "folder", mode=0o755, file_mode=0o644) as folder:
        assert mode_of(folder) == 0o700
        (folder / "file").touch()
    assert [mode_of(path) for path in (tmp_path / "folder", tmp_path / "folder" / "file")] == [0o755, 0o644]


def test_folders_on_the_way_have_the_mode_and_old_ones_keep_theirs(umask: int, tmp_path: Path) -> None:
    assert make_folder(tmp_path / "a" / "b", mode=0o711)
    (tmp_path / "a").chmod(0o750)
    assert not make_folder(tmp_path / "a", mode=0o711)
    assert make_folder(tmp_path / "a" / "c", mode=0o700)
    assert [mode_of(tmp_path / name) for name in ("a", "a/b", "a/c")] == [0o750, 0o711, 0o700]


def test_a_new_file_takes_nobodys_place(tmp_path: Path) -> None:
    write_file(tmp_path / "file", "first", replace=False)
    with pytest.raises(FileExistsError):
        write_file(tmp_path / "file", "second", replace=False)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("file", "first")]


def test_what_cannot_be_written_leaves_the_one_before(tmp_path: Path) -> None:
    write_file(tmp_path / "page", "before")
    with pytest.raises(UnicodeEncodeError):
        write_file(tmp_path / "page", "after" * 100_000 + "\ud800")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("page", "before")]


def test_a_folder_takes_the_place_of_an_empty_one_only(tmp_path: Path) -> None:
    (tmp_path / "place").mkdir()
    write_folder(tmp_path / "place", {"one": b"1"})
    with pytest.raises(FileExistsError):
        write_folder(tmp_path / "place", {"one": b"2", "two": b"2"})
    assert {path.name: path.read_bytes() for path in (tmp_path / "place").iterdir()} == {"one": b"1"}
    write_folder(tmp_path / "place", {"two": b"2", "one": b"2"}, merge=True)
    assert {path.name: path.read_bytes() for path in (tmp_path / "place").iterdir()} == {"one": b"2", "two": b"2"}
    assert [path.name for path in tmp_path.iterdir()] == ["place"]


@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o600, 0o700), (0o640, 0o750), (0o644, 0o755)])
def test_files_in_folders_below_are_written_and_who_may_read_them_may_enter(
    tmp_path: Path, file_mode: int, folder_mode: int
) -> None:
    place = tmp_path / "place"
    write_folder(place, {"one": b"1", "below/two": b"2", "below/deep/three": b"3"}, file_mode=file_mode)
    write_folder(place, {"below/two": b"4", "other/four": b"4"}, file_mode=file_mode, merge=True)
    found = {path.relative_to(place).as_posix(): path for path in place.rglob("*")}
    files = {name: path.read_bytes() for name, path in found.items() if path.is_file()}
    assert files == {"one": b"1", "below/two": b"4", "below/deep/three": b"3", "other/four": b"4"}
    modes = {stat.S_IMODE(path.stat().st_mode) for path in found.values() if path.is_dir()}
    assert modes == {folder_mode}
    assert stat.S_IMODE(place.stat().st_mode) == 0o700  # until it is shown


def test_a_folder_may_hold_folders_that_whoever_reads_its_files_may_enter(tmp_path: Path, umask: int) -> None:
    write_folder(tmp_path / "open", {"a": b"1", "in/b": b"2"}, mode=0o700, file_mode=0o644)
    write_folder(tmp_path / "mine", {"in/deep/b": b"2"})
    modes = {path.relative_to(tmp_path).as_posix(): path.stat().st_mode & 0o777 for path in sorted(tmp_path.rglob("*"))}
    assert modes == {
        "mine": 0o700,
        "mine/in": 0o700,
        "mine/in/deep": 0o700,
        "mine/in/deep/b": 0o600,
        "open": 0o700,
        "open/a": 0o644,
        "open/in": 0o755,
        "open/in/b": 0o644,
    }


def test_a_link_is_replaced_and_files_are_moved_and_removed(tmp_path: Path) -> None:
    for target in ("one", "two"):
        switch_link(tmp_path / "link", target)
        assert (tmp_path / "link").readlink() == Path(target)
    write_file(tmp_path / "a", "a")
    move_file(tmp_path / "a", tmp_path / "b")
    remove_files([tmp_path / "b", tmp_path / "never" / "was"])
    assert [path.name for path in tmp_path.iterdir()] == ["link"]


@pytest.mark.parametrize(
    "call",
    ["durable.write_file(Path(sys.argv[1], 'x'), 'x')", "folders.write_folder(Path(sys.argv[1], 'x'), {'x': b''})"],
)
def test_what_a_killed_process_leaves_is_a_draft(tmp_path: Path, call: str) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED.format(call=call), tmp_path], check=False)
    assert done.returncode == 9
    (left,) = tmp_path.iterdir()
    assert is_draft(left)
    assert remove_drafts(drafts_in(tmp_path)) == 1
    assert list(tmp_path.iterdir()) == []


def test_drafts_are_found_down_to_a_level_and_not_through_links(tmp_path: Path) -> None:
    draft = ".0123456789abcdef.part"
    for folder in ("", "a", "a/b", "elsewhere"):
        (tmp_path / folder / draft).mkdir(parents=True)
    (tmp_path / "elsewhere").rename(tmp_path / "z")
    (tmp_path / "a" / "link").symlink_to(tmp_path / "z")
    (tmp_path / "a" / f"{draft}-journal").touch()
    (tmp_path / "a" / ".hidden.part").touch()
    found = {path.relative_to(tmp_path / "a").as_posix() for path in drafts_in(tmp_path / "a", levels=1)}
    assert found == {draft, f"{draft}-journal", f"b/{draft}"}
    assert [path.name for path in drafts_in(tmp_path)] == [draft]
