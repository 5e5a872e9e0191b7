"""A drop folder in a bucket: objects are there whole or not at all, and known by their ETag."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, TypeVar

import obstore
from obstore.exceptions import (
    BaseError,
    InvalidPathError,
    PermissionDeniedError,
    PreconditionError,
    UnauthenticatedError,
)

from settings import DropFolderSettings
from tasks.receive.drop_folders.faults import (
    ChangedRemotely,
    DropFolderFault,
    FaultCode,
    NotAllowedRemotely,
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
)
from warehouse.stores.s3_client import Keys, NoKeys, address_of_service, open_s3, parse_keys, status_of

LISTED_AT_ONCE = 1000
NOT_FOUND, REFUSED = "404", frozenset({"401", "403"})
Answer = TypeVar("Answer")


@asynccontextmanager
async def bucket_session(folder: DropFolderSettings, credentials: str) -> AsyncIterator[DropFolderSession]:
    """Credentials, address and region are those given and no others, whatever the environment holds."""
    given = _credentials(folder, credentials)
    store = open_s3(
        folder.parts.netloc,
        prefix=folder.parts.path,
        endpoint=folder.endpoint,
        region=folder.region,
        keys=lambda: given,
        connect_seconds=folder.answer_seconds,
        read_seconds=folder.answer_seconds,
        whole_seconds=folder.visit_seconds,
    )
    endpoint = address_of_service(folder.endpoint, region=folder.region)
    yield _BucketSession(store, folder, f"{folder.parts.netloc} at {endpoint}")


class _BucketSession:
    needs_settling = False

    def __init__(self, store: Any, folder: DropFolderSettings, where: str) -> None:
        self._store, self._where, self._patience = store, where, folder.answer_seconds

    async def folders(self) -> Sequence[str]:
        try:
            found = await self._answer(obstore.list_with_delimiter_async(self._store, f"{INBOX}/"))
        except (BaseError, OSError) as error:
            raise self._of_bucket(status_of(error)) from None
        return sorted(prefix.strip("/").rpartition("/")[2] for prefix in found["common_prefixes"])

    async def entries(self, folder: str) -> Sequence[RemoteEntry]:
        """Keys that hold further slashes lie in folders below, in which nothing is taken."""
        start, found = f"{INBOX}/{folder}/", list[RemoteEntry]()
        with self._of_one_object():
            listing = obstore.list(self._store, start, chunk_size=LISTED_AT_ONCE)
            while len(found) < MOST_ENTRIES and (chunk := await self._answer(anext(listing, None))) is not None:
                names = [(one, one["path"].removeprefix(start)) for one in chunk]
                found += [_entry(folder, name, one) for one, name in names if name and "/" not in name]
        return found

    async def pieces(self, entry: RemoteEntry) -> AsyncIterator[bytes]:
        with self._of_one_object():
            options = {"if_match": entry.version}
            getting = obstore.get_async(self._store, _key(INBOX, entry), options=options)  # type: ignore[arg-type]
            result = await self._answer(getting)
            if result.meta["size"] != entry.size:
                raise ChangedRemotely
            stream, left = result.stream(min_chunk_size=PIECE_BYTES), entry.size
            while (piece := await self._answer(anext(stream, None))) is not None:
                left -= len(piece)
                yield bytes(piece)
            if left:
                raise ChangedRemotely

    async def move_away(self, entry: RemoteEntry, name: str) -> None:
        """Copied, looked at again, removed: a bucket cannot remove on a condition."""
        source, target = _key(INBOX, entry), f"{PROCESSED}/{entry.folder}/{name}"
        with self._of_one_object():
            await self._require_same(entry)
            await self._answer(obstore.copy_async(self._store, source, target))
            try:
                await self._require_same(entry)
            except ChangedRemotely:
                with suppress(FileNotFoundError):
                    await self._answer(obstore.delete_async(self._store, target))
                raise
            await self._answer(obstore.delete_async(self._store, source))

    async def remove(self, entry: RemoteEntry) -> None:
        with self._of_one_object():
            await self._require_same(entry)
            await self._answer(obstore.delete_async(self._store, _key(INBOX, entry)))

    async def give(self, place: Sequence[str], content: bytes) -> None:
        with self._of_one_object():
            await self._answer(obstore.put_async(self._store, "/".join([OUTBOX, *place]), content))

    async def _require_same(self, entry: RemoteEntry) -> None:
        seen = await self._answer(obstore.head_async(self._store, _key(INBOX, entry)))
        if _entry(entry.folder, entry.name, seen) != entry:
            raise ChangedRemotely

    async def _answer(self, request: Awaitable[Answer]) -> Answer:
        try:
            async with asyncio.timeout(self._patience):
                return await request
        except TimeoutError:
            raise unreachable(self._where) from None

    @contextmanager
    def _of_one_object(self) -> Iterator[None]:
        """What the service says of a single object; other errors are those of the service."""
        try:
            yield
        except (FileNotFoundError, PreconditionError):
            raise ChangedRemotely from None
        except (PermissionDeniedError, UnauthenticatedError, InvalidPathError):
            raise NotAllowedRemotely from None
        except (BaseError, OSError) as error:
            if status_of(error) in REFUSED:
                raise NotAllowedRemotely from None
            raise unreachable(self._where) from None

    def _of_bucket(self, status: str) -> DropFolderFault:
        """What is wrong where not even the first list is to be had."""
        if status == NOT_FOUND:
            do = "Make it, or correct url and endpoint."
            return DropFolderFault(FaultCode.NO_INBOX, f"There is no bucket {self._where}.", do)
        if status in REFUSED:
            do = "Correct the keys, or give them the right to list, read and write below the prefix."
            says = f"{self._where} does not let these keys list {INBOX}/."
            return DropFolderFault(FaultCode.NOT_ALLOWED, says, do)
        return unreachable(self._where)


def _entry(folder: str, name: str, seen: Any) -> RemoteEntry:
    changed = seen["last_modified"].timestamp()
    return RemoteEntry(
        folder=folder,
        name=name,
        kind="file",
        size=seen["size"],
        mtime_ns=int(changed) * 1_000_000_000,
        version=seen["e_tag"] or f"{changed}",
    )


def _key(part: str, entry: RemoteEntry) -> str:
    return f"{part}/{entry.folder}/{entry.name}"


def _credentials(folder: DropFolderSettings, text: str) -> Keys:
    """Keys of the bucket; raises `DropFolderFault`."""
    try:
        return parse_keys(text)
    except NoKeys:
        raise DropFolderFault(
            FaultCode.CREDENTIALS_UNFIT,
            f"secret/{folder.secret_name} does not hold the keys of a bucket.",
            "Write the lines access_key_id=... and secret_access_key=... into it, and session_token=... where needed.",
        ) from None
