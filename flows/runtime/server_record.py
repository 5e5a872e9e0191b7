"""Where the Prefect server of a home is, as that server says in the home itself: `prefect/server.json`.

There is one server for each home, whoever started it: `ucj serve`, `ucj serve --only server`, or a command that needs
one for its own run. Two servers on one Prefect database would take each other's runs for late and wait for each
other's locks. Every shell finds the server of a home here, whatever its port.
"""

import os
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from typing import Self
from urllib.parse import urlsplit

from expectations.jakarta import moment_text
from settings import Settings
from warehouse.files.held_record import HeldRecord

SERVED_BY = "_UCJ_SERVED_BY"  # the process of `ucj serve`, in the environment of what it starts
OWN_SERVER = "_UCJ_OWN_SERVER"  # the address of the server that this command started for itself
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class ServerKind(StrEnum):
    """Whom a server is for: everybody, until it is stopped; or one command, with which it ends."""

    SERVED = "served"
    OF_A_COMMAND = "of a command"


@dataclass(frozen=True, kw_only=True)
class ServerRecord:
    """One Prefect server.

    url: without `/api`; empty for that of a command. started_by: the process of the command or `ucj serve` that
    ends it; 0 where it was started by itself. login_file: where its login stands, empty where it was set in its
    environment. started_at: ISO, UTC.
    """

    kind: str
    url: str
    pid: int
    started_by: int
    machine: str
    login_file: str
    started_at: str

    @classmethod
    def of_this_process(cls, kind: ServerKind, *, url: str, login_file: str) -> Self:
        """The record of a server that this process becomes or starts."""
        return cls(
            kind=kind,
            url=url,
            pid=os.getpid(),
            started_by=int(os.environ.get(SERVED_BY, "0")) if kind is ServerKind.SERVED else os.getpid(),
            machine=os.uname().nodename,
            login_file=login_file,
            started_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )

    @property
    def is_served(self) -> bool:
        """Whether everybody may use it."""
        return self.kind == ServerKind.SERVED

    @property
    def is_reachable(self) -> bool:
        """Whether its address leads to it from this machine."""
        return self.machine == os.uname().nodename or urlsplit(self.url).hostname not in LOOPBACK

    def record(self) -> dict[str, object]:
        """The record as JSON-ready data."""
        return asdict(self)

    def __str__(self) -> str:
        """For messages: which process, where, since when."""
        here = "" if self.machine == os.uname().nodename else f" on {self.machine}"
        at = f" at {self.url}" if self.url else ""
        return f"process {self.pid}{here}{at}, since {moment_text(self.started_at)}"


def server_file(settings: Settings) -> HeldRecord:
    """The file of a home that says where its server is."""
    return HeldRecord(settings.path("prefect", "server.json"))


def living_server(settings: Settings) -> ServerRecord | None:
    """The server of this home that runs now, for everybody or for one command."""
    file = server_file(settings)
    found = _parsed(file)
    return found if found is not None and file.is_held() else None


def server_is_expected(settings: Settings) -> bool:
    """Whether a server for everybody was started and not ended on purpose, alive or not."""
    found = _parsed(server_file(settings))
    return found is not None and found.is_served


def _parsed(file: HeldRecord) -> ServerRecord | None:
    content = file.read()
    if content is None or content.keys() != {field.name for field in fields(ServerRecord)}:
        return None
    return ServerRecord(**content)
