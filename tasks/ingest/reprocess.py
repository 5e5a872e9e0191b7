"""Judge archived submissions again, under the present rules: what comes out otherwise replaces what was said."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import polars as pl
from sqlalchemy import Engine

from expectations.contracts import FEEDS
from expectations.jakarta import JAKARTA
from settings import Settings
from tasks.check.deliver import ReceiptPlaces, correct_receipts, deliver_receipt
from tasks.check.outbox import write_quarantine
from tasks.check.reject_limit import max_reject_share_of
from tasks.conform.conform import conform
from tasks.conform.current_key import key_in_use
from tasks.execution.places import archive_of, lake_of
from tasks.ingest.evaluate import EvaluatedSubmission, evaluate_submission
from tasks.ingest.position_gate.history import history_of
from tasks.ingest.replayed import Replayed
from tasks.load.load import write_position
from tasks.load.relocate import reassign_regions
from tasks.receive.archive import archive_path, delivered_file
from tasks.states import Received
from warehouse.dimensions.regions import Regions
from warehouse.errors import ArchivedFileDamaged, LakeObjectCorrupt
from warehouse.lake.objects import verify_object
from warehouse.records import ACCEPTED, Cause, ObjectFile, Submission, Verdict, submission_label
from warehouse.retention.purge import archive_purged_at
from warehouse.stores.bound_folders import size_of
from warehouse.submissions.region_version import mark_region_version
from warehouse.submissions.reprocess import newest_object, replace_verdict, why_not
from warehouse.submissions.verdicts import verdicts_of


def reprocess(
    submission: Submission, *, settings: Settings, engine: Engine, regions: Regions, now: datetime, dry_run: bool
) -> Replayed:
    """Judge one submission again; doing it again changes nothing. `dry_run`: nothing is written.

    A file whose rows count already is not held for what it looks like; one that was refused or held
    is judged like a new one.
    """
    past = verdicts_of(engine, submission.id)
    said = past[-1].verdict if past else None
    judged = _judge(submission, settings=settings, engine=engine, regions=regions, said=said)
    if isinstance(judged, str):
        placed = reassign_regions(
            submission, lake=lake_of(settings), engine=engine, regions=regions, now=now, dry_run=dry_run
        )
        note = judged if placed is None else f"{judged}; its rows in the lake are placed by today's list of regions"
        return Replayed(submission=submission, before=said, after=None, changed=bool(placed), note=note)
    received = _received(submission, settings)
    kept = _held_already(judged, received, engine=engine, settings=settings)
    same_rows = judged.accepted is None or kept is not None
    changed = said is None or not _same_outcome(said, judged.verdict) or not same_rows
    if not dry_run:
        if changed or said is None or _versions(said) != _versions(judged.verdict):
            _replace(received, judged, kept=kept, settings=settings, engine=engine, regions=regions, now=now)
        elif kept is not None and kept.places_id != regions.places_id:
            mark_region_version(engine, replace(kept, places_id=regions.places_id), submission_id=submission.id)
        if changed or past[-1].cause is Cause.REPROCESS:  # a receipt that a killed replay still owed
            deliver_receipt(submission.id, places=ReceiptPlaces.of(settings), engine=engine)
            correct_receipts(submission, places=ReceiptPlaces.of(settings), engine=engine)
    return Replayed(submission=submission, before=said, after=judged.verdict, changed=changed)


def _received(submission: Submission, settings: Settings) -> Received:
    return Received.of(submission, archived=archive_path(archive_of(settings), submission.sha256))


def _judge(
    submission: Submission, *, settings: Settings, engine: Engine, regions: Regions, said: Verdict | None
) -> EvaluatedSubmission | str:
    """What comes out by today's rules; or why the bytes that were delivered cannot be judged."""
    reason = why_not(submission)
    if reason is not None:
        return reason
    received = _received(submission, settings)
    if size_of(received.archived) is None:
        return _gone(submission, engine=engine)
    counted = said is not None and said.status in ACCEPTED
    try:
        with delivered_file(received.archived, sha256=received.sha256) as file:
            return evaluate_submission(
                replace(received, archived=file),
                settings=settings,
                regions=regions,
                max_reject_share=max_reject_share_of(
                    received.branch, branch_list=settings.branches_path, usual=settings.max_reject_share
                ),
                history=None if counted else history_of(received, engine=engine),
            )
    except ArchivedFileDamaged:
        return (
            "its bytes in the archive are not those that were delivered: restore them from the backup, or have the "
            "branch deliver the file again"
        )


def _gone(submission: Submission, *, engine: Engine) -> str:
    purged_at = archive_purged_at(engine, submission.sha256)
    if purged_at is None:
        return "its bytes are no longer in the archive: restore them from the backup"
    day = purged_at.astimezone(JAKARTA).date()
    return f"its bytes were purged from the archive on {day}: deliver the file again, then reprocess"


def _replace(
    received: Received,
    judged: EvaluatedSubmission,
    *,
    kept: ObjectFile | None,
    settings: Settings,
    engine: Engine,
    regions: Regions,
    now: datetime,
) -> None:
    lake = lake_of(settings)
    stored = None if kept is None else replace(kept, places_id=regions.places_id)
    if judged.checked is not None and judged.checked.issues:
        label = submission_label(received.submission_id)
        write_quarantine(judged.checked, quarantine=settings.path("quarantine"), label=label)
    if judged.accepted is not None and stored is None:
        key = key_in_use(engine, settings.key_path)
        stored = write_position(received, judged.accepted, lake=lake, key=key, regions=regions)
    replace_verdict(engine, received.submission_id, lake=lake, verdict=judged.verdict, object_file=stored, at=now)


def _held_already(
    judged: EvaluatedSubmission, received: Received, *, engine: Engine, settings: Settings
) -> ObjectFile | None:
    """The object of the lake that holds, intact, the rows that go on now; None when none does or nothing goes on.

    A rotation of the key keeps the rows and writes them otherwise: rows are compared, in the order of the file.
    """
    stored = newest_object(engine, received.submission_id)
    lake: Path = lake_of(settings)
    if judged.accepted is None or stored is None:
        return None
    try:
        verify_object(lake, stored)
    except LakeObjectCorrupt:
        return None
    key = key_in_use(engine, settings.key_path)
    frame = conform(judged.accepted.accepted, feed=FEEDS[received.feed], key=key)
    same = pl.read_parquet(lake / stored.path).sort("row_no").equals(frame.sort("row_no"))
    return stored if same else None


def _same_outcome(before: Verdict, after: Verdict) -> bool:
    issues = [sorted((issue.code, issue.severity, issue.row_count) for issue in one.issues) for one in (before, after)]
    return (before.status, before.reason_code, before.counts) == (
        after.status,
        after.reason_code,
        after.counts,
    ) and issues[0] == issues[1]


def _versions(verdict: Verdict) -> tuple[str | None, str | None]:
    return verdict.contract_version, verdict.rules_version
