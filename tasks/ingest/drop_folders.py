"""Visit all drop folders side by side: before the inbox is looked into, and once receipts are written.

Whatever is wrong with one is told, and stops neither the others nor the inbox.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from threading import Thread

from filelock import FileLock, Timeout

from settings import DropFolderSettings, Settings
from tasks.execution.catalogue import catalogue
from tasks.execution.stage_log import log_line
from tasks.receive.branches import load_branches
from tasks.receive.drop_folders.credentials import credentials_of
from tasks.receive.drop_folders.faults import DropFolderFault, FaultCode, unforeseen
from tasks.receive.drop_folders.journal import Arrived, Journal, journal_path, read_journal
from tasks.receive.drop_folders.session import key_of
from tasks.receive.drop_folders.visit import Places, Visit, visit_folder
from warehouse.errors import UcjError
from warehouse.files.drafts import drafts_in, remove_drafts
from warehouse.files.folders import make_folder
from warehouse.submissions.lookup import arrivals_of

SOON_SECONDS = 10.0
Task = tuple[DropFolderSettings, Journal]


def visit_drop_folders(settings: Settings, *, fetch: bool) -> tuple[Visit, ...]:
    """Visit each once, one process at a time; a run waits for the watcher where it fetches, for as long as visits last.

    fetch: new files are looked for; otherwise only what is owed there is done, by whoever comes next where another
    process is at it.
    """
    folders = settings.drop_folders
    if not folders:
        return ()
    longest = 2 * max(one.visit_seconds for one in folders)
    try:
        with FileLock(settings.path(".drop_folders.lock"), mode=0o600, timeout=longest if fetch else SOON_SECONDS):
            visits = _visit_all(folders, settings, fetch=fetch)
    except Timeout:
        visits = _busy(folders) if fetch else ()
    for visit in visits:
        _log(visit)
    return visits


def _visit_all(folders: Sequence[DropFolderSettings], settings: Settings, *, fetch: bool) -> tuple[Visit, ...]:
    inbox = settings.path("inbox")
    make_folder(inbox, mode=0o711)
    remove_drafts(drafts_in(inbox))
    branches = load_branches(settings.branches_path)
    places = Places(
        inbox=inbox,
        outbox=settings.path("outbox"),
        known=None if branches is None else branches.keys(),
        most_bytes=settings.max_file_bytes,
    )
    tasks = [(one, read_journal(journal_path(settings, one.name))) for one in folders]
    _settle(tasks, settings)
    visits: dict[str, Visit] = {}

    def visit(task: Task) -> None:
        folder, journal = task
        visits[folder.name] = _visit_one(folder, journal, places, fetch=fetch)

    # as daemons: a command that is stopped does not wait for a server, and whatever is half done is done again
    threads = [Thread(target=visit, args=(task,), name=f"drop folder {task[0].name}", daemon=True) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tuple(visits[folder.name] for folder in folders if folder.name in visits)


def _visit_one(folder: DropFolderSettings, journal: Journal, places: Places, *, fetch: bool) -> Visit:
    try:
        secret = credentials_of(folder).get_secret_value()
    except DropFolderFault as fault:
        visit = Visit(name=folder.name, fault=fault)
    except OSError as error:
        visit = Visit(name=folder.name, fault=unforeseen(error))
    else:
        visit = visit_folder(folder, secret, places=places, journal=journal, fetch=fetch)
    if fetch or visit.fault or visit.notes:
        journal.note_visit(visit.fault, visit.notes, at=datetime.now(UTC))
    with suppress(UcjError, OSError):  # a full disk is told by what needs it most
        journal.save()
    return visit


def _settle(tasks: Sequence[Task], settings: Settings) -> None:
    """What became of what was fetched; the inbox is looked at before the catalogue is asked."""
    open_ones = {one.sha256 for _, journal in tasks for one in journal.files.values() if not one.done}
    if not open_ones:
        return
    inbox = settings.path("inbox")
    waiting = {key_of(path.parent.name, path.name) for path in inbox.glob("*/*")}
    with catalogue(settings) as engine:
        registered: set[Arrived] = arrivals_of(engine, open_ones)
    for _, journal in tasks:
        journal.settle(waiting=waiting, registered=registered)


def _busy(folders: Sequence[DropFolderSettings]) -> tuple[Visit, ...]:
    fault = DropFolderFault(
        FaultCode.BUSY,
        "Another process has been visiting the drop folders for too long.",
        "Look whether the watcher hangs (`ucj doctor`); its visits bring the files too.",
    )
    return tuple(Visit(name=one.name, fault=fault) for one in folders)


def _log(visit: Visit) -> None:
    line: dict[str, str | int | float | None] = {"folder": visit.name, "fetched": visit.fetched, "bytes": visit.bytes}
    line |= {"retired": visit.retired, "receipts": visit.receipts, "left": len(visit.left)}
    line |= {"notes": "; ".join(visit.notes), "fault": f"{visit.fault.code}: {visit.fault}" if visit.fault else None}
    log_line(logging.WARNING if visit.fault else logging.INFO, "fetch", line)
