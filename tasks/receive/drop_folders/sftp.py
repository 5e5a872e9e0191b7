"""A drop folder by SFTP; what is seen, read and moved has to be the same file each time, and no link."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, TypeVar

import asyncssh

from settings import DropFolderSettings
from tasks.receive.drop_folders.faults import (
    ChangedRemotely,
    NotAllowedRemotely,
    cut,
    no_inbox,
    not_allowed,
    unreachable,
)
from tasks.receive.drop_folders.session import (
    INBOX,
    MOST_ENTRIES,
    OUTBOX,
    PIECE_BYTES,
    PROCESSED,
    DropFolderSession,
    RemoteEntry,
    hidden_name,
)
from tasks.receive.drop_folders.ssh import sftp_client

BLOCK_BYTES = 32_768  # of one request; many are under way at once
NANO = 1_000_000_000
Answer = TypeVar("Answer")


@asynccontextmanager
async def sftp_session(folder: DropFolderSettings, credentials: str) -> AsyncIterator[DropFolderSession]:
    """Connect; raises `DropFolderFault`."""
    async with sftp_client(folder, credentials) as (client, where):
        yield _SftpSession(client, folder, where)


class _SftpSession:
    """Paths are bytes: names are those of the server, whatever they hold."""

    needs_settling = True

    def __init__(self, client: Any, folder: DropFolderSettings, where: str) -> None:
        self._client, self._where, self._patience = client, where, folder.answer_seconds
        self._root = os.fsencode(folder.parts.path.rstrip("/"))
        self._made: set[tuple[str, ...]] = set()  # folders that were looked at in this session

    async def folders(self) -> Sequence[str]:
        path = self._path(INBOX)
        try:
            there = await self._list(path)
        except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
            raise no_inbox(self._shown(path)) from None
        except asyncssh.SFTPError:
            raise not_allowed(self._shown(path)) from None
        return sorted(name for name, attributes in there if attributes.type == asyncssh.FILEXFER_TYPE_DIRECTORY)

    async def entries(self, folder: str) -> Sequence[RemoteEntry]:
        await self._require_folder(INBOX, folder)
        with self._of_one_file():
            there = await self._list(self._path(INBOX, folder))
        return [_entry(folder, name, attributes) for name, attributes in there]

    async def pieces(self, entry: RemoteEntry) -> AsyncIterator[bytes]:
        path = self._path(INBOX, entry.folder, entry.name)
        await self._require_same(entry, path)
        with self._of_one_file():
            file = await self._answer(self._client.open(path, asyncssh.FXF_READ, encoding=None, block_size=BLOCK_BYTES))
        try:
            with self._of_one_file():
                _require(entry, await self._answer(file.stat()))
                left = entry.size
                while left:
                    piece = await self._answer(file.read(min(PIECE_BYTES, left)))
                    if not piece:
                        raise ChangedRemotely
                    left -= len(piece)
                    yield piece
                _require(entry, await self._answer(file.stat()))
        finally:
            with suppress(Exception):
                await self._answer(file.close())
        await self._require_same(entry, path)

    async def move_away(self, entry: RemoteEntry, name: str) -> None:
        path, folder = self._path(INBOX, entry.folder, entry.name), self._path(PROCESSED, entry.folder)
        await self._require_same(entry, path)
        await self._make_folders(PROCESSED, entry.folder)
        await self._move(entry, path, folder + b"/" + os.fsencode(name))

    async def remove(self, entry: RemoteEntry) -> None:
        path = self._path(INBOX, entry.folder, entry.name)
        hidden = self._path(INBOX, entry.folder, hidden_name(entry.key))
        await self._require_same(entry, path)
        await self._move(entry, path, hidden)  # what has no name any more cannot be replaced by its branch
        with self._of_one_file():
            await self._answer(self._client.remove(hidden))

    async def give(self, place: Sequence[str], content: bytes) -> None:
        *folders, name = place
        await self._make_folders(OUTBOX, *folders)
        final = self._path(OUTBOX, *folders, name)
        draft = self._path(OUTBOX, *folders, f".{name}.part")
        with self._of_one_file():
            with suppress(asyncssh.SFTPNoSuchFile):  # of a visit that was cut; a link is removed, not followed
                await self._answer(self._client.remove(draft))
            new = asyncssh.FXF_WRITE | asyncssh.FXF_CREAT | asyncssh.FXF_EXCL
            file = await self._answer(self._client.open(draft, new, encoding=None))
            try:
                for begin in range(0, len(content), PIECE_BYTES):
                    await self._answer(file.write(content[begin : begin + PIECE_BYTES]))
            finally:
                with suppress(Exception):
                    await self._answer(file.close())
            await self._rename(draft, final)

    async def _move(self, entry: RemoteEntry, path: bytes, target: bytes) -> None:
        """Move, and look at what was moved: another version that came at that moment goes back."""
        with self._of_one_file():
            await self._rename(path, target)
            try:
                _require(entry, await self._answer(self._client.lstat(target)))
            except ChangedRemotely:
                await self._answer(self._client.rename(target, path))  # fails where there is a newer one still
                raise

    async def _rename(self, path: bytes, target: bytes) -> None:
        """In one step, in place of what has that name, where the server can; otherwise nothing may have it."""
        try:
            await self._answer(self._client.posix_rename(path, target))
        except asyncssh.SFTPOpUnsupported:
            with suppress(asyncssh.SFTPError):
                await self._answer(self._client.remove(target))
            await self._answer(self._client.rename(path, target))

    async def _make_folders(self, *names: str) -> None:
        for depth in range(1, len(names) + 1):
            if names[:depth] in self._made:
                continue
            path = self._path(*names[:depth])
            with self._of_one_file(), suppress(asyncssh.SFTPFailure, asyncssh.SFTPFileAlreadyExists):
                if not await self._answer(self._client.lexists(path)):
                    await self._answer(self._client.mkdir(path))
            await self._require_folder(*names[:depth])
            self._made.add(names[:depth])

    async def _require_folder(self, *names: str) -> None:
        """A folder itself, not a link that somebody else placed there."""
        with self._of_one_file():
            seen = await self._answer(self._client.lstat(self._path(*names)))
        if seen.type != asyncssh.FILEXFER_TYPE_DIRECTORY:
            raise NotAllowedRemotely

    async def _require_same(self, entry: RemoteEntry, path: bytes) -> None:
        with self._of_one_file():
            _require(entry, await self._answer(self._client.lstat(path)))

    async def _list(self, path: bytes) -> list[tuple[str, Any]]:
        """Names with their attributes, links as links; no more than `MOST_ENTRIES`."""
        found: list[tuple[str, Any]] = []
        listing = self._client.scandir(path)
        while len(found) < MOST_ENTRIES and (one := await self._answer(anext(listing, None))) is not None:
            name = os.fsdecode(one.filename)
            if name not in {"", ".", ".."} and "/" not in name and "\0" not in name:
                found.append((name, one.attrs))
        return found

    async def _answer(self, request: Awaitable[Answer]) -> Answer:
        """Wait for an answer, not for ever; a connection that is gone ends the visit."""
        try:
            async with asyncio.timeout(self._patience):
                return await request
        except TimeoutError:
            raise unreachable(self._where) from None
        except (asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection, asyncssh.DisconnectError, OSError):
            raise cut(self._where) from None

    @contextmanager
    def _of_one_file(self) -> Iterator[None]:
        """What the server says of a single file."""
        try:
            yield
        except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
            raise ChangedRemotely from None
        except asyncssh.SFTPError:
            raise NotAllowedRemotely from None

    def _path(self, *names: str) -> bytes:
        return b"/".join([self._root, *map(os.fsencode, names)])

    def _shown(self, path: bytes) -> str:
        return f"{os.fsdecode(path)} at {self._where}"


def _entry(folder: str, name: str, attributes: Any) -> RemoteEntry:
    kinds = {asyncssh.FILEXFER_TYPE_REGULAR: "file", asyncssh.FILEXFER_TYPE_DIRECTORY: "folder"}
    seconds = attributes.mtime or 0
    return RemoteEntry(
        folder=folder,
        name=name,
        kind=kinds.get(attributes.type, "other"),
        size=attributes.size or 0,
        mtime_ns=seconds * NANO,
        version=f"{seconds}",
    )


def _require(entry: RemoteEntry, attributes: Any) -> None:
    """Raise `ChangedRemotely` unless size, time of change and kind are those that were seen."""
    if _entry(entry.folder, entry.name, attributes) != entry:
        raise ChangedRemotely
