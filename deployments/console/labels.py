"""Submission numbers as people write them."""

import re

from warehouse.errors import SubmissionUnknown


def submission_number(label: str) -> int:
    """The number in a submission label, `S000012` or `12`; raises `SubmissionUnknown`."""
    found = re.fullmatch(r"[sS]?0*(\d{1,18})", label.strip(), re.ASCII)
    if found is None:
        raise SubmissionUnknown(f"{label} is no submission number: write it as `ucj submissions` shows it, S000012.")
    return int(found[1])
