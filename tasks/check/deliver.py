"""Write the receipt of a settled submission, and again whenever it no longer tells how the submission stands."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Engine

from settings import Settings
from tasks.check.outbox import read_quarantine, receipt_tells, write_receipt
from tasks.check.receipt import Previous, receipt_record
from warehouse.records import Issue, Submission
from warehouse.submissions.lookup import get, issues_of, judged_before
from warehouse.submissions.relations import Replaced, related_submissions, replaced_original


@dataclass(frozen=True, kw_only=True)
class ReceiptPlaces:
    """Where receipts are written, and where the rows are that a branch is told of."""

    outbox: Path
    quarantine: Path

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Those of a home."""
        return cls(outbox=settings.path("outbox"), quarantine=settings.path("quarantine"))


@dataclass(frozen=True, kw_only=True)
class Ingested:
    """A settled submission, the rules it broke, and where its receipt lies."""

    submission: Submission
    issues: tuple[Issue, ...]
    receipt: Path
    replaced: Replaced | None = None

    def record(self) -> dict[str, Any]:
        """The receipt and its path as data for run summaries, without the file's facts."""
        record = receipt_record(self.submission, issues=self.issues, replaced=self.replaced)
        return {**record, "folder": self.submission.folder, "receipt": str(self.receipt)}


def deliver_receipt(submission_id: int, *, places: ReceiptPlaces, engine: Engine) -> Ingested:
    """Write the receipt of a settled submission from what is kept of it, so that it can be written again later.

    When another worker changed how it stands in the meantime, it is written once more: the last word is the present.
    """
    while True:
        submission = get(engine, submission_id)
        replaced = replaced_original(engine, submission)
        issues = issues_of(engine, submission_id)
        aside = read_quarantine(quarantine=places.quarantine, label=submission.label) if issues else None
        before = judged_before(engine, submission)
        place = write_receipt(
            submission,
            issues=issues,
            aside=aside,
            outbox=places.outbox,
            previous=Previous(submission=before, issues=issues_of(engine, before.id)) if before else None,
            replaced=replaced,
        )
        now = get(engine, submission_id)
        if (now, replaced_original(engine, now)) == (submission, replaced):
            return Ingested(submission=submission, issues=issues, receipt=place, replaced=replaced)


def correct_receipts(settled: Submission, *, places: ReceiptPlaces, engine: Engine) -> None:
    """Write the receipts again which no longer tell how a submission stands, now that another was settled."""
    for one in related_submissions(engine, settled):
        if not receipt_tells(one, replaced=replaced_original(engine, one), outbox=places.outbox):
            deliver_receipt(one.id, places=places, engine=engine)
