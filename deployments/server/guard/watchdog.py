"""Ends processes once whoever holds the other end of standard input is gone.

To be started as `python -m deployments.server.guard.watchdog [SECONDS]`.

It runs before those processes do, so that there is next to no moment at which nobody would end them.
"""

import os
import signal
import sys
from contextlib import suppress

import psutil

TIMEOUT_SECONDS = 10.0


def main() -> None:
    """Read lines of process numbers until the end of standard input; end those of the last line, one after the other.

    Each may take S seconds. One that leads a session takes along what it started. A number that another process has
    taken over since is left alone; a line that is empty names none.
    """
    timeout = float(sys.argv[1]) if len(sys.argv) > 1 else TIMEOUT_SECONDS
    guarded: list[psutil.Process] = []
    for line in sys.stdin.buffer:
        guarded = [process for word in line.split() if (process := _process(word)) is not None]
    for process in guarded:
        end_process(process, timeout=timeout)


def end_process(process: psutil.Process, *, timeout: float) -> None:
    """Ask it to end, wait, then kill it; with the whole session that it leads, if it leads one."""
    leads = _leads(process)
    with suppress(psutil.NoSuchProcess):
        process.terminate()
        with suppress(psutil.TimeoutExpired):
            process.wait(timeout)
    if leads:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(psutil.NoSuchProcess):
        process.kill()


def _process(word: bytes) -> psutil.Process | None:
    with suppress(ValueError, psutil.NoSuchProcess):
        return psutil.Process(int(word))
    return None


def _leads(process: psutil.Process) -> bool:
    try:
        return os.getpgid(process.pid) == process.pid
    except ProcessLookupError:
        return False


if __name__ == "__main__":
    main()
