"""`ucj serve`: a local Prefect server with its UI, and the daily run deployed on it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import typer

from deployments.cli import Exit
from deployments.prefect_home import apply_prefect_environment, server_url
from settings import Settings
from warehouse.errors import UcjError

CRON, TIMEZONE = "0 5 * * *", "Asia/Jakarta"
START_SECONDS = 120


class ServerNotStarted(UcjError):
    """The Prefect server did not come up."""


def serve_here() -> int:
    """Serve until Ctrl-C or SIGTERM; the server is ended with us."""
    settings = Settings()
    settings.path("prefect").mkdir(mode=0o700, parents=True, exist_ok=True)
    apply_prefect_environment(settings)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with running_server(settings):
            typer.echo(f"Prefect UI  {server_url(settings)}")
            typer.echo(f"run-daily   every day at 05:00 {TIMEZONE}, home {settings.home}; Ctrl-C ends both")
            _serve_daily(settings)
    except KeyboardInterrupt:
        typer.echo("stopped")
    return Exit.GOOD


@contextmanager
def running_server(settings: Settings) -> Iterator[None]:
    """A Prefect server of this home on loopback, healthy inside the block and gone after it."""
    if os.environ.get("PREFECT_API_URL"):
        raise ServerNotStarted(
            f"A Prefect server already answers at {os.environ['PREFECT_API_URL']}: use it, or end it first; "
            "another port: UCJ_SERVER_PORT."
        )
    log_path = settings.path("prefect", "server.log")
    pid_path = settings.path("prefect", "server.pid")
    command = [
        sys.executable,
        "-m",
        "prefect",
        "server",
        "start",
        "--host",
        "127.0.0.1",
        "--port",
        str(settings.server_port),
    ]
    with log_path.open("ab") as log:
        server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)  # noqa: S603
    pid_path.write_text(f"{server.pid}\n")
    try:
        _wait_until_healthy(settings, server)
        os.environ["PREFECT_API_URL"] = f"{server_url(settings)}/api"
        yield
    finally:
        pid_path.unlink(missing_ok=True)
        server.terminate()
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait_until_healthy(settings: Settings, server: "subprocess.Popen[bytes]") -> None:
    import httpx  # noqa: PLC0415 - comes with Prefect

    deadline = time.monotonic() + START_SECONDS
    typer.echo("starting the Prefect server ...", err=True)
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            if httpx.get(f"{server_url(settings)}/api/health", timeout=2).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.5)
    raise ServerNotStarted(
        f"The Prefect server did not start on port {settings.server_port} (is the port taken?); "
        f"its log: {settings.path('prefect', 'server.log')}"
    )


def _serve_daily(settings: Settings) -> None:
    from prefect.schedules import Cron  # noqa: PLC0415 - Prefect reads its environment once

    from flows.run_daily import run_daily  # noqa: PLC0415

    os.environ.setdefault("UCJ_HOME", str(settings.home))
    run_daily.serve(
        name="run-daily",
        schedule=Cron(CRON, timezone=TIMEZONE),
        description="Take, check, load and publish what the branches delivered.",
        tags=["ucj"],
        limit=1,
        pause_on_shutdown=False,
        print_starting_message=False,
    )


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
