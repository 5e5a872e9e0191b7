"""What is only shown never decides how a run ends: the figures are published, whatever the UI's server says."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from tasks.execution.stage_log import STAGES_LOGGER

log = logging.getLogger(STAGES_LOGGER)


@contextmanager
def best_effort() -> Iterator[None]:
    """Log a fault of the block by its kind, and go on."""
    try:
        yield
    except Exception as fault:
        log.warning("stage=ui fault=%s", type(fault).__name__)
