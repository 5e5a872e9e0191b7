"""Prefect's server for one run, when none is running: out of reach of Ctrl-C, so that it records how the run ended.

It is the only server of its home while it lives. What it says goes into a log; the command says what that means.
"""

import atexit
import logging
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from deployments.console.progress import PROGRESS_LOGGER
from deployments.server.login import login_of
from deployments.server.server_claim import only_server, wait_for_other_commands
from flows.runtime.server_record import ServerKind
from settings import Settings
from warehouse.errors import OperatorError
from warehouse.files.disk_errors import storing
from warehouse.files.durable import draft_in

if TYPE_CHECKING:
    from prefect.server.api.server import SubprocessASGIServer

START_SECONDS, ANSWER_SECONDS = 120, 60
PORT_TAKEN, TRIES = 3, 3
ROOM_BYTES = 1 << 20
SERVING: set[Path] = set()  # homes of Prefect whose server this process started: a later command of it uses that

progress = logging.getLogger(PROGRESS_LOGGER)


class ServerAway(OperatorError):
    """The Prefect server that is set does not answer, or that of the run does not start."""


def start_ephemeral_server(settings: Settings) -> None:
    """Start it as Prefect would, unless a server is set; it ends with this process. Ctrl-C may interrupt the wait.

    Raises `ServerAway`, `ServerRunsAlready`, `PrefectDatabaseBusy`.
    """
    if url := os.environ.get("PREFECT_API_URL"):
        _require_answer(url, login=login_of(settings))
        return
    folder = Path(os.environ["PREFECT_HOME"])
    if folder in SERVING:
        return
    wait_for_other_commands(settings, say=progress.info)
    _require_room(folder)
    held = ExitStack()  # until this process ends, as the server does
    descriptors = held.enter_context(only_server(settings, kind=ServerKind.OF_A_COMMAND))
    atexit.register(held.close)
    log = folder / "run-server.log"
    starting = _Starting(log, descriptors)
    starting.start()
    while starting.is_alive() and not starting.failed:
        starting.join(0.2)
    if starting.failed:
        raise ServerAway(
            f"Prefect's server for this run did not start (a full disk, for example): see the end of {log}; "
            "`ucj doctor` says more. Nothing was changed."
        )
    SERVING.add(folder)


def _require_answer(url: str, *, login: str) -> None:
    """Raise `ServerAway` unless the server answers, takes our login and can write; a busy one is given time.

    It is asked for a token, which it stores: one that waits for its database does not answer that.
    """
    import httpx  # noqa: PLC0415 - comes with Prefect

    known = httpx.BasicAuth(*login.split(":", 1)) if ":" in login else None
    deadline = time.monotonic() + ANSWER_SECONDS
    while True:
        try:
            answer = httpx.get(f"{url.rstrip('/')}/csrf-token", params={"client": "ucj"}, auth=known, timeout=10)
            if answer.status_code == httpx.codes.UNAUTHORIZED:
                raise ServerAway(
                    f"The Prefect server at {url} does not take our login: set UCJ_SERVER__AUTH here as it is "
                    "set where the server was started."
                )
            if answer.status_code != httpx.codes.UNPROCESSABLE_ENTITY:  # a server that asks nobody for tokens
                answer.raise_for_status()
        except httpx.ConnectError:
            raise ServerAway(
                f"The Prefect server at {url} does not answer: start it (`ucj serve`), or unset PREFECT_API_URL."
            ) from None
        except httpx.HTTPError:
            if time.monotonic() > deadline:
                raise ServerAway(
                    f"The Prefect server at {url} is too busy to answer (is its database locked by another program?): "
                    "look into its log, prefect/server.log, then run again. Nothing was changed."
                ) from None
            time.sleep(1)
        else:
            return


def _require_room(folder: Path) -> None:
    """Raise `DiskFull` or `NotWritable` where the server could not write: Prefect would start it again and again."""
    with storing(folder), draft_in(folder) as probe:
        probe.file.write(bytes(ROOM_BYTES))


class _Starting(Thread):
    """Starts the server as Prefect does, which waits two minutes for one that ended."""

    def __init__(self, log: Path, descriptors: tuple[int, ...]) -> None:
        super().__init__(daemon=True)
        self._log, self._descriptors = log, descriptors
        self._server: SubprocessASGIServer | None = None
        self._fault: Exception | None = None
        self._tried: set[int] = set()

    def run(self) -> None:
        """A child inherits the blocked signals of the thread that starts it; it still ends on SIGTERM."""
        server = _locked_server(self._log, self._descriptors)
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


def _locked_server(log: Path, descriptors: tuple[int, ...]) -> "SubprocessASGIServer":
    """Prefect's server for a run, which its clients find by themselves; it answers to this machine's names only.

    descriptors: locks that it holds too, should this process be killed before it.
    """
    from prefect.server.api.server import SubprocessASGIServer  # noqa: PLC0415 - takes seconds

    lifeline, _ = os.pipe()  # the other end closes when this process ends, however it ends

    class LockedServer(SubprocessASGIServer):
        def _run_uvicorn_command(self) -> "subprocess.Popen[bytes]":
            app, place = (
                "deployments.server.locked_app:ephemeral_app",
                ("--host", "127.0.0.1", "--port", str(self.port)),
            )
            quiet = ("--log-level", "error", "--lifespan", "on")
            marks = {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1"}
            command = [sys.executable, "-m", "uvicorn", "--factory", app, *place, *quiet]
            with log.open("ab") as said:
                return subprocess.Popen(  # noqa: S603 - our own interpreter
                    command,
                    env={**os.environ, **marks},
                    stdin=lifeline,
                    stdout=said,
                    stderr=said,
                    pass_fds=descriptors,
                )

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
