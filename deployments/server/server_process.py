"""The process of Prefect's server: its own command, locked, with garbage collected in a thread beside it.

It is the one server of its home, or ends with 3 and says who is.

The collector ends cursors of SQLite that nobody holds any more, and ending one waits for its connection. Where that
connection itself waits for the lock of the database, and who has the lock is to go on in the event loop, a collector in
the thread of that loop stops the server until SQLite gives up after 60 seconds (seen with Prefect 3.8.8 on Python 3.11:
requests were answered with 503, and automations lost events). In a thread of its own it waits alone.
"""

import gc
import runpy
import signal
import sys
import time
from threading import Thread
from types import FrameType
from typing import Any

import typer
import uvicorn

from deployments.console.exit_codes import Exit
from deployments.server.environment import server_url
from deployments.server.locked_app import locked
from deployments.server.server_claim import only_server
from flows.runtime.server_record import ServerKind
from settings import Settings
from warehouse.errors import OperatorError

YOUNG_SECONDS, OLD_SECONDS = 1.0, 60.0  # a young collection takes milliseconds, an old one looks at everything
GOODBYE_SECONDS = 5  # open pages of the UI hold connections for as long as they are shown


def collect_beside() -> None:
    """From now on, collect garbage in a thread of its own and nowhere else."""
    gc.disable()
    Thread(target=_collect, name="garbage", daemon=True).start()


def _collect() -> None:
    old = time.monotonic()
    while True:
        time.sleep(YOUNG_SECONDS)
        if time.monotonic() - old < OLD_SECONDS:
            gc.collect(1)
        else:
            gc.collect()
            old = time.monotonic()


def lock_what_listens() -> None:
    """From now on, only locked applications are served; Prefect's own way into its application stays within."""
    run = uvicorn.run

    def run_locked(app: Any, **options: Any) -> None:
        run(locked(app), **{"timeout_graceful_shutdown": GOODBYE_SECONDS, **options})

    uvicorn.run = run_locked


def main() -> None:
    """Serve until SIGTERM or SIGINT; the record in the home is cleared then."""
    signal.signal(signal.SIGTERM, _end)  # uvicorn ends first, then hands the signal on to this
    settings = Settings()
    try:
        with only_server(settings, kind=ServerKind.SERVED, url=server_url(settings)):
            collect_beside()
            lock_what_listens()
            runpy.run_module("prefect", run_name="__main__", alter_sys=True)
    except OperatorError as error:
        typer.echo(f"ucj: {error}", err=True)
        sys.exit(Exit.USAGE)


def _end(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(Exit.GOOD)


if __name__ == "__main__":
    main()
