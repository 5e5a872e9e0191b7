"""A store that is a folder outside of the home, such as a mounted disk."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from warehouse.errors import StoreUnreachable
from warehouse.files.disk_errors import storing
from warehouse.files.durable import draft_in, remove_files
from warehouse.files.folders import PRIVATE_FILE, PRIVATE_FOLDER, make_folder
from warehouse.stores.store import PIECE_BYTES, NoSuchObject

PUBLIC_FILE, PUBLIC_FOLDER = 0o644, 0o755


class FolderStore:
    """Files for the operator only, as in the home, or for everybody; a folder that is not there is never made."""

    def __init__(self, root: Path, *, is_public: bool = False) -> None:
        self._root, self.where = root, str(root)
        self._file_mode, self._folder_mode = (
            (PUBLIC_FILE, PUBLIC_FOLDER) if is_public else (PRIVATE_FILE, PRIVATE_FOLDER)
        )

    def create(self, name: str, content: bytes | Path) -> bool:  # noqa: D102
        try:
            self._write(name, content, replace=False)
        except FileExistsError:
            return False
        return True

    def replace(self, name: str, content: bytes | Path) -> None:  # noqa: D102
        self._write(name, content, replace=True)

    def pieces(self, name: str) -> Iterator[bytes]:  # noqa: D102
        self._require_mounted()
        try:
            with (self._root / name).open("rb") as file:
                while piece := file.read(PIECE_BYTES):
                    yield piece
        except (FileNotFoundError, NotADirectoryError):
            raise NoSuchObject from None

    def size(self, name: str) -> int | None:  # noqa: D102
        self._require_mounted()
        place = self._root / name
        return place.stat().st_size if place.is_file() else None

    def delete(self, names: Sequence[str]) -> None:  # noqa: D102
        self._require_mounted()
        with storing(self._root):
            remove_files(self._root / name for name in names)

    def names(self, below: str = "") -> Iterator[str]:  # noqa: D102
        self._require_mounted()
        for path in (self._root / below).rglob("*"):
            if path.is_file() and not path.name.startswith("."):
                yield path.relative_to(self._root).as_posix()

    def _write(self, name: str, content: bytes | Path, *, replace: bool) -> None:
        self._require_mounted()
        place = self._root / name
        with storing(self._root):
            make_folder(place.parent, mode=self._folder_mode)
            with draft_in(place.parent, mode=self._file_mode) as draft:
                if isinstance(content, bytes):
                    draft.file.write(content)
                else:
                    with content.open("rb") as source:
                        while piece := source.read(PIECE_BYTES):
                            draft.file.write(piece)
                draft.becomes(place, replace=replace)

    def _require_mounted(self) -> None:
        """An empty mount point must not be taken for a disk whose objects are gone, nor be filled."""
        if not os.access(self._root, os.R_OK | os.X_OK):
            raise StoreUnreachable(
                f"{self._root} is not there, or may not be read. Mount it, or make it for the account that runs ucj; "
                "then run again."
            )
