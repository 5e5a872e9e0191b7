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
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Thread

from deployments.console.progress import PROGRESS_LOGGER
from deployments.server.command.command_server import CommandServer, CommandServerAway
from deployments.server.guard.guard import start_watchdog
from deployments.server.login import login_of
from deployments.server.server_claim import only_server, wait_for_other_commands
from flows.runtime.server_record import OWN_SERVER, ServerKind
from settings import Settings
from warehouse.errors import OperatorError
from warehouse.files.disk_errors import storing
from warehouse.files.durable import draft_in

START_SECONDS, ANSWER_SECONDS = 120, 60
ROOM_BYTES = 1 << 20
SERVING: set[Path] = set()  # homes of Prefect whose server this process started: a later command of it uses that

progress = logging.getLogger(PROGRESS_LOGGER)


class ServerAway(OperatorError):
    """The Prefect server that is set does not answer, or that of the run does not start."""


def begin_ephemeral_server(settings: Settings) -> Callable[[], None]:
    """Begin to start it, unless a server is set; returns what waits for it, to be called before Prefect is used.

    It ends with this process. Ctrl-C may interrupt the wait. Other things may be imported meanwhile: both take seconds.
    Called before anything starts a thread (importing Polars does), it costs 3 CPU seconds less: see `CommandServer`.
    Raises `ServerAway`, `ServerRunsAlready`, `PrefectDatabaseBusy`; the wait raises `ServerAway`.
    """
    folder = Path(os.environ["PREFECT_HOME"])
    if folder in SERVING:
        return _nothing
    if url := os.environ.get("PREFECT_API_URL"):
        _require_answer(url, login=login_of(settings))
        return _nothing
    wait_for_other_commands(settings, say=progress.info)
    _require_room(folder)
    held = ExitStack()  # until this process ends, as the server does
    descriptors = held.enter_context(only_server(settings, kind=ServerKind.OF_A_COMMAND))
    atexit.register(held.close)
    server = CommandServer(folder / "run-server.log", descriptors=descriptors)
    server.fork()
    starting = _Starting(server)
    starting.start()

    def wait() -> None:
        while starting.is_alive():
            starting.join(0.2)
        if starting.failed:
            raise ServerAway(
                f"Prefect's server for this run did not start (a full disk, for example): see the end of "
                f"{folder / 'run-server.log'}; `ucj doctor` says more. Nothing was changed."
            )
        _ask_from_now_on(starting.server.url)
        SERVING.add(folder)

    return wait


def _nothing() -> None:
    """There is nothing to wait for."""


def _ask_from_now_on(url: str) -> None:
    """Prefect in this process asks that server; it reads its environment once, when it is imported."""
    os.environ["PREFECT_API_URL"] = os.environ[OWN_SERVER] = url
    if "prefect" in sys.modules:
        from prefect.context import refresh_global_settings_context  # noqa: PLC0415 - takes seconds

        refresh_global_settings_context()


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
    """Starts the server, so that this process can do other things meanwhile."""

    def __init__(self, server: CommandServer) -> None:
        super().__init__(daemon=True)
        self.server, self.failed = server, True

    def run(self) -> None:
        """A child inherits the blocked signals of the thread that starts it; it still ends on SIGTERM."""
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        asleep, awake = os.pipe()  # closes when this process ends, however it ends
        watchdog = start_watchdog(asleep)
        os.close(asleep)
        Thread(target=_guard, args=(self.server, awake, watchdog), daemon=True).start()
        atexit.register(self.server.stop)
        with suppress(CommandServerAway):
            self.server.start(timeout=START_SECONDS)
            self.failed = False


def _guard(server: CommandServer, awake: int, watchdog: "subprocess.Popen[bytes]") -> None:
    """Tell the watchdog which process to end when this one was killed; it may be started anew on another port."""
    told = None
    while watchdog.poll() is None:
        if server.process is not told:
            told = server.process
            os.write(awake, f"{told.pid if told else ''}\n".encode())
        time.sleep(0.001 if told is None else 0.5)
