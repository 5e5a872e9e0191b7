"""A copy of this process that goes on as something else: what was imported already is there, and costs nothing again.

Only for a process without other threads: a copy has one thread, and whatever lock another one held stays locked.
"""

import gc
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

TASKS = Path("/proc/self/task")  # a folder for each thread, those of libraries included
LOOK_SECONDS = 0.05
FAULT = 1


def may_fork() -> bool:
    """Whether this process has one thread and no more; on systems where that cannot be seen it is not believed."""
    return TASKS.is_dir() and len(list(TASKS.iterdir())) == 1


class ForkedProcess:
    """A child that runs a function, with as much of `subprocess.Popen` as its parent needs."""

    def __init__(self, work: Callable[[], None], *, name: str) -> None:
        """Start it; Ctrl-C does not reach it. name: as lists of processes show it, 15 characters at most."""
        sys.stdout.flush()
        sys.stderr.flush()
        gc.freeze()  # objects that a collector leaves alone stay shared memory
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        self.pid = os.fork()
        if self.pid == 0:
            _go_on_as(work, name)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        gc.unfreeze()
        self._code: int | None = None

    def poll(self) -> int | None:
        """What it ended with, negative for a signal; None while it lives."""
        if self._code is None:
            with suppress(ChildProcessError):
                ended, status = os.waitpid(self.pid, os.WNOHANG)
                self._code = os.waitstatus_to_exitcode(status) if ended else None
        return self._code

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended. Raises `subprocess.TimeoutExpired`, as a process of that module does."""
        deadline = time.monotonic() + (timeout if timeout is not None else float("inf"))
        while (code := self.poll()) is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            time.sleep(LOOK_SECONDS)
        return code

    def terminate(self) -> None:
        """Ask it to end."""
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)


def _go_on_as(work: Callable[[], None], name: str) -> None:
    """Do the work and end, without what the parent wants done at its own end."""
    code = FAULT
    try:
        Path("/proc/self/comm").write_text(name, encoding="ascii")
        work()
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else FAULT
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(OSError):
            sys.stderr.flush()
        os._exit(code)
