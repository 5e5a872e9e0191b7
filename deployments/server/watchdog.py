"""Ends a process once whoever holds the other end of standard input is gone: `python -m deployments.server.watchdog`.

It runs before that process does, so that there is next to no moment at which nobody would end it.
"""

import sys
from contextlib import suppress

import psutil

PATIENCE_SECONDS = 10


def main() -> None:
    """Read numbers of processes until the end of standard input; end the last one, none where a line is empty.

    A number that another process has taken over since is left alone.
    """
    guarded = None
    for line in sys.stdin.buffer:
        guarded = None
        with suppress(ValueError, psutil.NoSuchProcess):
            guarded = psutil.Process(int(line))
    if guarded is None:
        return
    with suppress(psutil.NoSuchProcess):
        guarded.terminate()
        with suppress(psutil.TimeoutExpired):
            guarded.wait(PATIENCE_SECONDS)
            return
        guarded.kill()


if __name__ == "__main__":
    main()
