"""Where the lines of the stages go while a flow runs: to Prefect, and as JSON lines to `logs/ucj.jsonl`."""

import json
import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from prefect.context import FlowRunContext
from prefect.logging.handlers import APILogHandler

from flows.runtime.home import ensure_home
from settings import Settings
from tasks.execution.stage_log import STAGES_LOGGER
from tasks.operations.alarms.last_runs import COMPLETED, FAILED, STOPPED, note_end, note_start
from tasks.operations.alarms.stage_times import StageTimes
from warehouse.files.disk_errors import storing
from warehouse.files.durable import move_file
from warehouse.files.folders import make_folder

MAX_BYTES, KEPT_FILES = 10_000_000, 5


class JsonLine(logging.Formatter):
    """Moment, level, flow run and the facts of the stage, one JSON object a line."""

    def __init__(self, flow_run: str | None) -> None:
        super().__init__()
        self.flow_run = flow_run

    def format(self, record: logging.LogRecord) -> str:
        """Format a log record as one line of JSON."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        facts = getattr(record, "facts", None) or {"message": record.getMessage()}
        line = {"at": at, "level": record.levelname.lower(), "flow_run": self.flow_run, **facts}
        return json.dumps(line, ensure_ascii=False)


class LogFile(logging.FileHandler):
    """The file; a line that a full disk refuses is lost, and the run itself says that the disk is full."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Nothing, where logging would print a traceback."""


@contextmanager
def watched_run(settings: Settings) -> Iterator[None]:
    """Log a flow's stages, and note that it began, how it ended and how long its stages took. Under the run lock."""
    context = FlowRunContext.get()
    flow = context.flow.name if context and context.flow else None
    with logged_run(settings) as times:
        if flow is None:
            yield
            return
        note_start(flow, at=datetime.now(UTC), settings=settings)
        state = STOPPED
        try:
            yield
            state = COMPLETED
        except Exception:
            state = FAILED
            raise
        finally:
            note_end(flow, state=state, at=datetime.now(UTC), seconds=times.seconds, settings=settings)


@contextmanager
def logged_run(settings: Settings) -> Iterator[StageTimes]:
    """Send the lines of the stages where they belong until the block ends; returns what they took so far."""
    context = FlowRunContext.get()
    flow_run = str(context.flow_run.id) if context and context.flow_run else None
    times = StageTimes()
    with storing(settings.path("logs")):
        file = LogFile(_log_file(settings), encoding="utf-8")
    file.setFormatter(JsonLine(flow_run))
    handlers: list[logging.Handler] = [file, times, *([APILogHandler()] if flow_run else [])]
    with ExitStack() as stack:
        stack.callback(file.close)
        stack.enter_context(_handled(handlers))
        yield times


@contextmanager
def _handled(handlers: list[logging.Handler]) -> Iterator[None]:
    logger = logging.getLogger(STAGES_LOGGER)
    logger.setLevel(logging.INFO)
    for handler in handlers:
        logger.addHandler(handler)
    try:
        yield
    finally:
        for handler in handlers:
            logger.removeHandler(handler)


def _log_file(settings: Settings) -> Path:
    """The file, private; a full one is put aside before a run begins, so that no two processes turn it over at once."""
    ensure_home(settings)
    folder = settings.path("logs")
    make_folder(folder)
    path = folder / "ucj.jsonl"
    if path.exists() and path.stat().st_size > MAX_BYTES:
        for number in range(KEPT_FILES, 0, -1):
            older = path.with_name(f"ucj.jsonl.{number - 1}") if number > 1 else path
            if older.exists():
                move_file(older, path.with_name(f"ucj.jsonl.{number}"))
    path.touch(mode=0o600)
    return path
