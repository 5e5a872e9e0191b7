"""The services that `ucj serve` runs: each a process and session of its own, which is started, watched and ended."""

import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import psutil

import deployments
from deployments.server import FLOW_PROCESS
from deployments.server.serving.record import ORDER, ProcessMark
from expectations.written_sizes import duration_text
from flows.runtime.server_record import SERVED_BY
from settings import Settings

LOOK_SECONDS, TELL_SECONDS, AT_ONCE_SECONDS = 0.1, 1.0, 3.0
NAMES = {"server": "Prefect server", "worker": "worker", "watcher": "watcher"}
Process = subprocess.Popen[bytes]
Say = Callable[[str], None]


@dataclass
class ServiceProcess:
    """A service (server, worker, watcher) and the process that it runs in."""

    name: str
    process: Process
    since: float
    failures: int = 0


class StopRequests:
    """How often somebody asked this process to stop; the second time means at once."""

    def __init__(self) -> None:
        self.asked = 0
        self.hung_up = False

    def listen(self) -> None:
        """Ctrl-C, SIGTERM, and the end of the terminal, unless it is to be outlived (`nohup`)."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self._note())
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            signal.signal(signal.SIGHUP, lambda *_: self._note(hung_up=True))

    @property
    def at_once(self) -> bool:
        """Whether nothing is to be waited for."""
        return self.asked > 1

    def _note(self, *, hung_up: bool = False) -> None:
        if hung_up and self.asked:  # a closed terminal may tell twice, and tell what was told by Ctrl-C
            return
        self.asked += 1
        self.hung_up = self.hung_up or hung_up


def start_service(name: str, settings: Settings) -> ServiceProcess:
    """Start a service, out of reach of the terminal."""
    with settings.path("prefect", f"{name}.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and modules
            [sys.executable, "-m", deployments.__name__, "serve", "--only", name],
            env={**os.environ, SERVED_BY: str(os.getpid())},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return ServiceProcess(name, process, since=time.monotonic())


def end_service(service: ServiceProcess, settings: Settings, *, stop: StopRequests, say: Say) -> None:
    """End a service, and tell what it is waited for.

    A worker waits for the runs under way. Those that do not end in time are killed with it: the next worker finds them
    dead and takes them up again.
    """
    process, name = service.process, NAMES[service.name]
    asked = time.monotonic()
    told = False
    if process.poll() is None:
        process.terminate()
    while process.poll() is None:
        timeout = min(AT_ONCE_SECONDS if stop.at_once else math.inf, settings.server.stop_seconds)
        if time.monotonic() > asked + timeout:
            break
        time.sleep(LOOK_SECONDS)
        if not told and time.monotonic() > asked + TELL_SECONDS and (runs := runs_below(process.pid)):
            limit = duration_text(settings.server.stop_seconds)
            say(f"stopping: {', '.join(runs)} may end within {limit}; once more Ctrl-C ends all at once")
            told = True
    killed = process.poll() is None
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # its own session: what it started is in it
    process.wait()
    again = ": what it was doing is taken up again at the next start" if service.name == "worker" else ""
    how = f" was killed{again}" if killed else " ended"
    say(f"stopping: {name} (process {process.pid}){how}")


def runs_below(pid: int) -> Sequence[str]:
    """The flow runs that a worker has under way: names of the flows, with their processes."""
    found = []
    with suppress(psutil.Error):
        for child in psutil.Process(pid).children(recursive=True):
            with suppress(psutil.Error):
                if FLOW_PROCESS in child.cmdline():
                    found.append(f"{child.environ().get('PREFECT__FLOW_NAME', 'a run')} (process {child.pid})")
    return found


def marks_of(services: Sequence[ServiceProcess]) -> Mapping[str, ProcessMark]:
    """The processes of services, in the order in which they end."""
    found = {service.name: ProcessMark.of(service.process.pid) for service in services}
    return {name: mark for name in ORDER if (mark := found.get(name)) is not None}
