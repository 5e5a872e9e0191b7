"""All pieces on one machine: each a process of its own, started in order, watched, ended in order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from types import FrameType

import typer

from deployments.console.exit_codes import Exit
from deployments.server.environment import answers, server_url
from settings import Settings
from warehouse.errors import OperatorError, UcjError
from warehouse.files.durable import write_file

START_SECONDS, PAUSE_SECONDS = 180, 5
SOON_SECONDS, TIMES = 60, 3  # a piece that ends so soon after its start, so many times in a row, is given up
Process = subprocess.Popen[bytes]


class ServerNotStarted(OperatorError):
    """The Prefect server did not come up."""


class ServingEnded(UcjError):
    """A piece ended by itself, again and again."""


@dataclass
class Running:
    """A service (server, worker, watcher) and the process that it runs in."""

    name: str
    process: Process
    since: float
    failures: int = 0


def serve_all(settings: Settings) -> int:
    """Serve everything until Ctrl-C or SIGTERM."""
    if os.environ.get("PREFECT_API_URL"):
        raise ServerNotStarted(
            f"A Prefect server already answers at {os.environ['PREFECT_API_URL']}: use it (`ucj serve --only worker` "
            "and so on), or end it first; another port: UCJ_SERVER__PORT."
        )
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with ExitStack() as stack:
            pieces = [stack.enter_context(_server(settings))]
            _register(settings)
            pieces += [stack.enter_context(_piece(name, settings)) for name in ("worker", "watcher")]
            typer.echo(f"Prefect UI  {server_url(settings)}; it asks for what `ucj serve --show-login` prints")
            typer.echo(
                f"run-daily   every day at 05:00 Asia/Jakarta, unless you changed that in the UI; home {settings.home}"
            )
            typer.echo(f"watching    {settings.path('inbox')}; Ctrl-C ends all")
            while True:
                time.sleep(1)
                for piece in pieces:
                    _keep(piece, settings)
    except KeyboardInterrupt:
        typer.echo("stopped")
    return Exit.GOOD


@contextmanager
def _server(settings: Settings) -> Iterator[Running]:
    """The server, healthy inside the block; commands of this home find it by its pid file."""
    pid_path = settings.path("prefect", "server.pid")
    with _piece("server", settings) as server:
        _wait_until_healthy(settings, server.process)
        write_file(pid_path, f"{server.process.pid}\n")
        os.environ["PREFECT_API_URL"] = f"{server_url(settings)}/api"
        try:
            yield server
        finally:
            pid_path.unlink(missing_ok=True)


@contextmanager
def _piece(name: str, settings: Settings) -> Iterator[Running]:
    """A piece, out of reach of the terminal's Ctrl-C, ended by us at the end of the block.

    A worker waits for the runs under way. Those that do not end in time are killed with it: the next worker finds them
    dead and takes them up again.
    """
    piece = Running(name, _start(name, settings), since=time.monotonic())
    try:
        yield piece
    finally:
        if piece.process.poll() is None:
            piece.process.terminate()
        try:
            piece.process.wait(timeout=settings.server.stop_seconds)
        except subprocess.TimeoutExpired:
            typer.echo(
                f"the {name} did not end within {settings.server.stop_seconds:g} s: what it was doing is taken up again"
            )
        with suppress(ProcessLookupError):
            os.killpg(piece.process.pid, signal.SIGKILL)  # its own session: what it started is in it
        piece.process.wait()


def _start(name: str, settings: Settings) -> Process:
    with settings.path("prefect", f"{name}.log").open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - our own interpreter and modules
            [sys.executable, "-m", "deployments", "serve", "--only", name],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _keep(piece: Running, settings: Settings) -> None:
    """Start a piece again that ended by itself."""
    ended = piece.process.poll()
    if ended is None:
        return
    soon = time.monotonic() - piece.since < SOON_SECONDS
    piece.failures = piece.failures + 1 if soon else 1
    log = settings.path("prefect", f"{piece.name}.log")
    if piece.failures > TIMES:
        raise ServingEnded(f"The {piece.name} ends again and again ({ended}); its log: {log}")
    typer.echo(f"the {piece.name} ended ({ended}) and is started again; its log: {log}", err=True)
    time.sleep(PAUSE_SECONDS)
    piece.process, piece.since = _start(piece.name, settings), time.monotonic()


def _register(settings: Settings) -> None:
    registering = _start("register", settings)
    if registering.wait() != 0:
        raise ServerNotStarted(f"Deployments were not registered; log: {settings.path('prefect', 'register.log')}")


def _wait_until_healthy(settings: Settings, server: Process) -> None:
    deadline = time.monotonic() + START_SECONDS
    typer.echo("starting the Prefect server ...", err=True)
    while time.monotonic() < deadline and server.poll() is None:
        if answers(settings):
            return
        time.sleep(0.5)
    raise ServerNotStarted(
        f"The Prefect server did not start on port {settings.server.port} (is the port taken?); "
        f"its log: {settings.path('prefect', 'server.log')}"
    )


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
