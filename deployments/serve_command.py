"""`ucj serve`: a local Prefect server with its UI, and the daily run deployed on it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

import typer

from deployments.exit_codes import Exit
from deployments.prefect_home import apply_prefect_environment, server_url
from flows.home import ensure_home
from settings import Settings
from warehouse.errors import OperatorError, UcjError

START_SECONDS, END_SECONDS = 120, 20
Process = subprocess.Popen[bytes]


class ServerNotStarted(OperatorError):
    """The Prefect server did not come up."""


class ServingEnded(UcjError):
    """The server or the daily deployment ended by itself."""


def serve_here() -> int:
    """Serve until Ctrl-C or SIGTERM; what was started is ended with us."""
    settings = Settings()
    ensure_home(settings)
    settings.path("prefect").mkdir(mode=0o700, exist_ok=True)
    apply_prefect_environment(settings)
    os.environ["UCJ_HOME"] = str(settings.home)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with running_server(settings) as server, running_deployment(settings) as deployment:
            typer.echo(f"Prefect UI  {server_url(settings)}")
            typer.echo(f"run-daily   every day at 05:00 Asia/Jakarta, home {settings.home}; Ctrl-C ends both")
            while server.poll() is None and deployment.poll() is None:
                time.sleep(1)
            raise ServingEnded(f"Serving ended by itself; the logs are in {settings.path('prefect')}: start again.")
    except KeyboardInterrupt:
        typer.echo("stopped")
    return Exit.GOOD


@contextmanager
def running_server(settings: Settings) -> Iterator[Process]:
    """A Prefect server of this home on loopback, healthy inside the block and gone after it."""
    if os.environ.get("PREFECT_API_URL"):
        raise ServerNotStarted(
            f"A Prefect server already answers at {os.environ['PREFECT_API_URL']}: use it, or end it first; "
            "another port: UCJ_SERVER_PORT."
        )
    port = str(settings.server_port)
    command = ["-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", port]
    pid_path = settings.path("prefect", "server.pid")
    with _running(command, "server", settings, end_by=signal.SIGTERM) as server:
        _wait_until_healthy(settings, server)
        pid_path.write_text(f"{server.pid}\n")
        os.environ["PREFECT_API_URL"] = f"{server_url(settings)}/api"
        try:
            yield server
        finally:
            pid_path.unlink(missing_ok=True)


@contextmanager
def running_deployment(settings: Settings) -> Iterator[Process]:
    """The daily deployment in a process of its own."""
    with _running(["-m", "deployments.daily_deployment"], "deployment", settings, end_by=signal.SIGINT) as process:
        yield process


@contextmanager
def _running(arguments: Sequence[str], name: str, settings: Settings, *, end_by: signal.Signals) -> Iterator[Process]:
    """A Python process of our own, out of reach of the terminal's Ctrl-C, ended by us at the end of the block."""
    with settings.path("prefect", f"{name}.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and modules
            [sys.executable, *arguments], stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(end_by)
        try:
            process.wait(timeout=END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_until_healthy(settings: Settings, server: Process) -> None:
    import httpx  # noqa: PLC0415 - comes with Prefect

    deadline = time.monotonic() + START_SECONDS
    typer.echo("starting the Prefect server ...", err=True)
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx.get(f"{server_url(settings)}/api/health", timeout=2).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.5)
    raise ServerNotStarted(
        f"The Prefect server did not start on port {settings.server_port} (is the port taken?); "
        f"its log: {settings.path('prefect', 'server.log')}"
    )


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
