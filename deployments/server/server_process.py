"""The process of Prefect's server: its own command, locked, with garbage collected in a thread beside it.

It is the one server of its home, or ends with 3 and says who is.
"""

import runpy
import signal
import sys
from types import FrameType
from typing import Any

import typer
import uvicorn

from deployments.console.exit_codes import Exit
from deployments.server.collector import collect_beside
from deployments.server.environment import server_url
from deployments.server.locked_app import locked
from deployments.server.server_claim import only_server
from flows.runtime.server_record import ServerKind
from settings import Settings
from warehouse.errors import OperatorError

GOODBYE_SECONDS = 5  # open pages of the UI hold connections for as long as they are shown


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
