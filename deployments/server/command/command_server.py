"""The process of a command's own Prefect server: started on a free port, awaited until it answers, and ended.

Prefect has a class for this (`SubprocessASGIServer`), but importing it imports the whole server into the command, which
costs seconds of CPU time. A command needs the server's address only. What both need is imported once: the server is a
copy of the command where that is safe, and a program of its own elsewhere.
"""

import http.client
import importlib
import os
import random
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import deployments.server as server_processes
from deployments.server.command.forked_process import ForkedProcess, may_fork
from deployments.server.free_port import is_free

HOST, PORTS = "127.0.0.1", range(8000, 9000)
PORT_TAKEN, TRIES = 3, 3  # what uvicorn ends with when its port is taken; how many ports are tried
LOOK_SECONDS, STOP_SECONDS = 0.1, 5.0
APP = f"{server_processes.__name__}.locked_app:ephemeral_app"
BOTH_NEED = ("prefect.flow_engine", "prefect.client.orchestration", "sqlalchemy.ext.asyncio")  # neither starts a thread
NAME = "ucj-server"
MARKS = {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1"}


class CommandServerAway(Exception):
    """The process ended before it answered, or did not answer in time."""


class CommandServer:
    """A server of one command. It ends with the command, whatever ends that: standard input is its lifeline."""

    def __init__(self, log: Path, *, descriptors: tuple[int, ...]) -> None:
        """Nothing is started yet. descriptors: locks that the process holds too, should the command be killed first."""
        self._log, self._descriptors = log, descriptors
        self._lifeline, self._held = os.pipe()  # the held end closes when this process ends, however it ends
        self._port = 0
        self.process: subprocess.Popen[bytes] | ForkedProcess | None = None

    @property
    def url(self) -> str:
        """Address of its API."""
        return f"http://{HOST}:{self._port}/api"

    def fork(self) -> None:
        """Begin as a copy of this process, where it may be copied; to be called before anything starts a thread."""
        if not may_fork():
            return
        for name in BOTH_NEED:
            importlib.import_module(name)
        if may_fork():
            self._port = _free_port()
            self.process = ForkedProcess(self._serve, name=NAME)

    def start(self, *, timeout: float) -> None:
        """Start it, unless it was forked, and wait until it answers. Raises `CommandServerAway`."""
        deadline, tries = time.monotonic() + timeout, 1
        self.process = self.process or self._begin()
        while not self._answers():
            code = self.process.poll()
            if code is None and time.monotonic() < deadline:
                time.sleep(LOOK_SECONDS)
            elif code == PORT_TAKEN and tries < TRIES:
                self.process, tries = self._begin(), tries + 1
            else:
                raise CommandServerAway(f"code {code}")

    def stop(self) -> None:
        """End it, by force after some seconds."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _serve(self) -> None:
        """What a forked server does instead of the command."""
        os.close(self._held)
        os.dup2(self._lifeline, 0)
        log = os.open(self._log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.environ.update(MARKS)
        from prefect.context import refresh_global_settings_context  # noqa: PLC0415 - imported by the command

        refresh_global_settings_context()
        import uvicorn  # noqa: PLC0415 - the command needs none

        uvicorn.run(APP, factory=True, host=HOST, port=self._port, log_level="error", lifespan="on")

    def _begin(self) -> "subprocess.Popen[bytes]":
        self._port = _free_port()
        place = ("--host", HOST, "--port", str(self._port))
        command = [sys.executable, "-m", "uvicorn", "--factory", APP, *place, "--log-level", "error"]
        with self._log.open("ab") as said:
            return subprocess.Popen(  # noqa: S603 - our own interpreter
                [*command, "--lifespan", "on"],
                env={**os.environ, **MARKS},
                stdin=self._lifeline,
                stdout=said,
                stderr=said,
                pass_fds=self._descriptors,
            )

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self._port, timeout=10)
        with suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/api/health")
            return connection.getresponse().status == http.client.OK
        return False


def _free_port() -> int:
    return next((port for port in random.sample(PORTS, len(PORTS)) if is_free(HOST, port)), PORTS[0])
