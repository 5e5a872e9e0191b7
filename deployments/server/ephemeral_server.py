"""Prefect's server for one run, when none is running: out of reach of Ctrl-C, so that it records how the run ended."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from warehouse.errors import OperatorError
from warehouse.files.disk_errors import storing
from warehouse.files.durable import draft_in

if TYPE_CHECKING:
    from prefect.server.api.server import SubprocessASGIServer

START_SECONDS = 120
PORT_TAKEN, TRIES = 3, 3
ROOM_BYTES = 1 << 20


class ServerAway(OperatorError):
    """The Prefect server that is set does not answer, or that of the run does not start."""


def start_ephemeral_server() -> None:
    """Start it as Prefect would, unless a server is set; it ends with this process. Ctrl-C may interrupt the wait."""
    if url := os.environ.get("PREFECT_API_URL"):
        _require_answer(url)
        return
    _require_room(Path(os.environ["PREFECT_HOME"]))
    starting = _Starting()
    starting.start()
    while starting.is_alive() and not starting.failed:
        starting.join(0.2)
    if starting.failed:
        raise ServerAway(
            "Prefect's server for this run did not start (a full disk, for example): `ucj doctor` says more. "
            "Nothing was changed."
        )


def _require_answer(url: str) -> None:
    import httpx  # noqa: PLC0415 - comes with Prefect

    try:
        httpx.get(f"{url.rstrip('/')}/health", timeout=10).raise_for_status()
    except httpx.HTTPError:
        raise ServerAway(
            f"The Prefect server at {url} does not answer: start it (`ucj serve`), or unset PREFECT_API_URL."
        ) from None


def _require_room(folder: Path) -> None:
    """Raise `DiskFull` or `NotWritable` where the server could not write: Prefect would start it again and again."""
    with storing(folder), draft_in(folder) as probe:
        probe.file.write(bytes(ROOM_BYTES))


class _Starting(Thread):
    """Starts the server as Prefect does, which waits two minutes for one that ended."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._server: SubprocessASGIServer | None = None
        self._fault: Exception | None = None
        self._tried: set[int] = set()

    def run(self) -> None:
        """A child inherits the blocked signals of the thread that starts it; it still ends on SIGTERM."""
        server = _locked_server()
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        self._server = server
        try:
            _start(self._server)
        except Exception as fault:  # told by the thread that waits
            self._fault = fault

    @property
    def failed(self) -> bool:
        """Whether there will be no server.

        One that ends with 3 may have found its port taken: Prefect starts it on another, again and again if need be.
        """
        process = self._server.server_process if self._server else None
        if process is not None:
            self._tried.add(process.pid)
        ended = process is not None and process.poll() not in {None, PORT_TAKEN}
        return self._fault is not None or ended or len(self._tried) > TRIES


def _locked_server() -> "SubprocessASGIServer":
    """Prefect's server for a run, which its clients find by themselves; it answers to this machine's names only."""
    from prefect.server.api.server import SubprocessASGIServer  # noqa: PLC0415 - takes seconds

    class LockedServer(SubprocessASGIServer):
        def _run_uvicorn_command(self) -> "subprocess.Popen[bytes]":
            app, place = (
                "deployments.server.locked_app:ephemeral_app",
                ("--host", "127.0.0.1", "--port", str(self.port)),
            )
            quiet = ("--log-level", "error", "--lifespan", "on")
            marks = {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1"}
            command = [sys.executable, "-m", "uvicorn", "--factory", app, *place, *quiet]
            return subprocess.Popen(command, env={**os.environ, **marks})  # noqa: S603 - our own interpreter

    return LockedServer()


def _start(server: "SubprocessASGIServer") -> None:
    asleep, awake = os.pipe()  # closes when this process ends, however it ends
    watchdog = subprocess.Popen(
        [sys.executable, "-m", "deployments.server.watchdog"],
        stdin=asleep,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(asleep)
    Thread(target=_guard, args=(server, awake, watchdog), daemon=True).start()
    server.start(timeout=START_SECONDS)


def _guard(server: "SubprocessASGIServer", awake: int, watchdog: "subprocess.Popen[bytes]") -> None:
    """Tell the watchdog which process to end when this one was killed; Prefect may start it anew on another port."""
    told = None
    while watchdog.poll() is None:
        if server.server_process is not told:
            told = server.server_process
            os.write(awake, f"{told.pid if told else ''}\n".encode())
        time.sleep(0.001 if told is None else 0.5)
