"""A copy of a process: it ends as its work does, without what its parent does at its end; only where that is safe."""

import subprocess
import sys

FORK = """
import atexit, os, signal, subprocess, sys, threading, time
from deployments.server.command.forked_process import ForkedProcess, may_fork
assert may_fork()
atexit.register(print, "the parent ends")
"""


def said_by(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", FORK + code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_it_ends_with_the_code_of_its_work_and_alone() -> None:
    code = """
def stop(): raise SystemExit(3)
print([ForkedProcess(work, name="copy").wait() for work in (lambda: None, stop)])
"""
    assert said_by(code) == "[0, 3]\nthe parent ends\n"


def test_a_fault_is_told_and_ends_it() -> None:
    code = """
def fail():
    os.dup2(1, 2)
    raise ValueError("seen in its log")
print(ForkedProcess(fail, name="copy").wait())
"""
    assert "ValueError: seen in its log\n" in said_by(code)


def test_it_has_a_name_and_can_be_ended_but_not_by_the_signal_of_a_keyboard() -> None:
    code = """
one = ForkedProcess(lambda: time.sleep(600), name="a-copy")
while open(f"/proc/{one.pid}/comm").read() != "a-copy\\n": time.sleep(0.01)
os.kill(one.pid, signal.SIGINT)
try: one.wait(0.3)
except subprocess.TimeoutExpired: print("lives")
one.terminate()
print(one.wait(), one.poll())
one.kill()
print(signal.pthread_sigmask(signal.SIG_BLOCK, ()))
"""
    assert said_by(code) == "lives\n-15 -15\nset()\nthe parent ends\n"


def test_a_process_with_another_thread_is_not_copied() -> None:
    code = """
wait = threading.Event()
threading.Thread(target=wait.wait).start()
print(may_fork())
wait.set()
"""
    assert said_by(code) == "False\nthe parent ends\n"


def test_a_command_may_be_copied_before_it_reads_its_branch_list() -> None:
    """What `ucj run` imports before it starts its server, Prefect included, starts no thread."""
    code = """
import deployments.cli, deployments.console.home, deployments.console.progress, flows.runtime.clock, importlib
import deployments.server.command.ephemeral_server
from deployments.server.command.command_server import BOTH_NEED
for name in BOTH_NEED: importlib.import_module(name)
print(may_fork())
"""
    assert said_by(code) == "True\nthe parent ends\n"
