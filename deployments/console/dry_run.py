"""Judge a file by the rules of the pipeline without a warehouse: nothing is stored, no earlier delivery is known."""

import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

from deployments.console.progress import PROGRESS_LOGGER
from deployments.console.readings import readings_given
from flows.runtime.clock import today_in_jakarta
from settings import Settings
from tasks.check.reject_limit import max_reject_share_of
from tasks.ingest.evaluate import evaluate_submission
from tasks.ingest.position_gate.history import History
from tasks.receive.file_name import DeliveryName, parse_name
from tasks.states import Checked, Received
from warehouse.dimensions.regions import load_regions
from warehouse.records import Status, Submission, Verdict

progress = logging.getLogger(PROGRESS_LOGGER)


def judge_file(
    file: Path, size: int, settings: Settings, *, read: Sequence[str] = ()
) -> tuple[Submission, Checked | None]:
    """The submission that the file of `size` bytes would become, and its rows where they could be read.

    read: readings of columns to try, as `last_paid=month-first`.
    """
    name = parse_name(file.name)
    if name is None:
        return _as_submission(file, size, None, _refused("NAME_INVALID")), None
    if name.position_date > today_in_jakarta():
        refused = _refused("POSITION_IN_FUTURE", detail=name.position_date.isoformat())
        return _as_submission(file, size, name, refused), None
    Thread(target=_import_rules, daemon=True).start()  # while the file is read
    progress.info("check: reading %s MB, every rule", f"{size / 1e6:,.1f}")
    judged = evaluate_submission(
        _as_received(file, name, readings_given(read, feed=name.feed.name)),
        settings=settings,
        regions=load_regions(),
        max_reject_share=max_reject_share_of(
            name.branch, branch_list=settings.branches_path, usual=settings.max_reject_share
        ),
        history=History(),
    )
    return _as_submission(file, size, name, judged.verdict), judged.checked


def _refused(code: str, *, detail: str = "") -> Verdict:
    return Verdict(status=Status.REFUSED, reason_code=code, details={"reason_detail": detail})


def _as_received(file: Path, name: DeliveryName, readings: Mapping[str, str]) -> Received:
    return Received(
        submission_id=0,
        file_name=file.name,
        folder=name.branch,
        branch=name.branch,
        feed=name.feed.name,
        position_date=name.position_date,
        revision=name.revision,
        sha256="",
        archived=file,
        approved=False,
        readings=readings,
    )


def _import_rules() -> None:
    """Great Expectations takes seconds to import."""
    import expectations.contracts.suite  # noqa: F401, PLC0415


def _as_submission(file: Path, size: int, name: DeliveryName | None, verdict: Verdict) -> Submission:
    counts = verdict.counts
    return Submission(
        id=0,
        sha256="",
        bytes=size,
        file_name=file.name.encode("utf-8", "replace").decode(),
        folder="",
        mtime_ns=0,
        received_at=datetime.now(UTC),
        branch=name.branch if name else None,
        feed=name.feed.name if name else None,
        position_date=name.position_date if name else None,
        revision=name.revision if name else 0,
        status=verdict.status,
        reason_code=verdict.reason_code,
        duplicate_of=None,
        superseded_by=None,
        rows_read=counts.rows_read,
        rows_accepted=counts.rows_accepted,
        rows_rejected=counts.rows_rejected,
        rows_merged=counts.rows_merged,
        rows_warned=counts.rows_warned,
        contract_version=verdict.contract_version,
        rules_version=verdict.rules_version,
        finished_at=None,
        details=verdict.details,
    )
