"""What a person sees while a run goes on: a progress bar on a terminal, plain lines otherwise."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

PROGRESS_LOGGER = "ucj.progress"


class PlainLines(logging.StreamHandler):  # type: ignore[type-arg]
    """One line an event on standard error; `done` and `total` of the event are shown in front."""

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

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("start", total=None)

        class Bar(logging.Handler):
            """Moves the bar at each event."""

            def emit(self, record: logging.LogRecord) -> None:
                progress.update(
                    bar,
                    description=record.getMessage()[:70],
                    completed=getattr(record, "done", None),
                    total=getattr(record, "total", None),
                )

        yield Bar()
