"""Become the one Prefect server of a home, or say who is; and whether its database is free to be used."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import unquote

import psutil

from deployments.server.login import login_of, login_path
from flows.runtime.server_record import ServerKind, ServerRecord, living_server, server_file
from settings import Settings
from warehouse.errors import OperatorError
from warehouse.files.held_record import HeldRecord

BUSY_SECONDS = 10.0  # what Prefect does in one transaction takes far less


class ServerRunsAlready(OperatorError):
    """This home, or its Prefect database, has a server; the message names its process and address."""


class PrefectDatabaseBusy(OperatorError):
    """Another program holds the lock of the Prefect database; the message names it where it can be seen."""


@contextmanager
def only_server(settings: Settings, *, kind: ServerKind, url: str = "") -> Iterator[tuple[int, ...]]:
    """Be the one server of the home, and of its Prefect database, until the block ends.

    Returns the descriptors that say so, for a child to inherit. To be entered when Prefect's environment is set up.
    Raises `ServerRunsAlready`, `PrefectDatabaseBusy`.
    """
    content = ServerRecord.of_this_process(kind, url=url, login_file=_login_file(settings)).record()
    held: list[HeldRecord] = []
    try:
        for file in (server_file(settings), *_of_database()):
            if not file.hold(content):
                raise ServerRunsAlready(_who(settings, file))
            held.append(file)
        require_free_database()
        yield tuple(file.descriptor for file in held if file.descriptor is not None)
    finally:
        for file in held:
            file.release()


def only_server_may_start(settings: Settings) -> None:
    """Raise `ServerRunsAlready` while the home has a server."""
    if living_server(settings) is not None:
        raise ServerRunsAlready(_who(settings, server_file(settings)))


def require_free_database() -> None:
    """Raise `PrefectDatabaseBusy` when the Prefect database is a file that somebody keeps locked."""
    path = database_file()
    if path is None or not path.is_file():
        return
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as database:
            database.execute("BEGIN IMMEDIATE")
            database.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            return  # a damaged or forbidden file: Prefect's own words in the log say more
        raise PrefectDatabaseBusy(
            f"The Prefect database {path} is locked by {_users_of(path)}: end that, then try again. "
            "Nothing was changed."
        ) from None


def database_file() -> Path | None:
    """The Prefect database of this process's environment, where it is a file."""
    address = os.environ.get("PREFECT_SERVER_DATABASE_CONNECTION_URL", "")
    if not address:
        folder = os.environ.get("PREFECT_HOME")
        return Path(folder) / "prefect.db" if folder else None
    from sqlalchemy import make_url  # noqa: PLC0415 - Prefect needs it too

    url = make_url(address)
    if not address.startswith("sqlite") or not url.database or url.database == ":memory:":
        return None
    return Path(unquote(url.database.removeprefix("file:")) if "uri" in url.query else url.database)


def wait_for_other_commands(settings: Settings, *, say: Callable[[str], None]) -> None:
    """Wait until no other command has a server of its own in this home: runs take turns anyway."""
    told = False
    while (server := living_server(settings)) is not None and not server.is_served:
        if not told:
            say(f"wait: another command has a Prefect server in {settings.home} ({server}); this goes on when it ends")
            told = True
        time.sleep(0.5)


def _of_database() -> tuple[HeldRecord, ...]:
    """Two homes that were given the same database are kept apart too."""
    path = database_file()
    return () if path is None else (HeldRecord(path.with_name(f"{path.name}.server")),)


def _who(settings: Settings, file: HeldRecord) -> str:
    """Who holds a record, for a message."""
    content = file.read() or {}
    process = f"process {content.get('pid', '?')} on {content.get('machine', '?')}"
    at = f" at {content['url']}" if content.get("url") else ""
    if file.path == server_file(settings).path:
        return (
            f"{settings.home} has a Prefect server already: {process}{at}. Commands find it by themselves; "
            "`ucj stop` ends it. No second one was started."
        )
    return (
        f"The Prefect database {database_file()} has a server already: {process}{at}, of another home. "
        "Set PREFECT_SERVER_DATABASE_CONNECTION_URL to a database of its own. No second server was started."
    )


def _login_file(settings: Settings) -> str:
    """Where others find the login that is asked for; empty where it comes from this process's environment."""
    path = login_path(settings)
    made = path.read_text(encoding="utf-8").strip() if path.is_file() else ""
    return str(path) if made and made == login_of(settings) else ""


def _users_of(path: Path) -> str:
    """Processes of this account that have a file open."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and any(one.path == str(path) for one in process.open_files()):
                found.append(f"process {process.pid} ({process.name()})")
        except (psutil.Error, OSError):
            continue
    return ", ".join(found) or "another process"
