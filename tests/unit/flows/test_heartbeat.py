"""A run whose process was killed is told from one that lives, ended, or never gave a sign."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flows.runtime.heartbeat import heartbeat, is_orphaned
from settings import Settings

RUN = "11111111-2222-3333-4444-555555555555"
LIVE = f"""
import sys
from flows.runtime.heartbeat import heartbeat
from settings import Settings
with heartbeat("{RUN}", Settings()):
    print("alive", flush=True)
    sys.stdin.read()
"""


def test_a_killed_process_is_dead(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert not is_dead(settings)
    environment = {**os.environ, "UCJ_HOME": str(tmp_path)}
    command = [sys.executable, "-c", LIVE]
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"alive\n"
        assert not is_dead(settings)
        process.send_signal(signal.SIGKILL)
        process.wait()
    with pytest.raises(InterruptedError):
        settle_in_vain(settings)
    with is_orphaned(RUN, settings) as dead:
        assert dead
        assert not is_dead(settings)  # to anybody else: one is enough
    assert not is_dead(settings)


def settle_in_vain(settings: Settings) -> None:
    with is_orphaned(RUN, settings) as dead:
        assert dead
        raise InterruptedError


def is_dead(settings: Settings) -> bool:
    with is_orphaned(RUN, settings) as dead:
        return dead


def test_a_run_that_ended_is_not_dead(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    with heartbeat(RUN, settings):
        with heartbeat(RUN, settings):
            assert not is_dead(settings)
        assert not is_dead(settings)
        assert len(list(tmp_path.rglob("*.lock"))) == 1
    assert not is_dead(settings)
    assert not list(tmp_path.rglob("*.lock"))
