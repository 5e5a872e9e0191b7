"""`ucj check FILE`: what a branch can do before it delivers; the rules of the pipeline, nothing is stored."""

import json
from datetime import UTC, datetime
from pathlib import Path

import typer

from deployments.exit_codes import Exit
from expectations.contract import Feed
from settings import Settings
from tasks.check.check import check_extract
from tasks.check.receipt import receipt_record, receipt_text
from tasks.read.read import read_extract
from tasks.receive.file_name import DeliveryName, parse_name
from tasks.states import Checked, Refusal
from warehouse.records import Counts, Issue, Status, Submission
from warehouse.regions import load_regions

SHOWN_ROWS = 20


def check_file(file: Path, *, as_json: bool) -> int:
    """Print the receipt the file would get, and the first rows concerned; returns the exit code."""
    name = parse_name(file.name)
    verdict = Refusal(code="NAME_INVALID") if name is None else _verdict(file, name, Settings())
    refusal = verdict if isinstance(verdict, Refusal) else verdict.refusal
    checked = verdict if isinstance(verdict, Checked) else None
    submission = _as_submission(file, name, checked, refusal)
    issues: tuple[Issue, ...] = checked.issues if checked else ()
    if as_json:
        record = {**receipt_record(submission, issues=issues), "submission": None, "rejected_rows": _rows(checked)}
        typer.echo(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        typer.echo(receipt_text(submission, issues=issues).replace(submission.label, "(ucj check)"))
        for row_no, code in _rows(checked)[:SHOWN_ROWS]:
            typer.echo(f"  baris/row {row_no}: {code}")
    if refusal:
        return Exit.FILE_REFUSED
    return Exit.ROWS_REJECTED if checked and checked.rejected.height else Exit.GOOD


def _verdict(file: Path, name: DeliveryName, settings: Settings) -> Checked | Refusal:
    feed: Feed = name.feed
    extract = read_extract(
        file,
        feed=feed,
        position_date=name.position_date,
        regions=load_regions(),
        max_bytes=settings.max_file_bytes,
    )
    if isinstance(extract, Refusal):
        return extract
    return check_extract(extract, feed=feed, max_reject_share=settings.max_reject_share)


def _rows(checked: Checked | None) -> list[tuple[int, str]]:
    return list(checked.rejected.select("row_no", "code").iter_rows()) if checked else []


def _as_submission(
    file: Path, name: DeliveryName | None, checked: Checked | None, refusal: Refusal | None
) -> Submission:
    counts = checked.counts if checked else Counts()
    rejected = bool(checked and checked.rejected.height)
    status = Status.REFUSED if refusal else Status.ACCEPTED_WITH_REJECTS if rejected else Status.ACCEPTED
    return Submission(
        id=0,
        sha256="",
        bytes=file.stat().st_size,
        file_name=file.name,
        folder="",
        mtime_ns=0,
        received_at=datetime.now(UTC),
        branch=name.branch if name else None,
        feed=name.feed.name if name else None,
        position_date=name.position_date if name else None,
        revision=name.revision if name else 0,
        status=status,
        reason_code=refusal.code if refusal else None,
        duplicate_of=None,
        superseded_by=None,
        rows_read=counts.rows_read,
        rows_accepted=counts.rows_accepted,
        rows_rejected=counts.rows_rejected,
        rows_merged=counts.rows_merged,
        rows_warned=counts.rows_warned,
        contract_version=None,
        rules_version=None,
        finished_at=None,
        details={"reason_detail": refusal.detail} if refusal else {},
    )
