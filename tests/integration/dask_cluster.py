"""A Dask cluster of processes on loopback: a scheduler, and workers that can be killed."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE_SECONDS = 120
NO_MORE: dict[str, str] = {}
LOOPBACK = ["--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0"]

AT_HALF: list[Callable[[], object]] = []  # what happens between the two halves of a flow, the last first


def act_at_half() -> None:
    """Do so; a flow that is sent to workers must not hold it itself, since a process cannot be sent."""
    while AT_HALF:
        AT_HALF.pop()()


@dataclass
class Cluster:
    """Address, folder of logs, and processes: of the scheduler, and of the workers as they were started."""

    address: str
    folder: Path
    scheduler: "subprocess.Popen[bytes]"
    workers: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def add_worker(self, *options: str) -> "subprocess.Popen[bytes]":
        """Start one of one thread; it joins by itself."""
        number = len(self.workers)
        command = ["worker", self.address, *LOOPBACK, "--nthreads", "1", "--name", f"w{number}", *options]
        place = ["--local-directory", str(self.folder / f"w{number}")]
        process = _dask([*command, *place], log=self.folder / f"w{number}.log")
        self.workers.append(process)
        return process


@contextmanager
def dask_cluster(
    folder: Path, *, workers: int, options: Sequence[str] = ("--no-nanny",), allowed_failures: int = 3
) -> Iterator[Cluster]:
    """Run one until the block ends. allowed_failures: workers that a task may lose before it is given up, less one."""
    log = folder / "scheduler.log"
    limit = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": f"{allowed_failures}"}
    scheduler = _dask(["scheduler", "--port", "0", *LOOPBACK], log=log, environment=limit)
    cluster = Cluster(_address_in(log, scheduler), folder, scheduler)
    try:
        for _ in range(workers):
            cluster.add_worker(*options)
        yield cluster
    finally:
        for process in [*cluster.workers, scheduler]:
            _end(process)


def _address_in(log: Path, scheduler: "subprocess.Popen[bytes]") -> str:
    """Where the scheduler says that it listens."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and scheduler.poll() is None:
        if found := re.search(r"Scheduler at:\s+(tcp://127\.0\.0\.1:\d+)", log.read_text()):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def _dask(arguments: list[str], *, log: Path, environment: Mapping[str, str] = NO_MORE) -> "subprocess.Popen[bytes]":
    with log.open("wb") as said:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            stdout=said,
            stderr=said,
            start_new_session=True,
            env={**os.environ, "OMP_NUM_THREADS": "1", **environment},
        )


def _end(process: "subprocess.Popen[bytes]") -> None:
    """A nanny ends its worker when it is asked to end; whatever does not listen is killed with its group."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
