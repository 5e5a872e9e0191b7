"""What travels between stages: one frozen type per state, so that a wrong order does not type-check."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Self

import polars as pl

from expectations.data_docs.validation import Validation
from tasks.refusal import Refusal
from warehouse.records import Counts, Issue, Submission
from warehouse.submissions.approval import is_approved, readings_of


@dataclass(frozen=True, kw_only=True)
class Received:
    """A submission in the archive, waiting to be read."""

    submission_id: int
    file_name: str
    folder: str
    branch: str
    feed: str
    position_date: date
    revision: int
    sha256: str
    bytes: int
    archived: Path
    approved: bool  # an operator has looked at it: it is not held again
    readings: Mapping[str, str] = field(default_factory=dict)  # by field name, where an operator has set how to read it

    @classmethod
    def of(cls, submission: Submission, *, archived: Path) -> Self:
        """Build it from a submission whose name said branch, feed and position date."""
        if submission.branch is None or submission.feed is None or submission.position_date is None:
            raise ValueError(f"Submission {submission.label} has no delivery name: it must be refused on arrival.")
        return cls(
            submission_id=submission.id,
            file_name=submission.file_name,
            folder=submission.folder,
            branch=submission.branch,
            feed=submission.feed,
            position_date=submission.position_date,
            revision=submission.revision,
            sha256=submission.sha256,
            bytes=submission.bytes,
            archived=archived,
            approved=is_approved(submission),
            readings=readings_of(submission),
        )


@dataclass(frozen=True, kw_only=True)
class Extract:
    """The typed frame of one file.

    frame: a column per field of the contract, its `__unreadable` companion, `row_no` (row of the file as a spreadsheet
    shows it, header included), `complete_line`, `position_date`, and what was resolved from the region list.
    facts: what was found out about the file (encoding, delimiter, header row, skipped rows ...), without values.
    """

    frame: pl.DataFrame
    facts: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Checked:
    """The verdict on one file: rows read = accepted + rejected + merged.

    rejected: `row_no`, `code` (one line per row and broken rule). warned: the same for warnings.
    """

    accepted: pl.DataFrame
    rejected: pl.DataFrame
    warned: pl.DataFrame
    rows_read: int
    rows_merged: int
    issues: tuple[Issue, ...]
    refusal: Refusal | None = None
    validation: Validation  # the same verdict rule by rule, for the Data Docs

    @property
    def counts(self) -> Counts:
        """Rows by what became of them; nothing is used of a refused file."""
        return Counts(
            rows_read=self.rows_read,
            rows_accepted=0 if self.refusal else self.rows_accepted,
            rows_rejected=self.rows_rejected,
            rows_merged=self.rows_merged,
            rows_warned=self.rows_warned,
        )

    @property
    def rows_accepted(self) -> int:
        """Rows that go on, repeats merged."""
        return self.accepted.height

    @property
    def rows_rejected(self) -> int:
        """Rows with at least one rejecting rule broken."""
        return self.rejected["row_no"].n_unique()

    @property
    def rows_warned(self) -> int:
        """Rows with at least one warning."""
        return self.warned["row_no"].n_unique()
