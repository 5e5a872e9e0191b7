"""Prefect's server for one run, when none is running: out of reach of Ctrl-C, so that it records how the run ended."""

import os
import signal
import subprocess
import sys
import time
from threading import Thread
from typing import TYPE_CHECKING

from warehouse.errors import OperatorError

if TYPE_CHECKING:
    from prefect.server.api.server import SubprocessASGIServer

START_SECONDS = 120


class ServerAway(OperatorError):
    """The Prefect server that is set does not answer."""


def start_ephemeral_server() -> None:
    """Start it as Prefect would, unless a server is set; it ends with this process. Ctrl-C may interrupt the wait."""
    if url := os.environ.get("PREFECT_API_URL"):
        _require_answer(url)
        return
    starting = Thread(target=_start, daemon=True)
    starting.start()
    starting.join()


def _require_answer(url: str) -> None:
    import httpx  # noqa: PLC0415 - comes with Prefect

    try:
        httpx.get(f"{url.rstrip('/')}/health", timeout=10).raise_for_status()
    except httpx.HTTPError:
        raise ServerAway(
            f"The Prefect server at {url} does not answer: start it (`ucj serve`), or unset PREFECT_API_URL."
        ) from None


def _start() -> None:
    """A child inherits the blocked signals of the thread that starts it; it still ends on SIGTERM."""
    from prefect.server.api.server import SubprocessASGIServer  # noqa: PLC0415 - takes seconds

    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    server = SubprocessASGIServer()
    asleep, awake = os.pipe()  # closes when this process ends, however it ends
    watchdog = subprocess.Popen(
        [sys.executable, "-m", "deployments.watchdog"],
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
