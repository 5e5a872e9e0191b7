"""`ucj check FILE`: what a branch can do before it delivers; the code of the pipeline, no warehouse, nothing kept."""

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import typer

from deployments.console.exit_codes import Exit
from deployments.console.progress import PROGRESS_LOGGER, shown_progress
from flows.runtime.clock import today_in_jakarta
from settings import Settings
from tasks.check.receipt.build import receipt_record
from tasks.check.receipt.files import RECEIPT_FILES, result_files
from tasks.check.receipt.rows import row_lines
from tasks.check.receipt.terminal import receipt_text
from tasks.check.reject_limit import max_reject_share_of
from tasks.ingest.evaluate import judge
from tasks.receive.file_name import DeliveryName, parse_name
from tasks.states import Checked, Received
from warehouse.dimensions.regions import load_regions
from warehouse.errors import OperatorError
from warehouse.records import Issue, Status, Submission, Verdict

progress = logging.getLogger(PROGRESS_LOGGER)


class CheckFileError(OperatorError):
    """The file cannot be looked into, or its receipt cannot be written; the message says why."""


def check_file(file: Path, *, as_json: bool, receipt_folder: Path | None) -> int:
    """Print the receipt that the file would get, and write its files where a folder is given; the exit code."""
    settings = Settings()
    size = _size_of(file)
    with shown_progress():
        submission, checked = _judge(file, size, settings)
        issues: tuple[Issue, ...] = checked.issues if checked else ()
        lines = row_lines(checked.rejected, checked.warned) if checked else None
        if receipt_folder is not None:
            progress.info("receipt: writing to %s", receipt_folder)
            _write(result_files(submission, issues=issues, lines=lines, dry_run=True), receipt_folder)
    receipt = receipt_record(submission, issues=issues, lines=lines, dry_run=True)
    if as_json:
        record = {**receipt, "rejected_rows": _rejected(checked)}
        typer.echo(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        typer.echo(receipt_text(receipt), nl=False)
    if submission.status is Status.REFUSED:
        return Exit.FILE_REFUSED
    return Exit.ROWS_REJECTED if submission.rows_rejected else Exit.GOOD


def _size_of(file: Path) -> int:
    """Size of a regular file that can be opened; a device or a pipe would never end."""
    if not file.is_file():
        raise CheckFileError(f"{file} is not a file: name one that lies on a disk.")
    try:
        with file.open("rb") as opened:
            return opened.seek(0, 2)
    except OSError as error:
        raise CheckFileError(f"{file} cannot be read ({error.strerror}): check who may read it.") from None


def _judge(file: Path, size: int, settings: Settings) -> tuple[Submission, Checked | None]:
    """The submission that the file would become, and its rows where they could be read."""
    name = parse_name(file.name)
    if name is None:
        return _as_submission(file, size, None, _refused("NAME_INVALID")), None
    if name.position_date > today_in_jakarta():
        refused = _refused("POSITION_IN_FUTURE", detail=name.position_date.isoformat())
        return _as_submission(file, size, name, refused), None
    Thread(target=_import_rules, daemon=True).start()  # while the file is read
    progress.info("check: reading %s MB, every rule", f"{size / 1e6:,.1f}")
    judged = judge(
        _as_received(file, name),
        settings=settings,
        regions=load_regions(),
        max_reject_share=max_reject_share_of(name.branch, settings=settings),
        history=None,
    )
    return _as_submission(file, size, name, judged.verdict), judged.checked


def _refused(code: str, *, detail: str = "") -> Verdict:
    return Verdict(status=Status.REFUSED, reason_code=code, details={"reason_detail": detail})


def _as_received(file: Path, name: DeliveryName) -> Received:
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
    )


def _import_rules() -> None:
    """Great Expectations takes seconds to import."""
    import expectations.contracts.suite  # noqa: F401, PLC0415


def _rejected(checked: Checked | None) -> list[tuple[int, str]]:
    return list(checked.rejected.select("row_no", "code").iter_rows()) if checked else []


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    """The receipt's files, in place of those of an earlier one."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in RECEIPT_FILES:
            (folder / name).write_bytes(files[name])
    except OSError as error:
        raise CheckFileError(f"The receipt cannot be written to {folder} ({error.strerror}): name a folder.") from None


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
