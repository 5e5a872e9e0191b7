"""`ucj serve --detach` and `ucj stop`: start what serves a home without a terminal, and end it from any shell."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import typer

import deployments
from deployments.console.exit_codes import Exit
from deployments.server.serving.record import Serving, last_serving, living_serving
from deployments.server.serving.service_process import NAMES, runs_below
from deployments.server.serving.supervisor import end_left, last_line, left_over, say
from expectations.written_sizes import duration_text
from flows.runtime.server_record import living_server
from settings import Settings
from warehouse.errors import OperatorError, UcjError

LOOK_SECONDS, GRACE_SECONDS = 0.2, 60.0
READY_SECONDS = 300.0


class ServedElsewhere(OperatorError):
    """What serves the home cannot be ended from here; the message says where and how."""


class NotStopped(UcjError):
    """What serves the home did not end."""


def detach(settings: Settings) -> int:
    """Start `ucj serve` in the background, and wait until everything is up; the exit code of what did not start."""
    log = settings.path("prefect", "serve.log")
    with log.open("ab") as words:
        process = subprocess.Popen(  # noqa: S603 - this interpreter, our own module
            [sys.executable, "-m", deployments.__name__, "serve"],
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    deadline = time.monotonic() + READY_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        serving = living_serving(settings)
        if serving is not None and serving.pid == process.pid and serving.ready:
            say(f"serving {settings.home}: {serving}")
            say(f"log     {log}; `ucj serve --show-login` prints what the UI asks for, `ucj stop` ends it")
            return Exit.GOOD
        time.sleep(LOOK_SECONDS)
    if process.poll() is None:
        process.terminate()
        process.wait()
        raise NotStopped(f"It was not up within {duration_text(READY_SECONDS)} and was ended; its log: {log}")
    typer.echo(f"ucj: {last_line(log).removeprefix('ucj: ')}", err=True)
    return process.returncode


def stop_serving(settings: Settings, *, at_once: bool) -> int:
    """End what serves this home. Raises `ServedElsewhere`, `NotStopped`."""
    serving = living_serving(settings)
    if serving is not None:
        _stop(serving, settings, at_once=at_once)
        return Exit.GOOD
    left = last_serving(settings)
    if left is not None and left_over(left, settings):
        end_left(left, settings)
        say("stopped")
        return Exit.GOOD
    server = living_server(settings)
    if server is None:
        say(f"Nothing is served in {settings.home}.")
        return Exit.GOOD
    if server.is_served:
        raise ServedElsewhere(
            f"The Prefect server of {settings.home} ({server}) was not started by `ucj serve` but by itself "
            "(`ucj serve --only server`, a service or a container): end it as it was started, for example "
            "`systemctl stop ucj-server ucj-worker ucj-watcher`."
        )
    raise ServedElsewhere(f"Only another command is at work in {settings.home} ({server}); end that one by Ctrl-C.")


def _stop(serving: Serving, settings: Settings, *, at_once: bool) -> None:
    if not serving.is_here:
        raise ServedElsewhere(f"{settings.home} is served on {serving.machine}: `ucj stop` there. {serving}.")
    limit = settings.server.stop_seconds
    allowed = "nothing is waited for" if at_once else f"runs under way may end within {duration_text(limit)}"
    say(f"stopping {settings.home} (process {serving.pid}): {allowed}")
    runs = runs_below(serving.services["worker"].pid) if "worker" in serving.services else ()
    if runs:
        say(f"under way: {', '.join(runs)}")
    try:
        os.kill(serving.pid, signal.SIGTERM)
        if at_once:
            os.kill(serving.pid, signal.SIGINT)  # another signal: two of a kind may arrive as one
    except ProcessLookupError:
        pass
    deadline = time.monotonic() + len(NAMES) * limit + GRACE_SECONDS
    for line in _ends(serving, deadline=deadline):
        say(line)
    if psutil.pid_exists(serving.pid) and living_serving(settings) is not None:
        raise NotStopped(f"Process {serving.pid} does not end; `ucj stop --now` waits for nothing.")
    say("stopped")


def _ends(serving: Serving, *, deadline: float) -> Iterator[str]:
    """A line for each service that has ended, until the whole has, or for so long."""
    waiting = dict(serving.services)
    while time.monotonic() < deadline:
        for name in [name for name, mark in waiting.items() if mark.living() is None]:
            del waiting[name]
            yield f"{NAMES[name]} ended"
        if not waiting and not psutil.pid_exists(serving.pid):
            return
        if not waiting and psutil.Process(serving.pid).status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(LOOK_SECONDS)
