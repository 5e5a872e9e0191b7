"""What a drop folder has to offer, whatever it is reached by: SFTP and buckets are sessions of this kind."""

import os
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

INBOX, OUTBOX, PROCESSED = "inbox", "outbox", "processed"
MOST_ENTRIES = 10_000  # of one folder that are looked at
PIECE_BYTES = 1 << 20
HIDDEN = re.compile(r"\.([0-9a-f]{32})\.part")


@dataclass(frozen=True, kw_only=True)
class RemoteEntry:
    """Something in a folder of a branch. version: what changes when its content does, as far as the server tells.

    kind: "file", "folder", or "other" for links, devices and the like, which are not followed.
    """

    folder: str
    name: str
    kind: str
    size: int
    mtime_ns: int
    version: str

    @property
    def key(self) -> str:
        """What stands for folder and name wherever it is remembered: names may hold something personal."""
        return key_of(self.folder, self.name)


class DropFolderSession(Protocol):
    """An open connection. Raises `DropFolderFault`; of single files `ChangedRemotely`, `NotAllowedRemotely`."""

    needs_settling: bool  # whether a file may be seen while it is written

    async def folders(self) -> Sequence[str]:
        """Names of the folders in `inbox/`; links to folders are left out."""
        ...

    async def entries(self, folder: str) -> Sequence[RemoteEntry]:
        """What lies in a folder of `inbox/`."""
        ...

    def pieces(self, entry: RemoteEntry) -> AsyncIterator[bytes]:
        """The content of a file, as long as it is the one that was seen, from beginning to end."""
        ...

    async def move_away(self, entry: RemoteEntry, name: str) -> None:
        """Move a file that is the one that was seen to `processed/<folder>/<name>`; what is not, comes back."""
        ...

    async def remove(self, entry: RemoteEntry) -> None:
        """Remove a file that is the one that was seen."""
        ...

    async def give(self, place: Sequence[str], content: bytes) -> None:
        """Write a file below `outbox/`, whole, with the folders on the way."""
        ...


def hidden_name(key: str) -> str:
    """What a file is called while it is removed."""
    return f".{key}.part"


def hidden_key(name: str) -> str | None:
    """The key of the file that was being removed under that name; None where it is no such name."""
    found = HIDDEN.fullmatch(name)
    return found[1] if found else None


def key_of(folder: str, name: str) -> str:
    """A digest of folder and name."""
    return sha256(os.fsencode(f"{folder}/{name}")).hexdigest()[:32]
