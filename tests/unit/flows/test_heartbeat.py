"""A run whose process was killed is told from one that lives, ended, or never gave a sign."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.runtime.heartbeat import LATE_SECONDS, TICK_SECONDS, heartbeat, is_orphaned, silent_signs
from settings import Settings

RUN = "11111111-2222-3333-4444-555555555555"
REAL = {(os, "open"): os.open, (fcntl, "flock"): fcntl.flock, (os, "link"): os.link}
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


def test_a_run_is_not_dead_at_any_moment_of_its_beginning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody looks right before and right after each call to the kernel by which the sign comes to be."""
    settings = Settings(home=tmp_path)
    looks: list[bool] = []
    for module, name in ((os, "open"), (fcntl, "flock"), (os, "link")):
        monkeypatch.setattr(module, name, looked_at(getattr(module, name), settings, looks))
    with heartbeat(RUN, settings):
        assert len(looks) >= 6
        assert not any(looks)
        assert not is_dead(settings)


def looked_at(call: Callable[..., object], settings: Settings, looks: list[bool]) -> Callable[..., object]:
    def look() -> None:
        with pytest.MonkeyPatch.context() as patch:
            for (module, name), real in REAL.items():
                patch.setattr(module, name, real)
            looks.append(is_dead(settings))

    def looked(*args: object, **named: object) -> object:
        look()
        try:
            return call(*args, **named)
        finally:
            look()

    return looked


def test_what_a_killed_process_left_is_replaced_by_the_next_of_the_same_run(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    left = settings.path("prefect", "alive", f"{RUN}.lock")
    left.parent.mkdir(parents=True)
    left.write_text("1 gone\n")
    with heartbeat(RUN, settings):
        assert not is_dead(settings)
        assert left.read_text() == f"{os.getpid()} {socket.gethostname()}\n"
    assert not list(left.parent.iterdir())


class Quiet:
    """A home whose runs are silent after a minute, and a second look that something may happen before."""

    def __init__(self, home: Path) -> None:
        self.settings = Settings(home=home, heartbeat={"given_up_seconds": 60})
        self.sign = self.settings.path("prefect", "alive", f"{RUN}.lock")
        self.waited: list[float] = []

    def looks(self, *, meanwhile: Callable[[], object] = lambda: None) -> list[str]:
        def sleep(seconds: float) -> None:
            self.waited.append(seconds)
            meanwhile()

        return [one.flow_run_id for one in silent_signs(self.settings, sleep=sleep)]

    def age(self, seconds: float) -> None:
        past = time.time() - seconds
        os.utime(self.sign, (past, past))


def test_a_process_that_lives_and_gives_no_sign_is_told_after_two_looks(tmp_path: Path) -> None:
    quiet = Quiet(tmp_path)
    with heartbeat(RUN, quiet.settings):
        assert quiet.looks() == []
        assert quiet.waited == []  # nobody waits where all is well
        quiet.age(61)
        assert quiet.looks() == [RUN]
        (sign,) = silent_signs(quiet.settings, sleep=lambda _: None)
        assert sign.process == f"pid {os.getpid()}, {socket.gethostname()}"
        assert quiet.waited == [TICK_SECONDS + LATE_SECONDS]


def test_a_machine_that_slept_is_not_taken_for_one_that_hangs(tmp_path: Path) -> None:
    quiet = Quiet(tmp_path)
    with heartbeat(RUN, quiet.settings):
        quiet.age(3600)
        assert quiet.looks(meanwhile=lambda: quiet.age(1)) == []
    assert quiet.looks() == []


def test_a_dead_process_is_not_one_that_hangs(tmp_path: Path) -> None:
    quiet = Quiet(tmp_path)
    quiet.sign.parent.mkdir(parents=True)
    quiet.sign.write_text("1 gone\n")
    quiet.age(3600)
    assert quiet.looks() == []
    assert is_dead(quiet.settings)


def test_a_process_that_lives_touches_its_sign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.runtime.heartbeat.TICK_SECONDS", 0.01)
    quiet = Quiet(tmp_path)
    with heartbeat(RUN, quiet.settings):
        quiet.age(3600)
        for _ in range(1000):
            if quiet.sign.stat().st_mtime > time.time() - 3000:
                break
            time.sleep(0.01)
        assert quiet.looks() == []
