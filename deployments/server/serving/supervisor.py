"""`ucj serve` as a whole: it starts the services in order, keeps them running, and ends them in order.

The services live and die with it: it ends them on Ctrl-C, SIGTERM and SIGHUP, a watchdog does so when it is killed, and
what a kill of both has left is ended by the next one, before it starts its own.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import psutil
import typer

from deployments.console.exit_codes import Exit
from deployments.server.environment import answers, apply_prefect_environment, server_url
from deployments.server.free_port import require_free_port
from deployments.server.guard.guard import guarded
from deployments.server.guard.watchdog import end_process
from deployments.server.server_claim import ServerRunsAlready, only_server_may_start, wait_for_other_commands
from deployments.server.serving.record import Serving, last_serving, serve_file
from deployments.server.serving.service_process import (
    NAMES,
    ServiceProcess,
    StopRequests,
    end_service,
    marks_of,
    start_service,
)
from deployments.server.serving.shown_work import ShownWork
from expectations.written_sizes import duration_text
from flows.runtime.server_record import living_server, server_file
from settings import Settings
from warehouse.errors import OperatorError, UcjError
from warehouse.files.held_record import HeldRecord

START_SECONDS, PAUSE_SECONDS, LOOK_SECONDS = 180, 5, 0.5
SOON_SECONDS, TIMES = 60, 3  # a service that ends so soon after its start, so many times in a row, is given up


class ServerNotStarted(OperatorError):
    """The Prefect server did not come up."""


class ServingEnded(UcjError):
    """A service ended by itself, again and again."""


class StopAsked(Exception):
    """Somebody asked to stop before everything was started."""


def say(text: str) -> None:
    """A line for whoever looks; a terminal that is gone does not keep anything from ending."""
    with suppress(OSError):
        typer.echo(text)
        sys.stdout.flush()


def require_no_other_address() -> None:
    """Raise `ServerRunsAlready` where the environment names a server: what serves here has one of its own."""
    if url := os.environ.get("PREFECT_API_URL"):
        raise ServerRunsAlready(
            f"PREFECT_API_URL names the Prefect server at {url}: use it (`ucj serve --only worker` and so on), or "
            "unset that variable to serve everything here."
        )


def serve_all(settings: Settings) -> int:
    """Serve everything until Ctrl-C, SIGTERM or SIGHUP. Raises `ServerRunsAlready`, `PortTaken`, `ServerNotStarted`."""
    stop = StopRequests()
    stop.listen()
    with only_serving(settings) as file:
        apply_prefect_environment(settings, own_server=True)
        wait_for_other_commands(settings, say=say)
        only_server_may_start(settings)
        require_free_port(settings)
        with suppress(StopAsked):
            _serve(settings, file, stop)
        server_file(settings).clear_left()  # one that had to be killed could not do so
    say("stopped")
    return Exit.GOOD


@contextmanager
def only_serving(settings: Settings) -> Iterator[HeldRecord]:
    """Be the one `ucj serve` of the home; what a killed one left is ended first."""
    file, earlier = serve_file(settings), last_serving(settings)
    if not file.hold(Serving.of_this_process(server_url(settings)).record()):
        raise ServerRunsAlready(
            f"{settings.home} is served already: {last_serving(settings) or 'by another process'}. `ucj stop` ends it. "
            "Nothing was started."
        )
    try:
        if earlier is not None:
            end_left(earlier, settings)
        yield file
    finally:
        file.release()


def left_over(earlier: Serving, settings: Settings) -> dict[str, psutil.Process]:
    """What a killed `ucj serve` left on this machine, in the order in which it ends; also a server not yet noted."""
    left, server = earlier.left(), living_server(settings)
    if server is not None and earlier.is_here and (server.started_by, server.machine) == (earlier.pid, earlier.machine):
        with suppress(psutil.Error):
            left.setdefault("server", psutil.Process(server.pid))
    return left


def end_left(earlier: Serving, settings: Settings) -> None:
    """End the services that a killed `ucj serve` left, in their order."""
    for name, process in left_over(earlier, settings).items():
        say(f"the {NAMES[name]} (process {process.pid}) was left by a `ucj serve` that was killed: it is ended")
        end_process(process, timeout=settings.server.stop_seconds)
    server_file(settings).clear_left()


def _serve(settings: Settings, file: HeldRecord, stop: StopRequests) -> None:
    serving = Serving.of_this_process(server_url(settings))
    services: list[ServiceProcess] = []
    with ExitStack() as stack:
        watchdog = stack.enter_context(guarded(timeout=settings.server.stop_seconds))

        def note(*, ready: bool = False) -> None:
            """Tell the home and the watchdog which processes there are now."""
            marks = marks_of(services)
            file.write(replace(serving, services=marks, ready=ready).record())
            watchdog.guard([mark.pid for mark in marks.values()])

        def add(name: str) -> ServiceProcess:
            service = start_service(name, settings)
            services.append(service)
            note()
            stack.callback(partial(end_service, service, settings, stop=stop, say=say))
            return service

        try:
            _wait_until_healthy(settings, add("server"), stop)
            os.environ["PREFECT_API_URL"] = f"{server_url(settings)}/api"
            _register(settings, stop)
            shown = ShownWork(settings)
            for name in ("worker", "watcher"):
                add(name)
            note(ready=True)
            _tell_start(settings, services)
            while not stop.asked:
                time.sleep(LOOK_SECONDS)
                for line in shown.lines():
                    say(line)
                again = [service for service in services if _kept(service, settings, stop)]
                if watchdog.restarted() or again:
                    note(ready=True)
        finally:
            _tell_stop(stop, settings)


def _tell_start(settings: Settings, services: list[ServiceProcess]) -> None:
    processes = ", ".join(f"{service.name} {service.process.pid}" for service in services)
    say(f"Prefect UI  {server_url(settings)}; it asks for what `ucj serve --show-login` prints")
    say(f"run-daily   every day at 05:00 Asia/Jakarta, unless you changed that in the UI; home {settings.home}")
    say(f"processes   serve {os.getpid()}, {processes}; logs in {settings.path('prefect')}")
    say(f"watching    {settings.path('inbox')}; Ctrl-C or `ucj stop` ends all")


def _tell_stop(stop: StopRequests, settings: Settings) -> None:
    """Said before anything is ended; where the terminal is gone, into a log from then on."""
    if stop.hung_up:
        with suppress(OSError), settings.path("prefect", "serve.log").open("ab") as log:
            for stream in (1, 2):
                os.dup2(log.fileno(), stream)
    limit = duration_text(settings.server.stop_seconds)
    say(f"stopping: no file is taken any more; runs under way may end within {limit}")


def _kept(service: ServiceProcess, settings: Settings, stop: StopRequests) -> bool:
    """Start a service again that ended by itself; whether that was done."""
    ended = service.process.poll()
    if ended is None or stop.asked:
        return False
    soon = time.monotonic() - service.since < SOON_SECONDS
    failures = service.failures + 1 if soon else 1
    log = settings.path("prefect", f"{service.name}.log")
    if failures > TIMES:
        raise ServingEnded(f"The {NAMES[service.name]} ends again and again ({ended}); its log: {log}")
    say(f"the {NAMES[service.name]} ended ({ended}) and is started again; its log: {log}")
    until = time.monotonic() + PAUSE_SECONDS
    while time.monotonic() < until and not stop.asked:
        time.sleep(0.1)
    started = start_service(service.name, settings)
    service.process, service.since, service.failures = started.process, started.since, failures
    return True


def _register(settings: Settings, stop: StopRequests) -> None:
    registering = start_service("register", settings).process
    while registering.poll() is None:
        if stop.asked:
            registering.terminate()
            registering.wait()
            raise StopAsked
        time.sleep(0.1)
    if registering.returncode != 0:
        raise ServerNotStarted(f"Deployments were not registered; log: {settings.path('prefect', 'register.log')}")


def _wait_until_healthy(settings: Settings, server: ServiceProcess, stop: StopRequests) -> None:
    deadline = time.monotonic() + START_SECONDS
    say("starting the Prefect server ...")
    while time.monotonic() < deadline and server.process.poll() is None:
        if stop.asked:
            raise StopAsked
        if answers(settings):
            return
        time.sleep(0.5)
    log = settings.path("prefect", "server.log")
    raise ServerNotStarted(f"The Prefect server did not start; the end of its log {log} says: {last_line(log)}")


def last_line(log: Path) -> str:
    """The last words of a process."""
    try:
        lines = [line.strip() for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
    except OSError:
        lines = []
    return lines[-1] if lines else "nothing"
