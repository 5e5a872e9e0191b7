"""One submission from the archive to the warehouse: read, check, conform, load; then its receipt."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from expectations.contract import Feed
from expectations.contracts import FEEDS
from settings import Settings
from tasks.check.check import check_extract
from tasks.check.receipt import receipt_record
from tasks.check.set_aside import read_quarantine, write_quarantine, write_receipt
from tasks.conform.conform import conform
from tasks.conform.key import load_key
from tasks.load.hold import row_count_jump
from tasks.read.read import read_extract
from tasks.states import Checked, Received, Refusal
from warehouse.lake import write_object
from warehouse.load import load_position
from warehouse.positions import accepted_rows_history
from warehouse.records import Counts, Issue, Status, Submission, Verdict
from warehouse.regions import Regions
from warehouse.submissions import get, issues_of, settle

RULES_VERSION = "1.0"


@dataclass(frozen=True, kw_only=True)
class Ingested:
    """A settled submission, the rules it broke, and where its receipt lies."""

    submission: Submission
    issues: tuple[Issue, ...]
    receipt: Path

    def record(self) -> dict[str, Any]:
        """For summaries: the receipt, and where it lies, without what was found out about the file."""
        record = receipt_record(self.submission, issues=self.issues)
        return {**record, "folder": self.submission.folder, "receipt": str(self.receipt)}


def ingest(received: Received, *, settings: Settings, engine: Engine, regions: Regions, now: datetime) -> Ingested:
    """Settle one submission; doing it again after a crash leads to the same state."""
    feed = FEEDS[received.feed]
    extract = read_extract(
        received.archived,
        feed=feed,
        position_date=received.position_date,
        regions=regions,
        max_bytes=settings.max_file_bytes,
    )
    if isinstance(extract, Refusal):
        settle(engine, received.submission_id, verdict=_verdict(feed, Status.REFUSED, reason=extract), at=now)
        return deliver_receipt(received.submission_id, settings=settings, engine=engine)
    checked = check_extract(extract, feed=feed, max_reject_share=settings.max_reject_share)
    reason = checked.refusal
    status = Status.REFUSED
    if reason is None:
        reason = None if received.approved else _hold_reason(received, checked, settings, engine)
        status = Status.HELD if reason else Status.ACCEPTED_WITH_REJECTS if checked.rejected.height else Status.ACCEPTED
    verdict = _verdict(feed, status, reason=reason, checked=checked, facts=dict(extract.facts))
    if checked.issues:
        write_quarantine(checked, quarantine=settings.path("quarantine"), label=f"S{received.submission_id:06d}")
    if reason is not None:
        settle(engine, received.submission_id, verdict=verdict, at=now)
    else:
        _load(received, checked, feed=feed, verdict=verdict, settings=settings, engine=engine, now=now)
    return deliver_receipt(received.submission_id, settings=settings, engine=engine)


def deliver_receipt(submission_id: int, *, settings: Settings, engine: Engine) -> Ingested:
    """Write the receipt of a settled submission from what is kept of it, so that it can be written again later."""
    submission = get(engine, submission_id)
    issues = issues_of(engine, submission_id)
    aside = read_quarantine(quarantine=settings.path("quarantine"), label=submission.label)
    place = write_receipt(submission, issues=issues, aside=aside, outbox=settings.path("outbox"))
    return Ingested(submission=submission, issues=issues, receipt=place)


def _load(
    received: Received,
    checked: Checked,
    *,
    feed: Feed,
    verdict: Verdict,
    settings: Settings,
    engine: Engine,
    now: datetime,
) -> None:
    key = load_key(settings.key_path)
    frame = conform(checked.accepted, feed=feed, key=key.secret)
    lake = settings.path("lake")
    written = write_object(
        frame,
        lake=lake,
        feed=feed.name,
        branch=received.branch,
        position_date=received.position_date,
        submission_id=received.submission_id,
    )
    load_position(
        engine,
        submission_id=received.submission_id,
        object_file=written,
        verdict=replace(verdict, details={**verdict.details, "key_id": key.key_id}),
        references=None if feed.name == "enrolment" else frame,
        lake=lake,
        at=now,
    )


def _hold_reason(received: Received, checked: Checked, settings: Settings, engine: Engine) -> Refusal | None:
    if received.feed != "enrolment":
        return None
    history = accepted_rows_history(engine, received.branch)
    return row_count_jump(
        checked.rows_accepted, position_date=received.position_date, history=history, settings=settings
    )


def _verdict(
    feed: Feed,
    status: Status,
    *,
    reason: Refusal | None,
    checked: Checked | None = None,
    facts: dict[str, object] | None = None,
) -> Verdict:
    return Verdict(
        status=status,
        counts=checked.counts if checked else Counts(),
        issues=checked.issues if checked else (),
        reason_code=reason.code if reason else None,
        contract_version=feed.version,
        rules_version=RULES_VERSION,
        details={"file": facts or {}, "reason_detail": reason.detail if reason else ""},
    )
