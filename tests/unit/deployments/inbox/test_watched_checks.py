"""The watcher asks for a run for each file that is only to be checked: once, until somebody answers, and again when it
changes."""

import os
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from deployments.inbox.watcher import watch_inbox
from settings import Settings

NAME = "CEK_PESERTA_K01_20260131.csv"


@pytest.fixture
def check(tmp_path: Path) -> Path:
    """A check that waits in an inbox; nobody takes it away."""
    file = tmp_path / "inbox" / "K01" / NAME
    file.parent.mkdir(parents=True)
    file.write_text("NIK\n")
    return file


def watch(
    home: Path, request: Callable[[], bool], *, looks: int, between: Callable[[int], None] = lambda _: None
) -> None:
    """Let the watcher look so often; between: called with the number of each look before it."""
    looked = 0

    class Counting(Event):
        """Waits for files to settle; each wait is a look."""

        def wait(self, timeout: float | None = None) -> bool:
            nonlocal looked
            looked += 1
            between(looked)
            if looked > looks:
                self.set()
            return super().wait(0.01)

    watch_inbox(Settings(home=home, settle_seconds=0.01, poll_seconds=0.05), stop=Counting(), request=request)


def test_one_run_is_asked_for_though_the_file_stays(tmp_path: Path, check: Path) -> None:
    asked: list[bool] = []

    def request() -> bool:
        asked.append(True)
        return True

    watch(tmp_path, request, looks=4)
    assert asked == [True]


def test_it_is_asked_again_while_the_server_does_not_answer(tmp_path: Path, check: Path) -> None:
    answers = iter([False, False, True])
    asked: list[bool] = []

    def request() -> bool:
        asked.append(next(answers))
        return asked[-1]

    watch(tmp_path, request, looks=6)
    assert asked == [False, False, True]


def test_a_file_that_changed_is_a_check_of_its_own(tmp_path: Path, check: Path) -> None:
    asked: list[bool] = []

    def request() -> bool:
        asked.append(True)
        return True

    def change(look: int) -> None:
        if look == 3:
            check.write_text("NIK\n1\n")
            os.utime(check, (1_700_000_000, 1_700_000_000))

    watch(tmp_path, request, looks=8, between=change)
    assert asked == [True, True]
