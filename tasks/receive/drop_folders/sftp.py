"""A drop folder by SFTP: one key, pinned host keys, no agent, no password, no settings of the account's own SSH."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, TypeVar

from settings import DropFolderSettings
from settings.drop_folders import SFTP_PORT
from tasks.receive.drop_folders.faults import (
    ChangedRemotely,
    DropFolderFault,
    FaultCode,
    NotAllowedRemotely,
    cut,
    no_inbox,
    not_allowed,
    not_installed,
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

try:
    import asyncssh
except ImportError:  # the extra is not installed: told when a folder is visited
    asyncssh = None  # type: ignore[assignment]

HOST_KEY_KINDS = ("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
                  "rsa-sha2-512", "rsa-sha2-256")  # fmt: skip
BLOCK_BYTES = 32_768  # of one request; many are under way at once
CLOSING_SECONDS = 5.0
NANO = 1_000_000_000
Answer = TypeVar("Answer")


@asynccontextmanager
async def sftp_session(folder: DropFolderSettings, private_key: str) -> AsyncIterator[DropFolderSession]:
    """Connect, and be sure of the server; raises `DropFolderFault`."""
    if asyncssh is None:
        raise not_installed("asyncssh")
    key = _key(folder, private_key)
    parts = folder.parts
    where = f"{parts.hostname}:{parts.port or SFTP_PORT}"
    shown: list[str] = []  # fingerprints that the server showed and nobody pinned
    with _connecting(folder, where, shown):
        connection = await asyncssh.connect(
            parts.hostname or "",
            parts.port or SFTP_PORT,
            username=parts.username or "",
            client_keys=[key],
            client_factory=lambda: _pinning_client(frozenset(folder.host_keys), shown),
            known_hosts=([], [], []),
            server_host_key_algs=HOST_KEY_KINDS,
            preferred_auth=("publickey",),
            agent_path=None,
            password=None,
            config=None,
            gss_host=None,
            x509_trusted_certs=None,
            connect_timeout=folder.answer_seconds,
            login_timeout=folder.answer_seconds,
            keepalive_interval=folder.answer_seconds,
        )
        try:
            opening = connection.start_sftp_client(path_encoding=None)
            client = await asyncio.wait_for(opening, folder.answer_seconds)
        except BaseException:
            connection.abort()
            raise
    try:
        yield _SftpSession(client, folder, where)
    finally:
        connection.abort()  # whatever is finished was answered; a server may not keep us
        with suppress(Exception):
            await asyncio.wait_for(connection.wait_closed(), CLOSING_SECONDS)


class _SftpSession:
    """Paths are bytes: names are those of the server, whatever they hold."""

    needs_settling = True

    def __init__(self, client: Any, folder: DropFolderSettings, where: str) -> None:
        self._client, self._where, self._patience = client, where, folder.answer_seconds
        self._root = os.fsencode(folder.parts.path.rstrip("/"))

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
            path = self._path(*names[:depth])
            with self._of_one_file(), suppress(asyncssh.SFTPFailure, asyncssh.SFTPFileAlreadyExists):
                if not await self._answer(self._client.lexists(path)):
                    await self._answer(self._client.mkdir(path))
            await self._require_folder(*names[:depth])

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


def _pinning_client(pinned: frozenset[str], shown: list[str]) -> Any:
    class PinningClient(asyncssh.SSHClient):
        def validate_host_public_key(self, host: str, addr: str, port: int, key: Any) -> bool:  # noqa: ARG002
            fingerprint = key.get_fingerprint("sha256")
            if fingerprint not in pinned:
                shown.append(fingerprint)
            return fingerprint in pinned

    return PinningClient()


def _key(folder: DropFolderSettings, private_key: str) -> Any:
    try:
        return asyncssh.import_private_key(private_key)
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError, ValueError):
        raise DropFolderFault(
            FaultCode.CREDENTIALS_UNFIT,
            f"secret/{folder.secret_name} is no private key in OpenSSH's form without a passphrase.",
            "Make one with `ssh-keygen -t ed25519 -N '' -f FILE` and give its .pub to the server.",
        ) from None


@contextmanager
def _connecting(folder: DropFolderSettings, where: str, shown: list[str]) -> Iterator[None]:
    """Errors on the way to a session, as faults."""
    try:
        yield
    except asyncssh.HostKeyNotVerifiable:
        raise DropFolderFault(
            FaultCode.HOST_KEY,
            f"{where} shows the host key {shown[-1] if shown else 'of an unknown kind'}, which is not among host_keys; "
            "nothing was sent.",
            "Ask who runs the server over another way: only if that is its key, add it to host_keys.",
        ) from None
    except asyncssh.PermissionDenied:
        raise DropFolderFault(
            FaultCode.LOGIN_REFUSED,
            f"{where} does not let {folder.parts.username} in with this key.",
            f"Give the server the public half (`ssh-keygen -y -f secret/{folder.secret_name}`), or correct the user.",
        ) from None
    except (TimeoutError, OSError):
        raise unreachable(where) from None
    except asyncssh.Error:
        raise DropFolderFault(
            FaultCode.UNREACHABLE,
            f"{where} did not open an SFTP session.",
            "Ask who runs it whether SFTP is on for this user, with algorithms of today.",
        ) from None
