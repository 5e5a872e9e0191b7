"""One visit of a drop folder: what is registered leaves it, new files come from it, receipts go to it."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from settings import DropFolderSettings
from tasks.receive.drop_folders.bring import bring, in_turn, left, settled, why_not, within_limits
from tasks.receive.drop_folders.faults import (
    ChangedRemotely,
    DropFolderFault,
    FaultCode,
    NotAllowedRemotely,
    time_limit,
    unforeseen,
)
from tasks.receive.drop_folders.journal import Journal
from tasks.receive.drop_folders.opening import is_branch, open_session, run_quietly
from tasks.receive.drop_folders.receipts import give_receipts_back, receipts_to_give
from tasks.receive.drop_folders.session import DropFolderSession, RemoteEntry, hidden_key
from tasks.receive.inbox import LeftAlone
from warehouse.errors import UcjError

MAY_NOT_MOVE = 'the account may not move files to processed/: give it that right, or set after = "leave"'
MAY_NOT_REMOVE = 'the account may not remove files: give it that right, or set after = "leave"'


@dataclass(kw_only=True)
class Visit:
    """What one visit brought; notes: what the account may not do."""

    name: str
    fetched: int = 0
    bytes: int = 0
    retired: int = 0
    receipts: int = 0
    left: list[LeftAlone] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    fault: DropFolderFault | None = None

    def note(self, text: str) -> None:
        """Say once what the account may not do."""
        if text and text not in self.notes:
            self.notes.append(text)

    def record(self) -> dict[str, object]:
        """The visit as JSON-ready data."""
        return {
            "name": self.name,
            "fetched": self.fetched,
            "bytes": self.bytes,
            "retired": self.retired,
            "receipts": self.receipts,
            "fault": {"code": self.fault.code, "says": self.fault.says, "do": self.fault.do} if self.fault else None,
            "notes": list(self.notes),
        }


@dataclass(frozen=True, kw_only=True)
class Places:
    """Inbox and outbox of the home; known: codes of the branch list, None where there is none."""

    inbox: Path
    outbox: Path
    known: Collection[str] | None
    most_bytes: int


def visit_folder(folder: DropFolderSettings, secret: str, *, places: Places, journal: Journal, fetch: bool) -> Visit:
    """Visit it within its limits of time; a fault is in the result and never raised. In a thread of its own.

    fetch: whether new files are looked for; otherwise a folder in which there is nothing to do is not asked at all.
    """
    visit = Visit(name=folder.name)
    try:
        run_quietly(_visit(folder, secret, places, journal, visit, fetch=fetch))
    except TimeoutError:
        visit.fault = time_limit(folder.visit_seconds)
    except DropFolderFault as fault:
        visit.fault = fault
    except UcjError as fault:
        says, _, do = str(fault).rpartition(". ")
        visit.fault = DropFolderFault(FaultCode.STORING, f"{says or do}", do if says else "Run `ucj doctor`.")
    except Exception as fault:  # a server may answer anything
        visit.fault = unforeseen(fault)
    return visit


async def _visit(
    folder: DropFolderSettings, secret: str, places: Places, journal: Journal, visit: Visit, *, fetch: bool
) -> None:
    receipts = receipts_to_give(places.outbox, journal.folders, journal) if folder.receipts else []
    is_owed = any(one.done for one in journal.files.values()) and folder.after != "leave"
    if not (fetch or receipts or is_owed):
        return
    async with asyncio.timeout(folder.visit_seconds), open_session(folder, secret) as session:
        there = await _look(folder, session, places, journal, visit)
        there = await _retire(folder, session, there, journal, visit)
        if fetch:
            await _fetch(folder, session, there, places, journal, visit)
        if folder.receipts:
            files = receipts_to_give(places.outbox, journal.folders, journal)[: folder.max_files]
            visit.receipts, why_not_all = await give_receipts_back(
                files, session, outbox=places.outbox, journal=journal
            )
            visit.note(why_not_all)


async def _look(
    folder: DropFolderSettings, session: DropFolderSession, places: Places, journal: Journal, visit: Visit
) -> list[RemoteEntry]:
    """What lies in the folders of branches that this drop folder serves; what is gone from there is forgotten."""
    known = places.known
    found = [name for name in await session.folders() if folder.serves(name) and is_branch(name, known)]
    there: list[RemoteEntry] = []
    unknown: set[str] = set()  # folders of which nothing can be said
    for name in found:
        try:
            there += await session.entries(name)
        except (NotAllowedRemotely, ChangedRemotely):
            unknown.add(name)
            visit.note(f"inbox/{name} cannot be listed: give the account that right, or remove strange names there")
    keys = {entry.key for entry in there} | {key for entry in there if (key := hidden_key(entry.name))}
    journal.folders = sorted({*found, *(name for name in journal.folders if folder.serves(name))})  # empty ones, too
    journal.files = {
        key: one for key, one in journal.files.items() if key in keys or not one.done or one.folder in unknown
    }
    journal.save()
    return there


async def _retire(
    folder: DropFolderSettings,
    session: DropFolderSession,
    there: Sequence[RemoteEntry],
    journal: Journal,
    visit: Visit,
) -> list[RemoteEntry]:
    """Move or remove what is registered, as long as it is the version that was fetched; returns what stays."""
    staying = list(there)
    for entry in there if folder.after != "leave" else ():
        key = hidden_key(entry.name) or entry.key  # hidden: a visit was cut while it removed the file
        known = journal.files.get(key)
        if known is None or not known.done or not known.is_of(entry):
            continue
        try:
            if folder.after == "move":
                await session.move_away(entry, f"{known.sha256[:8]}_{entry.name}")
            else:
                await session.remove(entry)
        except NotAllowedRemotely:
            visit.note(MAY_NOT_MOVE if folder.after == "move" else MAY_NOT_REMOVE)
        except ChangedRemotely:
            continue
        else:
            visit.retired += 1
            staying.remove(entry)
            del journal.files[key]
            journal.save()
    return staying


async def _fetch(
    folder: DropFolderSettings,
    session: DropFolderSession,
    there: Sequence[RemoteEntry],
    places: Places,
    journal: Journal,
    visit: Visit,
) -> None:
    """Bring what is new and settled."""
    new: list[RemoteEntry] = []
    for entry in there:
        known = journal.files.get(entry.key)
        if known is not None and known.is_of(entry):
            continue
        reason = why_not(entry, most_bytes=places.most_bytes)
        if reason is None:
            new.append(entry)
        else:
            visit.left.append(left(entry, reason, source=folder.name))
    quiet, moving = await settled(new, session, seconds=folder.settle_seconds)
    now, later = within_limits(list(in_turn(quiet)), folder)
    visit.left += [left(entry, "still changing", source=folder.name) for entry in moving]
    visit.left += [left(entry, "beyond the limit of one visit", source=folder.name) for entry in later]
    for entry in now:
        if reason := await bring(entry, session, inbox=places.inbox, journal=journal):
            visit.left.append(left(entry, reason, source=folder.name))
        else:
            visit.fetched += 1
            visit.bytes += entry.size
