"""Submissions and issues of which the tests make receipts."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from expectations.contracts.schema import Severity
from tasks.check.receipt.rows import row_lines
from warehouse.records import Issue, Status, Submission

ISSUES = (
    Issue(code="NIK_LENGTH", severity=Severity.REJECT_ROW, columns=("NIK",), row_count=1_234),
    Issue(code="KPJ_LENGTH", severity=Severity.WARN, columns=("KPJ",), row_count=5),
    Issue(code="REPEAT_MERGED", severity=Severity.WARN, row_count=7),
)


def submission(**changes: Any) -> Submission:
    """A submission as the catalogue has it."""
    record: dict[str, Any] = {
        "id": 12,
        "sha256": "0" * 64,
        "bytes": 100,
        "file_name": "PESERTA_K01_20251231_R1.csv",
        "folder": "K01",
        "mtime_ns": 0,
        "received_at": datetime(2026, 1, 1, tzinfo=UTC),
        "branch": "K01",
        "feed": "enrolment",
        "position_date": date(2025, 12, 31),
        "revision": 1,
        "status": Status.ACCEPTED_WITH_REJECTS,
        "reason_code": None,
        "duplicate_of": None,
        "superseded_by": None,
        "rows_read": 50_000,
        "rows_accepted": 48_759,
        "rows_rejected": 1_234,
        "rows_merged": 7,
        "rows_warned": 12,
        "contract_version": "1.0",
        "rules_version": "1",
        "finished_at": None,
        "details": {"file": {"format": "csv", "delimiter": ";"}},
    }
    return Submission(**{**record, **changes})


def rows(**row_numbers: list[int]) -> pl.DataFrame:
    """`row_no`, `code`: one line for each number given under a code."""
    lines = [(row_no, code) for code, numbers in row_numbers.items() for row_no in numbers]
    return pl.DataFrame(lines, schema={"row_no": pl.Int32, "code": pl.String}, orient="row")


LINES = row_lines(rows(NIK_LENGTH=[*range(2, 40)]), rows(KPJ_LENGTH=[4, 3]))
