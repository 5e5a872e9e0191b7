"""A store that is a folder: whole files, private, and nothing where the disk is not mounted."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from warehouse.errors import StoreUnreachable
from warehouse.files.drafts import draft_path
from warehouse.stores.folder_store import FolderStore
from warehouse.stores.store import NoSuchObject
from warehouse.stores.whole_objects import require_fit


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "disk").mkdir()
    return tmp_path / "disk"


def test_it_is_fit(root: Path) -> None:
    require_fit(FolderStore(root))
    assert [path for path in root.rglob("*") if path.is_file()] == []


def test_objects_are_written_once_and_read_back(root: Path, tmp_path: Path) -> None:
    store, content = FolderStore(root), os.urandom(3_000_000)
    (tmp_path / "made").write_bytes(content)
    assert store.create("ab/cd", tmp_path / "made")
    assert not store.create("ab/cd", b"other")
    assert b"".join(store.pieces("ab/cd")) == content
    assert (store.size("ab/cd"), store.size("ab"), store.size("nothing")) == (3_000_000, None, None)
    draft_path(root / "ab").write_bytes(b"half")
    assert list(store.names()) == ["ab/cd"]
    assert (list(store.names("ab")), list(store.names("cd"))) == (["ab/cd"], [])
    modes = [stat.S_IMODE((root / name).stat().st_mode) for name in ("ab", "ab/cd")]
    assert modes == [0o700, 0o600]
    store.replace("ab/cd", b"other")
    assert b"".join(store.pieces("ab/cd")) == b"other"
    store.delete(["ab/cd", "ab/never"])
    with pytest.raises(NoSuchObject):
        list(store.pieces("ab/cd"))


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.create("a", b"1"),
        lambda store: store.size("a"),
        lambda store: list(store.pieces("a")),
        lambda store: list(store.names()),
        lambda store: store.delete(["a"]),
    ],
)
def test_a_disk_that_is_not_mounted_is_told_and_not_made(tmp_path: Path, ask: Callable[[FolderStore], object]) -> None:
    with pytest.raises(StoreUnreachable, match="Mount it"):
        ask(FolderStore(tmp_path / "away"))
    assert list(tmp_path.iterdir()) == []
