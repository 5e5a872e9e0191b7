"""Garbage of the server is collected, and never in the thread of its event loop."""

import subprocess
import sys

COLLECTED = """
import threading, time, weakref
from deployments.server import collector

class Knot:
    def __init__(self):
        self.itself = self

collector.YOUNG_SECONDS, collector.OLD_SECONDS = 0.01, 0.05
collector.collect_beside()
ended = []
for _ in range(20_000):
    weakref.finalize(Knot(), lambda: ended.append(threading.current_thread().name))
deadline = time.monotonic() + 60
while len(ended) < 20_000 and time.monotonic() < deadline:
    time.sleep(0.01)
print(len(ended), *sorted(set(ended)))
"""


def test_in_a_thread_of_its_own() -> None:
    done = subprocess.run([sys.executable, "-c", COLLECTED], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["20000", "garbage"]
