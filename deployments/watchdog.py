"""Ends a process once whoever holds the other end of standard input is gone: `python -m deployments.watchdog PID`."""

import sys
from contextlib import suppress

import psutil

PATIENCE_SECONDS = 10


def main(pid: int) -> None:
    """Wait for the end of standard input; a number that another process has taken over since is left alone."""
    with suppress(psutil.NoSuchProcess):
        guarded = psutil.Process(pid)
        sys.stdin.buffer.read()
        guarded.terminate()
        with suppress(psutil.TimeoutExpired):
            guarded.wait(PATIENCE_SECONDS)
            return
        guarded.kill()


if __name__ == "__main__":
    main(int(sys.argv[1]))
