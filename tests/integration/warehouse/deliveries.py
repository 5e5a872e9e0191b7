"""Deliveries for the tests of the catalogue: files that never were, and their frames."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import polars as pl
from sqlalchemy import Engine

from expectations.contracts import FEEDS
from expectations.contracts.schema import Severity
from warehouse.lake.objects import write_object
from warehouse.records import Arrival, Counts, Issue, Status, Submission, Verdict
from warehouse.submissions.load import LoadOutcome, load_position
from warehouse.submissions.submissions import register

NOON = datetime(2026, 2, 1, 12, 0, tzinfo=UTC)
END_OF_JANUARY = date(2026, 1, 31)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A file of a branch whose bytes follow from its name, and `number`, which its rows carry."""

    branch: str = "K01"
    feed: str = "eligible"
    position_date: date = END_OF_JANUARY
    revision: int = 0
    number: int = 100
    rejected: int = 0
    minutes: int = field(default=0, compare=False)

    @property
    def file_name(self) -> str:
        return f"{self.feed}_{self.branch}_{self.position_date:%Y%m%d}_R{self.revision}_{self.number}.csv"

    @property
    def at(self) -> datetime:
        return NOON + timedelta(minutes=self.minutes)

    def arrival(self) -> Arrival:
        return Arrival(
            sha256=digest(self.file_name),
            bytes=len(self.file_name),
            file_name=self.file_name,
            folder=self.branch,
            mtime_ns=1_700_000_000_123_456_789,
            received_at=self.at,
            branch=self.branch,
            feed=self.feed,
            position_date=self.position_date,
            revision=self.revision,
        )

    def frame(self) -> pl.DataFrame:
        return {"eligible": eligible_frame, "target": target_frame, "enrolment": enrolment_frame}[self.feed](
            self.number
        )

    def verdict(self) -> Verdict:
        rows = self.frame().height
        return Verdict(
            status=Status.ACCEPTED_WITH_REJECTS if self.rejected else Status.ACCEPTED,
            counts=Counts(
                rows_read=rows + self.rejected + 1, rows_accepted=rows, rows_rejected=self.rejected, rows_merged=1
            ),
            issues=(Issue(code="YEAR_MISSING", severity=Severity.REJECT_ROW, columns=("year",), row_count=1),)
            * bool(self.rejected),
            contract_version="1.0",
            rules_version="1.0",
            details={"delimiter": ";"},
        )


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def eligible_frame(number: int) -> pl.DataFrame:
    rows = [(2, "72.05", 2025, "TOTAL", number, "BPS", "2025-1"), (3, "ID", 2025, "PU", number * 2, None, None)]
    return pl.DataFrame(rows, schema=FEEDS["eligible"].lake.schema, orient="row")


def target_frame(number: int) -> pl.DataFrame:
    rows = [
        (2, "ID", 2025, "RPJMN", Decimal(number) / 10000, "Perpres"),
        (3, "72", 2025, "Kemendagri", Decimal("52.15"), None),
    ]
    return pl.DataFrame(rows, schema=FEEDS["target"].lake.schema, orient="row")


def enrolment_frame(number: int) -> pl.DataFrame:
    empty: dict[str, list[object]] = {name: [None] * 3 for name in FEEDS["enrolment"].lake.schema}
    filled = {"row_no": [2, 3, number], "segment": ["PU", "BPU", "JAKON"], "head_count": [1, 1, number]}
    return pl.DataFrame({**empty, **filled}, schema=FEEDS["enrolment"].lake.schema)


def load(engine: Engine, lake: Path, delivery: Delivery, submission: Submission) -> LoadOutcome:
    frame = delivery.frame()
    object_file = write_object(
        frame,
        lake=lake,
        feed=delivery.feed,
        branch=delivery.branch,
        position_date=delivery.position_date,
    )
    return load_position(
        engine,
        lake=lake,
        submission_id=submission.id,
        object_file=object_file,
        verdict=delivery.verdict(),
        at=delivery.at,
    )


def deliver(engine: Engine, lake: Path, delivery: Delivery) -> LoadOutcome:
    return load(engine, lake, delivery, register(engine, delivery.arrival()))
