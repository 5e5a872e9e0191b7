"""Run a program and see what it cost: CPU seconds, wall seconds, peak memory; all with the processes that it starts."""

import os
import resource
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

LOOK_SECONDS = 0.1


@dataclass(frozen=True, kw_only=True)
class ProcessCost:
    """cpu, wall: seconds. peak_mb: most memory of the whole tree at one look. said: standard output."""

    cpu: float
    wall: float
    peak_mb: int
    said: str


def run(
    command: Sequence[str], *, environment: Mapping[str, str] | None = None, cwd: Path | None = None
) -> ProcessCost:
    """Run it to its end. Stops the benchmark when it fails."""
    before, start = _ended(), time.perf_counter()
    process = subprocess.Popen(
        command,
        env={**os.environ, **(environment or {})},
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    peak = 0
    while True:
        peak = max(peak, _memory(process.pid))
        with suppress(subprocess.TimeoutExpired):
            said, told = process.communicate(timeout=LOOK_SECONDS)
            break
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{told[-3000:]}")
    wall = time.perf_counter() - start
    return ProcessCost(cpu=round(_ended() - before, 2), wall=round(wall, 2), peak_mb=peak, said=said)


def _ended() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory(pid: int) -> int:
    total = 0
    with suppress(psutil.Error):
        me = psutil.Process(pid)
        for process in (me, *me.children(recursive=True)):
            with suppress(psutil.Error):
                total += process.memory_info().rss
    return total // 1_000_000
