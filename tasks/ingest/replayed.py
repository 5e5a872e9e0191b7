"""What became of a submission that was judged again, for people and programs."""

from dataclasses import dataclass
from typing import Any

from warehouse.records import Submission, Verdict


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """One submission judged again; `before` is None when it had never been judged, `after` when it was not now.

    changed: status, reason, counts or rows that go on came out otherwise. note: why it was not judged, and what
    was done with its rows instead.
    """

    submission: Submission
    before: Verdict | None
    after: Verdict | None
    changed: bool = False
    note: str = ""

    def record(self) -> dict[str, Any]:
        """Data for run summaries and `--json`."""
        return {
            "submission": self.submission.label,
            "file_name": self.submission.file_name,
            "branch": self.submission.branch or self.submission.folder,
            "changed": self.changed,
            "note": self.note,
            "before": verdict_record(self.before) if self.before else None,
            "after": verdict_record(self.after) if self.after else None,
        }


def verdict_record(verdict: Verdict) -> dict[str, Any]:
    """A verdict for summaries: counts, codes and versions."""
    counts = verdict.counts
    return {
        "status": verdict.status,
        "reason": verdict.reason_code,
        "detail": str(verdict.details.get("reason_detail", "")),
        "rows": {
            "read": counts.rows_read,
            "accepted": counts.rows_accepted,
            "rejected": counts.rows_rejected,
            "merged": counts.rows_merged,
            "warned": counts.rows_warned,
        },
        "rules": {issue.code: issue.row_count for issue in verdict.issues},
        "contract_version": verdict.contract_version,
        "rules_version": verdict.rules_version,
    }
