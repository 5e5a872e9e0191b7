"""Open a session with a drop folder, by whatever it is reached, and look which folders it has."""

import asyncio
from collections.abc import AsyncIterator, Collection, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from settings import DropFolderSettings
from tasks.receive.branches import CODE
from tasks.receive.drop_folders.faults import ChangedRemotely, NotAllowedRemotely, not_installed, time_limit
from tasks.receive.drop_folders.session import DropFolderSession

Result = TypeVar("Result")


@dataclass(frozen=True, kw_only=True)
class FoundFolders:
    """Folders in the inbox of a drop folder: of branches that may deliver through it, and how many others there are."""

    ours: int
    others: int
    unreadable: tuple[str, ...]


@asynccontextmanager
async def open_session(folder: DropFolderSettings, secret: str) -> AsyncIterator[DropFolderSession]:
    """A connection to a drop folder; raises `DropFolderFault`. The clients are imported only here."""
    try:
        if folder.is_sftp:
            from tasks.receive.drop_folders.sftp import sftp_session as opened  # noqa: PLC0415
        else:
            from tasks.receive.drop_folders.bucket import bucket_session as opened  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        raise not_installed(missing.name or "The client") from None
    async with opened(folder, secret) as session:
        yield session


def folders_of_branches(folder: DropFolderSettings, secret: str, *, known: Collection[str] | None) -> FoundFolders:
    """Which folders its inbox has; raises `DropFolderFault`."""

    async def ask() -> FoundFolders:
        async with asyncio.timeout(folder.visit_seconds), open_session(folder, secret) as session:
            there = await session.folders()
            ours = [name for name in there if folder.serves(name) and is_branch(name, known)]
            unreadable: list[str] = []
            for name in ours:
                try:
                    await session.entries(name)
                except (NotAllowedRemotely, ChangedRemotely):
                    unreadable.append(name)
            return FoundFolders(ours=len(ours), others=len(there) - len(ours), unreadable=tuple(unreadable))

    try:
        return run_quietly(ask())
    except TimeoutError:
        raise time_limit(folder.visit_seconds) from None


def run_quietly(visiting: Coroutine[Any, Any, Result]) -> Result:
    """In a loop of its own, which prints nothing: what a client leaves behind when it is cut is no news."""

    async def quietly() -> Result:
        asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
        return await visiting

    return asyncio.run(quietly())


def is_branch(name: str, known: Collection[str] | None) -> bool:
    """A folder that may be one of the inbox; with a branch list, only those that stand there."""
    return name.upper() in known if known is not None else CODE.fullmatch(name) is not None
