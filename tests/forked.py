"""Processes copied from one that has imported everything: a start takes a tenth of a second and not several.

One such process serves a worker of the tests. Whether a command imports what it should, and how it starts, is tested
with programs of their own.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(
    ["flows.run_daily", "expectations.contracts.suite", "expectations.polars_engine.run", "deployments.cli"]
)
PATIENCE_SECONDS = 300  # a loaded machine is slow


def forked_ucj(*arguments: str, environment: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """`ucj` with these arguments in such a process; for commands that start no server.

    environment: all that the process has of one.
    """
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        process = FORKS.Process(target=_be_ucj, args=(arguments, dict(environment), out, err))
        process.start()
        process.join(PATIENCE_SECONDS)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(f"ucj {' '.join(arguments)} did not end")
        return subprocess.CompletedProcess(["ucj", *arguments], process.exitcode, out.read_text(), err.read_text())


def _be_ucj(arguments: tuple[str, ...], environment: Mapping[str, str], out: Path, err: Path) -> None:
    os.environ.clear()
    os.environ.update(environment)
    for descriptor, path in ((1, out), (2, err)):
        file = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(file, descriptor)
    sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))  # noqa: SIM115
    sys.argv = ["ucj", *arguments]
    from deployments.cli import main

    try:
        main()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
