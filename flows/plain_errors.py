"""An error raised on purpose says what to do: Prefect logs it without the traceback, which says nothing more."""

import logging

from warehouse.errors import UcjError

LOGGERS = ("prefect.flow_runs", "prefect.task_runs")


def show_errors_plainly() -> None:
    """For the flow and task runs of this process."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(without_traceback)


def without_traceback(record: logging.LogRecord) -> bool:
    """Take the traceback of an error of ours off a record; every record passes."""
    if record.exc_info and isinstance(record.exc_info[1], UcjError):
        record.exc_info = record.exc_text = None
    return True
