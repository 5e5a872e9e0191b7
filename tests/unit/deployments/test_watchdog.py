"""What a killed process had started ends with it."""

import signal
import subprocess
import sys

import psutil

# starts a sleeper and its watchdog as `deployments.server.ephemeral_server` does, then waits
HOLDER = """
import subprocess, sys, time
sleeper = subprocess.Popen(["sleep", "600"])
watchdog = subprocess.Popen([sys.executable, "-m", "deployments.server.watchdog"], stdin=subprocess.PIPE)
watchdog.stdin.write(f"{sleeper.pid}\\n".encode())
watchdog.stdin.flush()
print(sleeper.pid, flush=True)
time.sleep(600)
"""


def test_a_killed_holder_takes_its_child_along() -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDER], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        sleeper = psutil.Process(int(holder.stdout.readline()))
        watchdog = next(child for child in psutil.Process(holder.pid).children() if child.pid != sleeper.pid)
        assert sleeper.is_running()
        holder.send_signal(signal.SIGKILL)
        gone, alive = psutil.wait_procs([sleeper, watchdog], timeout=60)
        assert not alive
        assert len(gone) == 2


def test_with_nothing_to_guard_it_ends() -> None:
    watchdog = [sys.executable, "-m", "deployments.server.watchdog"]
    assert subprocess.run(watchdog, stdin=subprocess.DEVNULL, check=False).returncode == 0
