"""One process in which deliveries are opened, seen from the run that started it."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tasks.read.isolated.messages import Closed, receive, send

CHILD = f"{__package__}.child"
CODE = Path(__file__).parents[CHILD.count(".")]  # where Python finds that name
KEPT_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "POLARS_MAX_THREADS",
                    "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")  # fmt: skip
OWN_ENVIRONMENT = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",  # the others reserve a gigabyte at once
    "OPENBLAS_NUM_THREADS": "1",
    "_RJEM_MALLOC_CONF": f"dirty_decay_ms:1000,narenas:{os.cpu_count() or 1}",
}


class ReaderDied(Exception):
    """The process ended within a file. code: as `subprocess` gives it, negative for a signal."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class ReaderProcess:
    """It serves one caller at a time, and may end after any file."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter, our own module
                [sys.executable, "-m", CHILD, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                cwd=CODE,
                env={name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ} | OWN_ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # what a library says as it dies may hold values
                start_new_session=True,
            )

    def ask(self, request: Mapping[str, Any], *, files: tuple[int, int], wall: float) -> dict[str, Any]:
        """The answer to one request, within so many seconds.

        Raises `ReaderDied`, `TimeoutError`; the process is gone then.
        """
        self._socket.settimeout(wall)
        try:
            send(self._socket, request, files=files)
            answer, _ = receive(self._socket)
        except Closed:
            self._socket.close()
            raise ReaderDied(self._process.wait()) from None
        except BaseException:
            self.close()
            raise
        if answer.pop("last"):
            self.close()
        return answer

    @property
    def lives(self) -> bool:
        """Whether it can be asked again."""
        return self._socket.fileno() >= 0 and self._process.poll() is None

    def close(self) -> None:
        """End the process, whatever it does."""
        self._socket.close()
        self._process.kill()
        self._process.wait()
