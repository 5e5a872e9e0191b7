"""What a killed process had started ends with it."""

import signal
import subprocess
import sys

import psutil

# starts a sleeper and its watchdog as `deployments.server.command.ephemeral_server` does, then waits
HOLDER = """
import subprocess, sys, time
sleeper = subprocess.Popen(["sleep", "600"])
watchdog = subprocess.Popen([sys.executable, "-m", "deployments.server.guard.watchdog"], stdin=subprocess.PIPE)
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
    watchdog = [sys.executable, "-m", "deployments.server.guard.watchdog"]
    assert subprocess.run(watchdog, stdin=subprocess.DEVNULL, check=False).returncode == 0


# starts two sleepers, the first of which leads a session with a child of its own, and names both to the watchdog
SEVERAL = """
import subprocess, sys, time
leader = subprocess.Popen(["sh", "-c", "trap '' TERM; sleep 600 & echo $!; wait; sleep 600"], stdout=subprocess.PIPE,
    start_new_session=True, text=True)
below = int(leader.stdout.readline())
other = subprocess.Popen(["sleep", "600"])
watchdog = subprocess.Popen([sys.executable, "-m", "deployments.server.guard.watchdog", "0.5"], stdin=subprocess.PIPE)
watchdog.stdin.write(f"{leader.pid} {other.pid}\\n".encode())
watchdog.stdin.flush()
print(leader.pid, below, other.pid, flush=True)
time.sleep(600)
"""


def test_it_ends_several_with_the_sessions_that_they_lead_and_what_will_not_end() -> None:
    with subprocess.Popen([sys.executable, "-c", SEVERAL], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        guarded = [psutil.Process(int(pid)) for pid in holder.stdout.readline().split()]
        assert all(process.is_running() for process in guarded)
        holder.send_signal(signal.SIGKILL)
        _, alive = psutil.wait_procs(guarded, timeout=60)
        assert alive == []
