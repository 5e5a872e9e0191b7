"""The receipt a branch gets: JSON for machines, a text for people (Indonesian, then English), the rows concerned.

Row numbers, rule codes and texts only: the branch looks the row up in its own file.
"""

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Any

import polars as pl

from expectations.contract import Rule
from expectations.contracts import FEEDS
from expectations.file_rules import FILE_RULE
from warehouse.records import Issue, Status, Submission

STATUS_TEXTS = {
    Status.RECEIVED: ("diterima, menunggu diperiksa", "received, waiting to be checked"),
    Status.DUPLICATE: ("sudah pernah diterima: isinya sama persis", "already received: the content is identical"),
    Status.REFUSED: ("DITOLAK seluruhnya, tidak ada baris yang dipakai", "REFUSED as a whole, no row is used"),
    Status.HELD: ("DITAHAN, menunggu persetujuan pengelola", "HELD until the operator approves"),
    Status.ACCEPTED: ("diterima seluruhnya", "accepted in full"),
    Status.ACCEPTED_WITH_REJECTS: ("diterima, kecuali baris yang ditolak", "accepted, but for the rejected rows"),
    Status.SUPERSEDED: ("diterima, tetapi sudah ada revisi yang lebih baru", "accepted, but a newer revision holds"),
    Status.FAILED: (
        "gagal diproses karena gangguan sistem; akan dicoba lagi",
        "failed by a system fault; to be retried",
    ),
}
MERGED_TEXTS = ("Baris berulang; yang terbaru dipakai", "Repeated row; the latest is used")
TEXT_WIDTH = 88


def submission_label(submission_id: int | None) -> str | None:
    """A submission's number as people read it: `S000012`."""
    return None if submission_id is None else f"S{submission_id:06d}"


def receipt_folder(submission: Submission) -> str:
    """Name of the receipt's folder in the branch's outbox, safe whatever the file was called."""
    safe = re.sub(r"[^A-Za-z0-9._-]", "_", submission.file_name).strip(".")[:80]
    return f"{submission.label}_{safe}"


def receipt_record(submission: Submission, *, issues: Sequence[Issue]) -> dict[str, Any]:
    """The receipt as JSON-ready data."""
    return {
        "submission": submission.label,
        "file_name": submission.file_name,
        "branch": submission.branch,
        "feed": submission.feed,
        "position_date": submission.position_date.isoformat() if submission.position_date else None,
        "revision": submission.revision,
        "status": submission.status,
        "status_id": STATUS_TEXTS[submission.status][0],
        "status_en": STATUS_TEXTS[submission.status][1],
        "duplicate_of": submission_label(submission.duplicate_of),
        "reason": reason_record(submission),
        "rows": {
            "read": submission.rows_read,
            "accepted": submission.rows_accepted,
            "rejected": submission.rows_rejected,
            "merged": submission.rows_merged,
            "warned": submission.rows_warned,
        },
        "rules": [rule_record(issue, feed=submission.feed) for issue in issues],
        "file_facts": dict(submission.details.get("file", {})),
    }


def reason_record(submission: Submission) -> dict[str, str] | None:
    """Why a file was refused or held; None when it was not."""
    if submission.reason_code is None:
        return None
    rule = FILE_RULE.get(submission.reason_code)
    texts = (rule.text_id, rule.text_en) if rule else STATUS_TEXTS[submission.status]
    return {
        "code": submission.reason_code,
        "text_id": texts[0],
        "text_en": texts[1],
        "detail": str(submission.details.get("reason_detail", "")),
    }


def rule_record(issue: Issue, *, feed: str | None) -> dict[str, Any]:
    """One broken rule with its texts."""
    text_id, text_en = rule_texts(issue.code, feed=feed)
    return {
        "code": issue.code,
        "severity": str(issue.severity),
        "columns": list(issue.columns),
        "rows": issue.row_count,
        "text_id": text_id,
        "text_en": text_en,
    }


def rule_texts(code: str, *, feed: str | None) -> tuple[str, str]:
    """Indonesian and English text of a row rule."""
    rules: dict[str, Rule] = {rule.code: rule for rule in FEEDS[feed].rules} if feed else {}
    return (rules[code].text_id, rules[code].text_en) if code in rules else MERGED_TEXTS


def receipt_json(submission: Submission, *, issues: Sequence[Issue]) -> str:
    """The receipt for machines."""
    return json.dumps(receipt_record(submission, issues=issues), ensure_ascii=False, indent=2) + "\n"


def receipt_text(submission: Submission, *, issues: Sequence[Issue]) -> str:
    """The receipt for people."""
    title = FEEDS[submission.feed].title_id if submission.feed else "-"
    head = [
        f"TANDA TERIMA {submission.label}  -  RECEIPT",
        "=" * TEXT_WIDTH,
        f"Berkas / File            : {submission.file_name}",
        f"Jenis / Feed             : {title}" + (f" ({submission.feed})" if submission.feed else ""),
        f"Cabang / Branch          : {submission.branch or submission.folder}",
        f"Tanggal posisi / Position: {submission.position_date or '-'}"
        + (f"  revisi/revision {submission.revision}" if submission.revision else ""),
        "",
        f"Status: {STATUS_TEXTS[submission.status][0]}",
        f"        {STATUS_TEXTS[submission.status][1]}",
        *([f"        = {submission_label(submission.duplicate_of)}"] if submission.duplicate_of else []),
    ]
    return (
        "\n".join(
            [*head, *_reason_lines(submission), *_row_lines(submission), *_rule_lines(issues, feed=submission.feed)]
        )
        + "\n"
    )


ROWS_HINT = "\nNomor baris ada di rows.csv / Row numbers are in rows.csv\n"


def rows_csv(rejected: pl.DataFrame, warned: pl.DataFrame, *, feed: str) -> str:
    """One line per row and broken rule: `row_no,severity,code,text_id,text_en`."""
    both = pl.concat(
        [rejected.with_columns(severity=pl.lit("reject_row")), warned.with_columns(severity=pl.lit("warn"))]
    )
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["row_no", "severity", "code", "text_id", "text_en"])
    texts = {code: rule_texts(code, feed=feed) for code in both["code"].unique()}
    for row_no, code, severity in both.sort("row_no", "severity", "code").iter_rows():
        writer.writerow([row_no, severity, code, *texts[code]])
    return out.getvalue()


def _reason_lines(submission: Submission) -> list[str]:
    reason = reason_record(submission)
    if reason is None:
        return []
    detail = [f"        {reason['detail']}"] if reason["detail"] else []
    return ["", f"Alasan: {reason['text_id']}", f"Reason: {reason['text_en']}  [{reason['code']}]", *detail]


def _row_lines(submission: Submission) -> list[str]:
    if not submission.rows_read:
        return []
    counts = (
        ("Baris dibaca / rows read", submission.rows_read),
        ("  diterima / accepted", submission.rows_accepted),
        ("  ditolak / rejected", submission.rows_rejected),
        ("  digabung / merged", submission.rows_merged),
        ("Baris dengan peringatan / rows with a warning", submission.rows_warned),
    )
    return ["", *(f"{label:<48}{count:>12,}".replace(",", ".") for label, count in counts)]


def _rule_lines(issues: Sequence[Issue], *, feed: str | None) -> list[str]:
    if not issues:
        return []
    lines = ["", "Aturan yang dilanggar / Broken rules", "-" * TEXT_WIDTH]
    for issue in issues:
        text_id, text_en = rule_texts(issue.code, feed=feed)
        label = "TOLAK/REJECT" if issue.severity == "reject_row" else "catatan/warn"
        lines += [f"{label}  {issue.row_count:>9,}  {issue.code}".replace(",", "."), f"    {text_id}", f"    {text_en}"]
    return lines
