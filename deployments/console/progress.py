"""What a person sees while a run goes on: a progress bar on a terminal, plain lines otherwise."""

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

PROGRESS_LOGGER = "ucj.progress"
QUIET_SECONDS = 30.0
BAR_WIDTH = 16  # the rest of the line is for words, which go on in the next


class PlainLines(logging.StreamHandler):  # type: ignore[type-arg]
    """One line a step on standard error; of work that is counted, at most one each half minute, not one an object."""

    def __init__(self, stream: TextIO, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(stream)
        self._clock = clock
        self._told = clock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether an event is shown: warnings and steps always, counted ones when nothing was for a while."""
        counted = bool(getattr(record, "total", None)) and record.levelno < logging.WARNING
        if counted and self._clock() - self._told < QUIET_SECONDS:
            return False
        self._told = self._clock()
        return bool(super().filter(record))

    def format(self, record: logging.LogRecord) -> str:
        """The text of one log event, with its progress in front."""
        done, total = getattr(record, "done", None), getattr(record, "total", None)
        counter = f"[{done}/{total}] " if total else ""
        return f"ucj: {counter}{record.getMessage()}"


@contextmanager
def shown_progress() -> Iterator[None]:
    """Show events of a run until the block ends."""
    logger = logging.getLogger(PROGRESS_LOGGER)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    with _bar() if sys.stderr.isatty() else _lines() as handler:
        logger.addHandler(handler)
        try:
            yield
        finally:
            logger.removeHandler(handler)


@contextmanager
def _lines() -> Iterator[logging.Handler]:
    yield PlainLines(sys.stderr)


@contextmanager
def _bar() -> Iterator[logging.Handler]:
    from rich.console import Console  # noqa: PLC0415 - only for terminals
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.table import Column  # noqa: PLC0415

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False, table_column=Column(ratio=1, overflow="fold")),
        BarColumn(bar_width=BAR_WIDTH),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, expand=True) as progress:
        bar = progress.add_task("start", total=None)

        class Bar(logging.Handler):
            """Moves the bar at each event."""

            def emit(self, record: logging.LogRecord) -> None:
                progress.update(
                    bar,
                    description=record.getMessage(),
                    completed=getattr(record, "done", None),
                    total=getattr(record, "total", None),
                )

        yield Bar()
