"""A process with a lifeline ends when whoever has the other end is gone, at whatever moment."""

import os
import signal
import subprocess
import sys

import psutil

# gives a process a lifeline and is killed: before that process did anything, or later
HOLDER = """
import os, subprocess, sys, time
asleep, awake = os.pipe()
code = "import time; from deployments.server import lifeline; lifeline.end_with_standard_input(); print(1, flush=True)"
code += "; time.sleep(600)"
child = subprocess.Popen([sys.executable, "-c", code], stdin=asleep, stdout=subprocess.PIPE)
if sys.argv[1] == "later":
    child.stdout.readline()
print(child.pid, flush=True)
time.sleep(600)
"""


def killed_at(moment: str) -> psutil.Process:
    with subprocess.Popen([sys.executable, "-c", HOLDER, moment], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        child = psutil.Process(int(holder.stdout.readline()))
        assert child.is_running()
        holder.send_signal(signal.SIGKILL)
    return child


def test_it_ends_with_its_holder_also_when_that_is_killed_at_once() -> None:
    assert psutil.wait_procs([killed_at("later"), killed_at("at once")], timeout=60)[1] == []


def test_it_goes_on_while_the_other_end_is_held() -> None:
    asleep, awake = os.pipe()
    imported = "from deployments.server.guard.lifeline import end_with_standard_input"
    code = f"{imported}; end_with_standard_input(); print('up', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=asleep, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"up\n"
        os.write(awake, b"a line that says nothing")
        assert child.poll() is None
        os.close(awake)
        child.wait(60)
    os.close(asleep)
