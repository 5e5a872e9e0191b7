"""Problems of one delivery against those of the delivery before: what is new, still there, fixed."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from warehouse.records import Issue, Submission

Change = Literal["new", "still", "more", "fewer"]
HASH_DIGITS = 16


@dataclass(frozen=True, kw_only=True)
class Previous:
    """The delivery a receipt compares with: the one before of the same branch and feed that was judged."""

    submission: Submission
    issues: tuple[Issue, ...]


def issue_hash(*, feed: str | None, branch: str | None, code: str, columns: Sequence[str] = ()) -> str:
    """The name of a problem that stays the same from delivery to delivery.

    The first 16 hexadecimal digits of the SHA-256 over feed, branch, rule code and column headers, joined by LF.
    Neither date nor count goes in, so the same rule broken again next month is the same problem.
    """
    text = "\n".join((feed or "", branch or "", code, *columns))
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_DIGITS]


def hash_of(issue: Issue, *, submission: Submission) -> str:
    """The stable hash of a row issue of a submission."""
    return issue_hash(feed=submission.feed, branch=submission.branch, code=issue.code, columns=issue.columns)


def rows_compare(submission: Submission, previous: Previous | None) -> bool:
    """Whether the rows of both deliveries were read; else nothing can be said about their row issues."""
    return previous is not None and bool(submission.rows_read and previous.submission.rows_read)


def rows_before(previous: Previous) -> dict[str, int]:
    """Rows per stable hash in the delivery before."""
    return {hash_of(issue, submission=previous.submission): issue.row_count for issue in previous.issues}


def change_of(rows: int, before: int | None) -> Change:
    """How a problem moved; `before` is None where it was not there."""
    if before is None:
        return "new"
    return "still" if rows == before else "more" if rows > before else "fewer"


def fixed_issues(submission: Submission, issues: Sequence[Issue], previous: Previous | None) -> list[Issue]:
    """Row issues of the delivery before that are gone; empty where the rows of one were never read."""
    if previous is None or not rows_compare(submission, previous):
        return []
    now = {hash_of(issue, submission=submission) for issue in issues}
    return [issue for issue in previous.issues if hash_of(issue, submission=previous.submission) not in now]


def fixed_reason(submission: Submission, previous: Previous | None) -> str | None:
    """Why the delivery before was refused or held, if this one is not for the same reason."""
    reason = previous.submission.reason_code if previous else None
    return None if reason == submission.reason_code else reason
