"""The files of a receipt, as bytes by name."""

from collections.abc import Sequence

import polars as pl

from tasks.check.receipt.page import receipt_page
from tasks.check.receipt.problems import Previous
from tasks.check.receipt.record import receipt_json, receipt_record
from tasks.check.receipt.rows import rows_csv
from tasks.check.receipt.workbook import receipt_workbook
from warehouse.records import Issue, Submission

DATA_FILE, PAGE_FILE, WORKBOOK_FILE, ROWS_FILE = "receipt.json", "receipt.html", "receipt.xlsx", "rows.csv"
RECEIPT_FILES = (ROWS_FILE, WORKBOOK_FILE, PAGE_FILE, DATA_FILE)  # in the order in which they are put into place


def arrival_files(submission: Submission) -> dict[str, bytes]:
    """Of a file that was taken and not yet judged: data and page."""
    record = receipt_record(submission, issues=())
    return {PAGE_FILE: receipt_page(record, files=()), DATA_FILE: receipt_json(record)}


def result_files(
    submission: Submission,
    *,
    issues: Sequence[Issue],
    lines: pl.DataFrame | None,
    previous: Previous | None = None,
    dry_run: bool = False,
) -> dict[str, bytes]:
    """Of a result: data and page, the workbook once rows were read, `rows.csv` where rows are concerned.

    lines: `row_no`, `severity`, `code`, one line per row and broken rule.
    """
    concerned = lines if issues and submission.feed else None
    record = receipt_record(submission, issues=issues, previous=previous, lines=concerned, dry_run=dry_run)
    files: dict[str, bytes] = {}
    if concerned is not None and submission.feed:
        files[ROWS_FILE] = rows_csv(concerned, feed=submission.feed)
    if submission.rows_read:
        files[WORKBOOK_FILE] = receipt_workbook(record, concerned)
    files[PAGE_FILE] = receipt_page(record, files=tuple(files))
    files[DATA_FILE] = receipt_json(record)
    return files
