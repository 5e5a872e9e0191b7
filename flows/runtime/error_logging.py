"""What Prefect logs, without what says nothing: the traceback of an error that says itself what to do, a warning."""

import logging

from warehouse.errors import UcjError

LOGGERS = ("prefect.flow_runs", "prefect.task_runs")


def show_errors_plainly() -> None:
    """Log our own errors without a traceback in every flow and task run of this process."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(without_traceback)
        logging.getLogger(name).addFilter(of_use)


def without_traceback(record: logging.LogRecord) -> bool:
    """Take the traceback of an error of ours off a record; every record passes."""
    if record.exc_info and isinstance(record.exc_info[1], UcjError):
        record.exc_info = record.exc_text = None
    return True


def of_use(record: logging.LogRecord) -> bool:
    """Not what Prefect says of every task run in a thread: that its time-out cannot cut a blocking call short."""
    return "running in a worker thread" not in record.getMessage()
