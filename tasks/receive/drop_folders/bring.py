"""Choose which files of a drop folder are fetched, and bring each whole into the inbox of the home."""

import asyncio
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path

from settings import DropFolderSettings
from tasks.receive.drop_folders.faults import ChangedRemotely, NotAllowedRemotely
from tasks.receive.drop_folders.journal import Fetched, Journal
from tasks.receive.drop_folders.session import DropFolderSession, RemoteEntry
from tasks.receive.file_name import is_check_name
from tasks.receive.inbox import TEMPORARY, LeftAlone, why_not_by_name
from tasks.receive.redacted_name import redacted_file_name
from warehouse.files.disk_errors import storing
from warehouse.files.durable import draft_in
from warehouse.files.folders import make_folder

LONGEST_NAME_BYTES = 240  # file systems take 255, and `processed/` puts a digest in front
WAITS = "an earlier file of that name waits in the inbox"


def left(entry: RemoteEntry, reason: str, *, source: str) -> LeftAlone:
    """An entry that is not taken, as it is told."""
    return LeftAlone(
        path=f"{source}:{entry.folder}/{redacted_file_name(entry.name, folder=entry.folder)}", reason=reason
    )


def why_not(entry: RemoteEntry, *, most_bytes: int) -> str | None:
    """Why an entry is left where it is; None where it is a file to fetch. The rules of the local inbox hold."""
    by_name = why_not_by_name(entry.name)
    if entry.kind != "file" and by_name != TEMPORARY:
        return "a folder; nothing in it is taken" if entry.kind == "folder" else "not a regular file"
    if by_name is not None:
        return by_name
    if len(os.fsencode(entry.name)) > LONGEST_NAME_BYTES:
        return "its name is too long"
    return f"larger than max_file_bytes ({most_bytes})" if entry.size > most_bytes else None


def in_turn(entries: Iterable[RemoteEntry]) -> Iterator[RemoteEntry]:
    """The oldest of each branch, then the next of each: one branch with many files does not keep the others."""
    by_folder: Mapping[str, list[RemoteEntry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda one: (one.mtime_ns, one.name)):
        by_folder[entry.folder].append(entry)
    for row in zip_longest(*(by_folder[folder] for folder in sorted(by_folder))):
        yield from (entry for entry in row if entry is not None)


def within_limits(
    entries: Sequence[RemoteEntry], folder: DropFolderSettings
) -> tuple[list[RemoteEntry], list[RemoteEntry]]:
    """What one visit fetches, and what it leaves to the next; one file is always fetched, however large."""
    taken: list[RemoteEntry] = []
    rest: list[RemoteEntry] = []
    size = 0
    for entry in entries:
        fits = len(taken) < folder.max_files and (not taken or size + entry.size <= folder.max_bytes)
        (taken if fits and not rest else rest).append(entry)
        size += entry.size
    return taken, rest


async def settled(
    entries: Sequence[RemoteEntry], session: DropFolderSession, *, seconds: float
) -> tuple[list[RemoteEntry], list[RemoteEntry]]:
    """Those that a second look finds unchanged, and the others."""
    if not session.needs_settling or not entries:
        return list(entries), []
    await asyncio.sleep(seconds)
    again = {one for folder in {entry.folder for entry in entries} for one in await session.entries(folder)}
    return [one for one in entries if one in again], [one for one in entries if one not in again]


async def bring(entry: RemoteEntry, session: DropFolderSession, *, inbox: Path, journal: Journal) -> str | None:
    """Bring a file whole into the inbox; returns why it was left, None when it is there.

    The journal knows of it before it has its name: a process that is killed in between fetches it again, one that is
    killed later does not. It keeps its time of change, so that it is the same delivery however often it is fetched.
    """
    place = inbox / entry.folder / entry.name
    if os.path.lexists(place):
        return WAITS
    with storing(inbox):
        make_folder(place.parent)
        with draft_in(inbox) as draft:
            hasher = sha256()
            try:
                async for piece in session.pieces(entry):
                    hasher.update(piece)
                    draft.file.write(piece)
            except ChangedRemotely:
                return "still changing"
            except NotAllowedRemotely:
                return "the account may not read it"
            draft.file.flush()
            os.utime(draft.path, ns=(entry.mtime_ns, entry.mtime_ns))
            journal.files[entry.key] = Fetched(
                size=entry.size,
                version=entry.version,
                sha256=hasher.hexdigest(),
                folder=entry.folder,
                name=redacted_file_name(entry.name, folder=entry.folder),
                mtime_ns=draft.path.stat().st_mtime_ns,
                is_check=is_check_name(entry.name),
            )
            journal.save()
            try:
                draft.becomes(place, replace=False)
            except FileExistsError:
                del journal.files[entry.key]
                journal.save()
                return WAITS
    journal.files[entry.key] = replace(journal.files[entry.key], placed=True)
    journal.save()
    return None
