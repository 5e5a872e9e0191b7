"""What `ucj check` judges: a file on this machine, with no warehouse and no earlier delivery."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

from deployments.console.progress import PROGRESS_LOGGER
from deployments.console.readings import readings_given
from expectations.written_sizes import size_text
from flows.runtime.clock import today_in_jakarta
from settings import Settings
from tasks.ingest.dry_run import Candidate, judge_file, refused
from tasks.ingest.position_gate.history import History
from tasks.receive.file_name import DeliveryName, name_of_delivery, parse_name
from tasks.refusal import Refusal
from tasks.states import Checked
from warehouse.records import Submission

progress = logging.getLogger(PROGRESS_LOGGER)


def judge_here(
    file: Path, size: int, settings: Settings, *, read: Sequence[str] = ()
) -> tuple[Submission, Checked | None]:
    """The submission that the file of `size` bytes would become, and its rows where they could be read.

    read: readings of columns to try, as `last_paid=month-first`.
    """
    name = parse_name(name_of_delivery(file.name))
    refusal = _refusal_of(name)
    candidate = Candidate(
        path=file,
        file_name=file.name.encode("utf-8", "replace").decode(),
        folder="",
        size=size,
        name=name,
        at=datetime.now(UTC),
        readings=readings_given(read, feed=name.feed.name) if name is not None and refusal is None else {},
    )
    if refusal is not None:
        return candidate.submission(refused(refusal)), None
    Thread(target=_import_rules, daemon=True).start()  # while the file is read
    progress.info("check: reading %s, every rule", size_text(size))
    return judge_file(candidate, settings=settings, history=History())


def _refusal_of(name: DeliveryName | None) -> Refusal | None:
    """Why a file of that name is refused before it is read; None where it is not."""
    if name is None:
        return Refusal(code="NAME_INVALID")
    if name.position_date > today_in_jakarta():
        return Refusal(code="POSITION_IN_FUTURE", detail=name.position_date.isoformat())
    return None


def _import_rules() -> None:
    """Great Expectations takes seconds to import."""
    from expectations.contracts import suite  # noqa: F401
