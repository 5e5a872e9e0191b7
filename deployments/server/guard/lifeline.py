"""A process that ends when whoever started it is gone: its standard input is a pipe whose other end only that one has.

There is no moment at which it could be left over: it has the pipe from its first instruction on, whereas a watchdog has
to be told of it first.
"""

import os
import signal
import time
from threading import Thread

TIMEOUT_SECONDS = 10.0


def end_with_standard_input() -> None:
    """From now on, end by SIGTERM once standard input ends; at once where that does not do within ten seconds."""
    Thread(target=_wait, name="lifeline", daemon=True).start()


def _wait() -> None:
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(TIMEOUT_SECONDS)
    os._exit(1)
