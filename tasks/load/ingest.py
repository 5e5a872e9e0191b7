"""One submission from the archive to the warehouse: read, check, conform, load; then its receipt."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from expectations.contracts import FEEDS
from settings import Settings
from tasks.check.data_docs import document_check
from tasks.check.receipt import Previous, receipt_record
from tasks.check.set_aside import read_quarantine, receipt_tells, write_quarantine, write_receipt
from tasks.conform.conform import WITH_PEOPLE, conform
from tasks.conform.key import PersonKey
from tasks.conform.key_in_use import key_in_use
from tasks.load.judge import judge
from tasks.load.threshold import max_reject_share_of
from tasks.receive.archive import require_as_delivered
from tasks.states import Checked, Received
from warehouse.dimensions.regions import Regions
from warehouse.lake.objects import write_object
from warehouse.records import Issue, ObjectFile, Submission, submission_label
from warehouse.submissions.load import load_position
from warehouse.submissions.positions import accepted_rows_history
from warehouse.submissions.relations import Replaced, beside, replaced_original
from warehouse.submissions.submissions import get, issues_of, judged_before, settle


@dataclass(frozen=True, kw_only=True)
class Ingested:
    """A settled submission, the rules it broke, and where its receipt lies."""

    submission: Submission
    issues: tuple[Issue, ...]
    receipt: Path
    replaced: Replaced | None = None

    def record(self) -> dict[str, Any]:
        """For summaries: the receipt, and where it lies, without what was found out about the file."""
        record = receipt_record(self.submission, issues=self.issues, replaced=self.replaced)
        return {**record, "folder": self.submission.folder, "receipt": str(self.receipt)}


def ingest(received: Received, *, settings: Settings, engine: Engine, regions: Regions, now: datetime) -> Ingested:
    """Settle one submission; doing it again after a crash leads to the same state."""
    require_as_delivered(received.archived, sha256=received.sha256)
    judged = judge(
        received,
        settings=settings,
        regions=regions,
        max_reject_share=max_reject_share_of(received.branch, settings=settings),
        history=accepted_rows_history(engine, received.branch),
    )
    verdict = judged.verdict
    if judged.checked is not None and judged.checked.issues:
        write_quarantine(
            judged.checked, quarantine=settings.path("quarantine"), label=submission_label(received.submission_id)
        )
    if judged.checked is not None:
        document_check(judged.checked, received=received, verdict=verdict, docs=settings.path("docs"), at=now)
    if judged.accepted is None:
        settle(engine, received.submission_id, verdict=verdict, at=now)
    else:
        key = key_in_use(engine, settings.key_path)
        written = write_position(received, judged.accepted, lake=settings.path("lake"), key=key, regions=regions)
        load_position(
            engine,
            submission_id=received.submission_id,
            object_file=written,
            verdict=verdict,
            lake=settings.path("lake"),
            at=now,
        )
    done = deliver_receipt(received.submission_id, settings=settings, engine=engine)
    correct_receipts(done.submission, settings=settings, engine=engine)
    return done


def write_position(received: Received, checked: Checked, *, lake: Path, key: PersonKey, regions: Regions) -> ObjectFile:
    """Conform the accepted rows of a submission and store them; the catalogue does not know the object yet."""
    feed = FEEDS[received.feed]
    return write_object(
        conform(checked.accepted, feed=feed, key=key),
        lake=lake,
        feed=feed.name,
        branch=received.branch,
        position_date=received.position_date,
        key_id=key.key_id if feed.name in WITH_PEOPLE else None,
        places_id=regions.places_id,
    )


def deliver_receipt(submission_id: int, *, settings: Settings, engine: Engine) -> Ingested:
    """Write the receipt of a settled submission from what is kept of it, so that it can be written again later.

    When another worker changed how it stands in the meantime, it is written once more: the last word is the present.
    """
    while True:
        submission = get(engine, submission_id)
        replaced = replaced_original(engine, submission)
        issues = issues_of(engine, submission_id)
        aside = read_quarantine(quarantine=settings.path("quarantine"), label=submission.label) if issues else None
        before = judged_before(engine, submission)
        place = write_receipt(
            submission,
            issues=issues,
            aside=aside,
            outbox=settings.path("outbox"),
            previous=Previous(submission=before, issues=issues_of(engine, before.id)) if before else None,
            replaced=replaced,
        )
        now = get(engine, submission_id)
        if (now, replaced_original(engine, now)) == (submission, replaced):
            return Ingested(submission=submission, issues=issues, receipt=place, replaced=replaced)


def correct_receipts(settled: Submission, *, settings: Settings, engine: Engine) -> None:
    """Write the receipts again which no longer tell how a submission stands, now that another was settled."""
    for one in beside(engine, settled):
        if not receipt_tells(one, replaced=replaced_original(engine, one), outbox=settings.path("outbox")):
            deliver_receipt(one.id, settings=settings, engine=engine)
