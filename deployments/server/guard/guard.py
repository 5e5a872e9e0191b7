"""A watchdog as its owner sees it: told which processes to end should the owner be killed; replaced when it dies."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Guard:
    """A process that ends the services when this one is gone without having done so."""

    def __init__(self, *, timeout: float) -> None:
        self._timeout, self._last = timeout, b"\n"
        self.process = self._start()

    def guard(self, pids: list[int]) -> None:
        """These processes, in the order in which they are to end."""
        self._last = f"{' '.join(map(str, pids))}\n".encode()
        self._tell()

    def restarted(self) -> bool:
        """Start it again when it was killed."""
        if self.process.poll() is None:
            return False
        self.process = self._start()
        return True

    def end(self) -> None:
        """There is nothing left to guard."""
        self.guard([])
        with suppress(OSError):
            if self.process.stdin:
                self.process.stdin.close()
        self.process.wait()

    def _start(self) -> "subprocess.Popen[bytes]":
        return start_watchdog(subprocess.PIPE, timeout=self._timeout)

    def _tell(self) -> None:
        with suppress(OSError):
            if self.process.stdin:
                self.process.stdin.write(self._last)
                self.process.stdin.flush()


def start_watchdog(stdin: int, *, timeout: float | None = None) -> "subprocess.Popen[bytes]":
    """A watchdog in a session of its own, which listens at one end of a pipe. timeout: seconds; default: its own."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", f"{__package__}.watchdog", *([] if timeout is None else [str(timeout)])],
        stdin=stdin,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@contextmanager
def guarded(*, timeout: float) -> Iterator[Guard]:
    """A guard for as long as the block lasts. timeout: seconds that each process has to end."""
    guard = Guard(timeout=timeout)
    try:
        yield guard
    finally:
        guard.end()
