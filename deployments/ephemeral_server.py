"""Prefect's server for one run, when none is running: out of reach of Ctrl-C, so that it records how the run ended."""

import os
import signal
from threading import Thread

START_SECONDS = 120


def start_ephemeral_server() -> None:
    """Start it as Prefect would, unless a server is set; it ends with this process. Ctrl-C may interrupt the wait."""
    if os.environ.get("PREFECT_API_URL"):
        return
    starting = Thread(target=_start, daemon=True)
    starting.start()
    starting.join()


def _start() -> None:
    """A child inherits the blocked signals of the thread that starts it; it still ends on SIGTERM."""
    from prefect.server.api.server import SubprocessASGIServer  # noqa: PLC0415 - takes seconds

    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    SubprocessASGIServer().start(timeout=START_SECONDS)
