"""The files of a receipt, as bytes by name."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from tasks.check.receipt.build import receipt_json, receipt_record
from tasks.check.receipt.dry_run import DryRun
from tasks.check.receipt.issue_tracking import Previous
from tasks.check.receipt.page import receipt_page
from tasks.check.receipt.rows import rows_csv
from tasks.check.receipt.workbook import receipt_workbook
from warehouse.records import Issue, Submission
from warehouse.submissions.relations import Replaced

DATA_FILE, PAGE_FILE, WORKBOOK_FILE, ROWS_FILE = "receipt.json", "receipt.html", "receipt.xlsx", "rows.csv"
RECEIPT_FILES = (ROWS_FILE, WORKBOOK_FILE, PAGE_FILE, DATA_FILE)  # in the order in which they are put into place


def arrival_files(submission: Submission, *, dry_run: DryRun | None = None) -> dict[str, bytes]:
    """Receipt files for an arrival that is not checked yet: JSON and page."""
    record = receipt_record(submission, issues=(), dry_run=dry_run)
    return {PAGE_FILE: receipt_page(record, files=()), DATA_FILE: receipt_json(record)}


def result_files(
    submission: Submission,
    *,
    issues: Sequence[Issue],
    lines: pl.DataFrame | None,
    previous: Previous | None = None,
    replaced: Replaced | None = None,
    dry_run: DryRun | None = None,
) -> dict[str, bytes]:
    """Receipt files for a result: all four, but no `rows.csv` of a file of which no row was read.

    The page offers the list of rows where there is a row in it.

    lines: `row_no`, `severity`, `code`, one line per row and broken rule. replaced: see `receipt_record`.
    """
    concerned = lines if issues and submission.feed else None
    record = receipt_record(
        submission, issues=issues, previous=previous, lines=concerned, replaced=replaced, dry_run=dry_run
    )
    rows = {ROWS_FILE: rows_csv(concerned, feed=submission.feed)} if submission.rows_read else {}
    offered = (WORKBOOK_FILE, ROWS_FILE) if concerned is not None and concerned.height else (WORKBOOK_FILE,)
    return {
        **rows,
        WORKBOOK_FILE: receipt_workbook(record, concerned),
        PAGE_FILE: receipt_page(record, files=offered),
        DATA_FILE: receipt_json(record),
    }


def in_order(files: Mapping[str, bytes], *, place: Path) -> dict[str, bytes]:
    """The files of a result in the order in which they are put into `place`.

    Rows that an earlier result left there give way to an empty list, here and where copies of the outbox lie.
    """
    if (place / ROWS_FILE).exists():
        files = {ROWS_FILE: rows_csv(None, feed=None), **files}
    return {name: files[name] for name in RECEIPT_FILES if name in files}
