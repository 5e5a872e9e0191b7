"""Answer files that a branch dropped only to have them checked: `CEK_` before the name that the delivery would have.

The answer is the receipt of a dry run. Nothing of the file enters catalogue, archive or lake. The file leaves the inbox
before it is judged, so that one which ends the process is not judged again by every run.
"""

import time
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import Engine

from settings import Settings
from tasks.check.outbox import write_check_receipt
from tasks.check.receipt.dry_run import DryRun
from tasks.check.receipt.files import arrival_files, result_files
from tasks.check.receipt.rows import row_lines
from tasks.execution.catalogue import catalogue
from tasks.execution.places import archive_of
from tasks.execution.redact_errors import redact_errors
from tasks.execution.stage_log import Fact, logged_stage
from tasks.execution.stage_task import stage_task
from tasks.ingest.dry_run import Candidate, judge_file, refused
from tasks.ingest.position_gate.history import history_of
from tasks.receive.archive import private_copy
from tasks.receive.branches import Branch, load_branches
from tasks.receive.inbox import InboxFile, is_unchanged
from tasks.receive.take_files import judge_name
from tasks.states import Checked
from warehouse.errors import ENVIRONMENT_ERRORS, UcjError
from warehouse.records import PROCESSING_FAULT, Status, Submission, Verdict

CHECKS_SECONDS = 2 * 3600
BEGUN_WITHIN_SECONDS = 1200.0  # a release does not wait longer for checks; the next run takes those that are left


@stage_task(name="checks", run_name="checks without delivery", time_limit=CHECKS_SECONDS)
def answer_checks(files: tuple[InboxFile, ...], settings: Settings, today: date) -> tuple[Submission, ...]:
    """Judge each file as its delivery would be judged, and write the receipt; a file that fails keeps no other.

    files: as a look saw them settled; those that changed or went since are passed over. Returns what each would become.
    """
    branches = load_branches(settings.branches_path)
    begun = time.monotonic()
    answered: list[Submission] = []
    with catalogue(settings) as engine:
        for file in files:
            if time.monotonic() - begun > BEGUN_WITHIN_SECONDS:
                break
            with logged_stage("check", file=file.shown) as line:
                done = _answer(file, branches, today=today, settings=settings, engine=engine, line=line)
                line["status"], line["reason"] = (done.status, done.reason_code) if done else ("passed over", None)
            answered += [done] if done else []
    return tuple(answered)


def _answer(
    file: InboxFile,
    branches: Mapping[str, Branch] | None,
    *,
    today: date,
    settings: Settings,
    engine: Engine,
    line: dict[str, Fact],
) -> Submission | None:
    """What the file would become, once its receipt is written; None where it is not the one that was seen any more."""
    name, refusal = judge_name(file, branches=branches, today=today, max_bytes=settings.max_file_bytes)
    candidate = Candidate(
        path=file.path, file_name=file.name, folder=file.folder, size=file.size, name=name, at=datetime.now(UTC)
    )
    with ExitStack() as until_answered:
        if refusal is None:
            try:
                copying = private_copy(file.path, folder=archive_of(settings), seen=file.state)
                copy, digest = until_answered.enter_context(copying)
            except OSError as fault:  # it changed, is gone, or may not be read
                line["left"] = type(fault).__name__
                return None
            _write(candidate.submission(Verdict(status=Status.RECEIVED)), None, settings=settings)
            candidate = replace(candidate, path=copy, sha256=digest)
        elif not is_unchanged(file):
            return None
        _remove(file, line)
        if refusal is not None:
            return _write(candidate.submission(refused(refusal)), None, settings=settings)
        return _judge(candidate, settings=settings, engine=engine, line=line)


def _judge(candidate: Candidate, *, settings: Settings, engine: Engine, line: dict[str, Fact]) -> Submission:
    """Judge the copy and write the receipt; of a fault, that the check failed."""
    failed = candidate.submission(Verdict(status=Status.FAILED, reason_code=PROCESSING_FAULT))
    try:
        with redact_errors():
            history = history_of(candidate.received(), engine=engine)
            submission, checked = judge_file(candidate, settings=settings, history=history)
            return _write(submission, checked, settings=settings)
    except ENVIRONMENT_ERRORS:
        with suppress(*ENVIRONMENT_ERRORS):  # what kept the file from being judged may keep this from being written too
            _write(failed, None, settings=settings)
        raise
    except UcjError as fault:
        line["fault"] = str(fault)
        return _write(failed, None, settings=settings)


def _write(submission: Submission, checked: Checked | None, *, settings: Settings) -> Submission:
    """Write the receipt of what a file would become; returns that."""
    if submission.status is Status.RECEIVED:
        files = arrival_files(submission, dry_run=DryRun.DROP)
    else:
        issues = checked.issues if checked else ()
        lines = row_lines(checked.rejected, checked.warned) if checked else None
        files = result_files(submission, issues=issues, lines=lines, dry_run=DryRun.DROP)
    write_check_receipt(submission, files, outbox=settings.path("outbox"))
    return submission


def _remove(file: InboxFile, line: dict[str, Fact]) -> None:
    try:
        if is_unchanged(file):
            file.path.unlink(missing_ok=True)
    except OSError as fault:
        line["not_removed"] = type(fault).__name__
