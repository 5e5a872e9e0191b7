"""Where standard error is no terminal there is a line for a step, and none for every object."""

import io
import logging
import re
import sys

import pytest

from deployments.console.progress import PROGRESS_LOGGER, QUIET_SECONDS, PlainLines, shown_progress


def shown(*events: tuple[float, str, int | None, int]) -> list[str]:
    """The lines of events: seconds, text, number of the object if it is counted, level."""
    clock = iter([0.0])
    stream, now = io.StringIO(), [next(clock)]
    handler = PlainLines(stream, clock=lambda: now[0])
    for second, text, done, level in events:
        now[0] = second
        record = logging.LogRecord("ucj.progress", level, __file__, 1, text, (), None)
        if done is not None:
            record.done, record.total = done, 5000
        handler.handle(record)
    return stream.getvalue().splitlines()


def test_thousands_of_objects_are_a_line_each_half_minute() -> None:
    quick = [(number / 50, f"ingest: file {number}", number, logging.INFO) for number in range(1, 5001)]  # 100 seconds
    lines = shown((0, "receive: looking", None, logging.INFO), *quick, (100, "measure", None, logging.INFO))
    assert lines == [
        "ucj: receive: looking",
        *(f"ucj: [{50 * round(second)}/5000] ingest: file {50 * round(second)}" for second in (30, 60, 90)),
        "ucj: measure",
    ]
    assert QUIET_SECONDS == 30


def test_warnings_are_always_shown() -> None:
    warned = [(1.0, f"file {number} is gone", number, logging.WARNING) for number in range(1, 4)]
    assert len(shown(*warned)) == 3


def test_a_long_step_is_told_in_full_on_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "xterm")
    words = "wait: another command has a Prefect server in /srv/ucj (process 2501); this goes on when it ends"
    with shown_progress():
        logging.getLogger(PROGRESS_LOGGER).info("%s", words)
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.getvalue())
    assert {*words.split()} <= {*shown.split()}
    assert max(map(len, shown.replace("\r", "\n").splitlines())) <= 60


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True
