"""Make the receipt as data from a submission, its issues and the delivery before."""

import json
import re
from collections.abc import Mapping, Sequence

import polars as pl

from expectations.contracts import FEEDS
from expectations.contracts.file_rules import FILE_RULE
from expectations.contracts.schema import Severity
from tasks.check.receipt.dry_run import DryRun, dry_run_step
from tasks.check.receipt.file_facts import fact_lines, safe_facts
from tasks.check.receipt.issue_tracking import (
    Previous,
    change_of,
    fixed_issues,
    fixed_reason,
    hash_of,
    issue_hash,
    rows_before,
    rows_compare,
)
from tasks.check.receipt.messages import (
    CONTRADICTING_REPEAT,
    CONTRADICTING_TEXTS,
    MERGED_REPEAT,
    MERGED_TEXTS,
    NEXT_STEPS,
    NOT_IN_FORCE,
    NOT_IN_FORCE_STEP,
    REASON_STATUS,
    REASON_STEPS,
    RETIRED_TEXTS,
    SAME_CONTENT,
    STATUS_TEXTS,
    Texts,
)
from tasks.check.receipt.schema import (
    ComparedWith,
    FixedRecord,
    ReasonRecord,
    Receipt,
    RowCounts,
    RuleRecord,
)
from tasks.presentation.safe_text import visible
from tasks.receive.file_name import CHECK_PREFIX, is_check_name
from warehouse.records import SAME_BYTES, Issue, Status, Submission, submission_label
from warehouse.submissions.relations import Replaced

USED = {Status.ACCEPTED, Status.RECEIVED}
REVISED = {Status.ACCEPTED_WITH_REJECTS, Status.HELD}  # a corrected file would be a revision
ROWS_NAMED = 10  # row numbers that stand in the receipt itself; rows.csv has all


def receipt_folder(submission: Submission) -> str:
    """Name of the receipt's folder in the branch's outbox, safe whatever the file was called."""
    return f"{submission.label}_{_safe(submission.file_name)}"


def check_folder(file_name: str) -> str:
    """Name of the folder for the receipt of a file that is only checked; it is one for all checks of that name."""
    safe = _safe(file_name)
    return safe if is_check_name(safe) else f"{CHECK_PREFIX}{safe}"


def _safe(file_name: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "_", file_name).strip(".")[:80]


def rules_overlap(receipt: Receipt) -> bool:
    """Whether rows stand under several rules, so that the counts by rule add up to more than the rows."""
    return any(
        sum(rule["rows"] for rule in receipt["rules"] if rule["severity"] == severity) > rows
        for severity, rows in (
            (Severity.REJECT_ROW, receipt["rows"]["rejected"]),
            (Severity.WARN, receipt["rows"]["warned"]),
        )
    )


def receipt_record(
    submission: Submission,
    *,
    issues: Sequence[Issue],
    previous: Previous | None = None,
    lines: pl.DataFrame | None = None,
    replaced: Replaced | None = None,
    dry_run: DryRun | None = None,
) -> Receipt:
    """The receipt as JSON-ready data.

    previous: the delivery to compare with, if there is one. lines: `row_no` and `code`, one line per row and broken
    rule, from which the first rows of each rule are named. replaced: of a duplicate whose content is not in force.
    dry_run: how the file was judged, where it was not delivered.
    """
    named = _first_rows(lines)
    before = rows_before(previous) if previous and rows_compare(submission, previous) else None
    facts = submission.details.get("file", {})
    status_id, status_en = NOT_IN_FORCE if replaced else _status_texts(submission)
    next_id, next_en = _return_step(replaced) if replaced else _next_step(submission, dry_run=dry_run)
    return Receipt(
        submission=None if dry_run else submission.label,
        file_name=submission.file_name,
        branch=submission.branch,
        folder=submission.folder,
        feed=submission.feed,
        position_date=submission.position_date.isoformat() if submission.position_date else None,
        revision=submission.revision,
        received_at=None if dry_run else submission.received_at.isoformat(timespec="seconds"),
        status=submission.status,
        status_id=status_id,
        status_en=status_en,
        next_id=next_id,
        next_en=next_en,
        duplicate_of=_label(submission.duplicate_of),
        superseded_by=in_force_instead(submission, replaced),
        reason=reason_record(submission),
        rows=RowCounts(
            read=submission.rows_read,
            accepted=submission.rows_accepted,
            rejected=submission.rows_rejected,
            merged=submission.rows_merged,
            warned=submission.rows_warned,
        ),
        rules=[
            _rule_record(issue, submission=submission, before=before, first_rows=named.get(issue.code, []))
            for issue in sorted(issues, key=lambda issue: (issue.severity, -issue.row_count, issue.code))
        ],
        compared_with=_compared_with(submission, previous),
        fixed=_fixed_records(submission, issues, previous),
        file_facts=safe_facts(facts),
        file_facts_texts=fact_lines(facts),
        contract_version=submission.contract_version,
        rules_version=submission.rules_version,
    )


def in_force_instead(submission: Submission, replaced: Replaced | None) -> str | None:
    """Label of what is in force in place of this content, where something has replaced it."""
    return replaced.by.label if replaced else _label(submission.superseded_by)


def _label(submission_id: int | None) -> str | None:
    return None if submission_id is None else submission_label(submission_id)


def _status_texts(submission: Submission) -> Texts:
    return REASON_STATUS.get(submission.reason_code or "") or STATUS_TEXTS[submission.status]


def _next_step(submission: Submission, *, dry_run: DryRun | None) -> Texts:
    """What the branch should do now; where that is to send a revision, how it would be called."""
    reason = submission.reason_code or ""
    if dry_run:
        return dry_run_step(submission.status, reason=reason, dry_run=dry_run)
    step = REASON_STEPS.get(reason) or NEXT_STEPS[submission.status]
    if submission.status in USED and submission.details.get(SAME_BYTES):
        others = ", ".join(map(submission_label, submission.details[SAME_BYTES]))
        step = (
            f"{step[0]} {SAME_CONTENT[0].format(others=others)}",
            f"{step[1]} {SAME_CONTENT[1].format(others=others)}",
        )
    if submission.status not in REVISED or submission.feed is None or reason in REASON_STEPS:
        return step
    name = _revision_name(submission, submission.revision + 1)
    return f"{step[0].removesuffix('.')}: {name}.", f"{step[1].removesuffix('.')}: {name}."


def _return_step(replaced: Replaced) -> Texts:
    """How to bring content that was replaced into force again."""
    name = _revision_name(replaced.original, replaced.next_revision)
    step_id, step_en = (step.format(by=replaced.by.label, name=name) for step in NOT_IN_FORCE_STEP)
    return step_id, step_en


def _revision_name(submission: Submission, revision: int) -> str:
    """What a file for the slot of a submission is called under a revision, without its ending."""
    prefix = FEEDS[str(submission.feed)].file_prefix
    return f"{prefix}_{submission.branch}_{submission.position_date:%Y%m%d}_R{revision}"


def receipt_json(receipt: Receipt) -> bytes:
    """The receipt for machines."""
    return (json.dumps(receipt, ensure_ascii=False, indent=2) + "\n").encode("utf-8", errors="replace")


def reason_record(submission: Submission) -> ReasonRecord | None:
    """Why a file was refused or held; None when it was not."""
    if submission.reason_code is None:
        return None
    rule = FILE_RULE.get(submission.reason_code)
    text_id, text_en = (rule.text_id, rule.text_en) if rule else STATUS_TEXTS[submission.status]
    detail = visible(submission.reason_detail)
    return ReasonRecord(code=submission.reason_code, text_id=text_id, text_en=text_en, detail=detail)


def rule_texts(code: str, *, feed: str | None) -> Texts:
    """Indonesian and English text of a row rule; of one that is no longer in the contract, that it is not."""
    if code == MERGED_REPEAT:
        return MERGED_TEXTS
    if code == CONTRADICTING_REPEAT:
        return CONTRADICTING_TEXTS
    rules = FEEDS[feed].rules if feed else ()
    return next(((rule.text_id, rule.text_en) for rule in rules if rule.code == code), RETIRED_TEXTS)


def file_rule_texts(code: str) -> Texts:
    """Indonesian and English text of a reason that concerns the whole file."""
    rule = FILE_RULE.get(code)
    return (rule.text_id, rule.text_en) if rule else RETIRED_TEXTS


def _rule_record(
    issue: Issue, *, submission: Submission, before: Mapping[str, int] | None, first_rows: list[int]
) -> RuleRecord:
    text_id, text_en = rule_texts(issue.code, feed=submission.feed)
    name = hash_of(issue, submission=submission)
    rows_then = before.get(name) if before is not None else None
    return RuleRecord(
        code=issue.code,
        severity=str(issue.severity),
        columns=list(issue.columns),
        rows=issue.row_count,
        text_id=text_id,
        text_en=text_en,
        hash=name,
        change=None if before is None else change_of(issue.row_count, rows_then),
        rows_before=None if before is None else rows_then or 0,
        first_rows=first_rows,
    )


def _fixed_records(submission: Submission, issues: Sequence[Issue], previous: Previous | None) -> list[FixedRecord]:
    found: list[FixedRecord] = []
    if reason := fixed_reason(submission, previous):
        text_id, text_en = file_rule_texts(reason)
        name = issue_hash(feed=submission.feed, branch=submission.branch, code=reason)
        found.append(
            FixedRecord(code=reason, columns=[], text_id=text_id, text_en=text_en, hash=name, rows_before=None)
        )
    for issue in fixed_issues(submission, issues, previous):
        text_id, text_en = rule_texts(issue.code, feed=submission.feed)
        found.append(
            FixedRecord(
                code=issue.code,
                columns=list(issue.columns),
                text_id=text_id,
                text_en=text_en,
                hash=hash_of(issue, submission=submission),
                rows_before=issue.row_count,
            )
        )
    return found


def _compared_with(submission: Submission, previous: Previous | None) -> ComparedWith | None:
    if previous is None:
        return None
    then = previous.submission
    return ComparedWith(
        submission=then.label,
        file_name=then.file_name,
        position_date=then.position_date.isoformat() if then.position_date else None,
        rows=rows_compare(submission, previous),
    )


def _first_rows(lines: pl.DataFrame | None) -> dict[str, list[int]]:
    if lines is None or lines.is_empty():
        return {}
    first = lines.sort("row_no").group_by("code").agg(pl.col("row_no").head(ROWS_NAMED))
    return dict(zip(first["code"].to_list(), first["row_no"].to_list(), strict=True))
