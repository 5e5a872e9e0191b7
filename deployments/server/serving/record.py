"""What `ucj serve` says of itself in the home: `prefect/serve.json`, held for as long as it lives.

Another shell reads from it which processes belong to it; a second `ucj serve`, that there is one; the next one, what a
killed one left behind.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import psutil

from settings import Settings
from warehouse.files.held_record import HeldRecord

SERVICES = "pieces"  # the key in the file: one that an earlier version wrote is still read
ORDER = ("watcher", "worker", "server")  # in which they end: whoever needs another one ends before it


@dataclass(frozen=True)
class ProcessMark:
    """A process that is not mistaken for a later one of the same number. started: as psutil tells it."""

    pid: int
    started: float

    @classmethod
    def of(cls, pid: int) -> Self | None:
        """The mark of a process; None when it is gone."""
        try:
            return cls(pid, psutil.Process(pid).create_time())
        except psutil.Error:
            return None

    def living(self) -> psutil.Process | None:
        """The process, while it lives."""
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.started) < 1
            return process if same and process.status() != psutil.STATUS_ZOMBIE else None
        except psutil.Error:
            return None


@dataclass(frozen=True, kw_only=True)
class Serving:
    """One `ucj serve`. url: of its server. ready: whether everything was started. services: by name."""

    pid: int
    machine: str
    url: str
    ready: bool = False
    services: Mapping[str, ProcessMark] = field(default_factory=dict)

    @classmethod
    def of_this_process(cls, url: str) -> Self:
        """That of this process, before anything was started."""
        return cls(pid=os.getpid(), machine=os.uname().nodename, url=url)

    @property
    def is_here(self) -> bool:
        """Whether its processes are on this machine."""
        return self.machine == os.uname().nodename

    def record(self) -> dict[str, Any]:
        """As it is written."""
        services = {name: [mark.pid, mark.started] for name, mark in self.services.items()}
        return {"pid": self.pid, "machine": self.machine, "url": self.url, "ready": self.ready, SERVICES: services}

    def left(self) -> dict[str, psutil.Process]:
        """Its services that live on this machine, in the order in which they end."""
        if not self.is_here:
            return {}
        found = {name: self.services[name].living() for name in ORDER if name in self.services}
        return {name: process for name, process in found.items() if process is not None}

    def __str__(self) -> str:
        """For messages: all processes and the address."""
        services = ", ".join(f"{name} {mark.pid}" for name, mark in self.services.items())
        here = "" if self.is_here else f" on {self.machine}"
        return f"`ucj serve` is process {self.pid}{here} ({services or 'starting'}) at {self.url}"


def serve_file(settings: Settings) -> HeldRecord:
    """The file of a home in which `ucj serve` says what it started."""
    return HeldRecord(settings.path("prefect", "serve.json"))


def last_serving(settings: Settings) -> Serving | None:
    """The one that runs, or the last one, unless it ended as it should."""
    content = serve_file(settings).read()
    if content is None or content.keys() != {"pid", "machine", "url", "ready", SERVICES}:
        return None
    services = {name: ProcessMark(*mark) for name, mark in content.pop(SERVICES).items()}
    return Serving(**content, services=services)


def living_serving(settings: Settings) -> Serving | None:
    """The one that runs now."""
    found = last_serving(settings)
    return found if found is not None and serve_file(settings).is_held() else None
