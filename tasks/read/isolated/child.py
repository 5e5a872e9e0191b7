"""The process in which deliveries are opened: `python -m tasks.read.isolated.child FD`, FD being its socket.

It gets open files and answers what is in them. It has no settings, no key, no catalogue; it imports neither.
"""

import os
import resource
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO

import polars as pl

from tasks.read.isolated.messages import Closed, receive, send
from tasks.read.isolated.reading import answer_read
from tasks.read.isolated.searching import answer_search
from tasks.read.limits import ReadLimits, memory_in_use

Answer = Callable[..., Mapping[str, Any]]
ANSWERS: Mapping[str, Answer] = {"read": answer_read, "search": answer_search}
GROWN_BYTES = 512_000_000  # a process that holds on to so much memory is replaced after its file
LOOK_SECONDS = 1.0


def main(connection: socket.socket) -> None:
    """Answer requests until the other side goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run, which then closes the socket
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # what is read holds personal data
    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    pl.DataFrame({"warm": [1, 2]}).select(pl.col("warm").sort()).height  # noqa: B018 - starts the threads of Polars
    at_first = memory_in_use().data
    while True:
        try:
            request, files = receive(connection)
        except Closed:
            return
        reply = _answer(request, files)
        grown = memory_in_use().data - at_first > GROWN_BYTES
        try:
            send(connection, {**reply, "last": grown})
        except Closed:
            return
        if grown:
            return


def _answer(request: dict[str, Any], files: tuple[int, ...]) -> Mapping[str, Any]:
    """The answer of a job; of an unforeseen fault only its kind and place, since its text may hold values."""
    limits = ReadLimits(**request.pop("limits"))
    try:
        limits.impose()
        with _opened(files[0], "rb") as delivery, _opened(files[1], "wb") as result:
            return ANSWERS[request.pop("job")](delivery, result, limits=limits, **request)
    except MemoryError:
        return {"limit": "memory"}
    except Exception as fault:
        place = traceback.extract_tb(fault.__traceback__)[-1]
        return {"fault": f"{type(fault).__name__} at {Path(place.filename).name}:{place.lineno}"}


def _opened(descriptor: int, mode: str) -> BinaryIO:
    return os.fdopen(descriptor, mode)  # type: ignore[return-value]


def _end_with(parent: int) -> None:
    """End when the run is gone, even in the middle of a file."""
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
