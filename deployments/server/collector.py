"""Collect the garbage of a Prefect server in a thread of its own.

The collector ends cursors of SQLite that nobody holds any more, and ending one waits for its connection. Where that
connection itself waits for the lock of the database, and who has the lock is to go on in the event loop, a collector in
the thread of that loop stops the server until SQLite gives up after 60 seconds (seen with Prefect 3.8.8 on Python 3.11:
requests were answered with 503, and automations lost events). In a thread of its own it waits alone.
"""

import gc
import time
from threading import Thread

YOUNG_SECONDS, OLD_SECONDS = 1.0, 60.0  # a young collection takes milliseconds, an old one looks at everything


def collect_beside() -> None:
    """From now on, collect garbage in a thread of its own and nowhere else."""
    gc.disable()
    Thread(target=_collect, name="garbage", daemon=True).start()


def _collect() -> None:
    old = time.monotonic()
    while True:
        time.sleep(YOUNG_SECONDS)
        if time.monotonic() - old < OLD_SECONDS:
            gc.collect(1)
        else:
            gc.collect()
            old = time.monotonic()
