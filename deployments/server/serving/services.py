"""One service of what `ucj serve` runs, in this process."""

import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from threading import Event
from types import FrameType

import typer

import deployments.server as server_processes
from deployments.console.exit_codes import Exit
from deployments.server.environment import answers, api_url, server_url
from deployments.server.server_claim import only_server_may_start
from expectations.written import counted
from flows.runtime.server_record import living_server
from settings import Settings

WAIT_SECONDS = 5


def server(settings: Settings) -> int:
    """Prefect's server with its UI."""
    _wait_for_other_machines(settings)
    only_server_may_start(settings)
    typer.echo(f"Prefect UI  {server_url(settings)}")
    place = ("--host", settings.server.host, "--port", str(settings.server.port))
    return _become("server_process", "server", "start", *place)


def _wait_for_other_machines(settings: Settings) -> None:
    """Where the server of a shared home is on another machine, take over when that ends; a lost one takes minutes."""
    told = False
    while (other := living_server(settings)) is not None and other.machine != os.uname().nodename:
        if not told:
            typer.echo(
                f"waiting: this home has a server already ({other}); this one starts when that has ended", err=True
            )
            told = True
        time.sleep(WAIT_SECONDS)


def register(settings: Settings) -> int:
    """Work pool, deployments and automations; ends when they are registered."""
    wait_for_server(settings)
    from deployments.registration.register import register_all  # noqa: PLC0415 - Prefect reads its environment once

    for name in register_all(settings):
        typer.echo(f"deployed    {name}")
    return Exit.GOOD


def worker(settings: Settings) -> int:
    """Runs what is due, after runs that died here before were settled, and missed ones cancelled."""
    wait_for_server(settings)
    from deployments.registration.specs import POOL, POOL_TYPE  # noqa: PLC0415
    from flows.runtime.late_runs import cancel_late_runs  # noqa: PLC0415
    from flows.runtime.orphaned_runs import reconcile_orphaned_runs  # noqa: PLC0415 - Prefect reads its environment once

    for name in reconcile_orphaned_runs(settings):
        typer.echo(f"was dead    {name}", err=True)
    if missed := cancel_late_runs():
        typer.echo(
            f"missed      {counted(missed, 'run')} of the time without a worker; later ones do the same", err=True
        )
    os.umask(0o077)
    place = ("--pool", POOL, "--type", POOL_TYPE, "--name", os.uname().nodename)
    return _become("worker_process", "worker", "start", *place)


def watcher(settings: Settings) -> int:
    """Takes files on drop and answers them, until SIGTERM or Ctrl-C; needs no server for that."""
    stop = Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    _use_local_server(settings)
    from deployments.console.progress import shown_progress  # noqa: PLC0415
    from deployments.inbox.ingest_request import request_ingest  # noqa: PLC0415 - Prefect reads its environment once
    from deployments.inbox.watcher import watch_inbox  # noqa: PLC0415

    with shown_progress():
        watch_inbox(settings, stop=stop, request=request_ingest)
    return Exit.GOOD


SERVICES: Mapping[str, Callable[[Settings], int]] = {
    "server": server,
    "register": register,
    "worker": worker,
    "watcher": watcher,
}


def wait_for_server(settings: Settings) -> None:
    """The services may be started in any order; where the server is, the home tells once it has one."""
    if not answers(settings):
        typer.echo(f"waiting for the Prefect server at {api_url(settings)}", err=True)
        while not answers(settings):
            time.sleep(WAIT_SECONDS)
    _use_local_server(settings)


def _use_local_server(settings: Settings) -> None:
    os.environ.setdefault("PREFECT_API_URL", api_url(settings))


def _become(module: str, *arguments: str) -> int:
    """Prefect's own command by a module of `deployments.server`, in place of this process."""
    sys.stdout.flush()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a worker ends by it, also where a shell had us ignore it
    os.execv(sys.executable, [sys.executable, "-m", f"{server_processes.__name__}.{module}", *arguments])  # noqa: S606
