"""Write one structured log line per piece of work: `stage=ingest file=... rows_read=2000 seconds=1.204`.

Counts, codes and names of files only: no value of a row. Handlers are attached by the flow (`flows.runtime.run_log`).
"""

import json
import logging
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from warehouse.errors import UcjError, kind_and_place

STAGES_LOGGER = "ucj.stages"
PLAIN = re.compile(r"[\w.,:/+%@-]+")
Fact = str | int | float | None

log = logging.getLogger(STAGES_LOGGER)


@contextmanager
def logged_stage(stage: str, **facts: Fact) -> Iterator[dict[str, Fact]]:
    """Log the block when it ends, with what it adds to the yielded facts, and how long it took.

    Of an unforeseen fault only kind and place are logged, since its text may carry values.
    """
    found, begun = dict(facts), time.monotonic()
    try:
        yield found
    except BaseException as fault:
        _write(logging.ERROR, stage, {**found, "fault": _safe(fault)}, begun)
        raise
    _write(logging.INFO, stage, found, begun)


def key_values(facts: Mapping[str, Fact]) -> str:
    """`name=value` pairs in their order; blanks and signs are quoted as in JSON, what is empty is left out."""
    return " ".join(f"{name}={_plain(value)}" for name, value in facts.items() if value not in (None, ""))


def log_line(level: int, stage: str, found: Mapping[str, Fact]) -> None:
    """A line about a stage."""
    facts = {"stage": stage, **found}
    log.log(level, "%s", key_values(facts), extra={"facts": facts})


def relay_line(level: int, facts: Mapping[str, Fact], *, flow_run: str) -> None:
    """A line that was logged on another machine for a flow run."""
    log.log(level, "%s", key_values(facts), extra={"facts": facts, "flow_run_id": flow_run})


def _write(level: int, stage: str, found: Mapping[str, Fact], begun: float) -> None:
    log_line(level, stage, {**found, "seconds": round(time.monotonic() - begun, 3)})


def _safe(fault: BaseException) -> str:
    return str(fault) if isinstance(fault, UcjError) else kind_and_place(fault)


def _plain(value: Fact) -> str:
    text = str(value)
    return text if PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
