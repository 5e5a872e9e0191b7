"""The counts of submissions as the conservation gate judges them."""

from collections.abc import Iterable

import polars as pl

from warehouse.records import Status, Submission

COUNTS = ("rows_read", "rows_accepted", "rows_rejected", "rows_merged")
SCHEMA = {"row_no": pl.Int64, "label": pl.String, "refused": pl.Boolean, **dict.fromkeys(COUNTS, pl.Int64)}


def counts_frame(submissions: Iterable[Submission]) -> pl.DataFrame:
    """One row a submission: `row_no` (its number), `label`, `refused`, and its counts."""
    rows = [
        {
            "row_no": submission.id,
            "label": submission.label,
            "refused": submission.status is Status.REFUSED,
            **{name: getattr(submission, name) for name in COUNTS},
        }
        for submission in submissions
    ]
    return pl.DataFrame(rows, schema=SCHEMA)
