"""What the Prefect UI shows of a run besides its log: the submissions, and the release in words."""

from typing import Any

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from flows.summary import RunSummary


def show_in_ui(summary: RunSummary) -> None:
    """The artifacts of the flow run; counts and codes only."""
    if summary.submissions:
        create_table_artifact(key="submissions", table=submission_rows(summary), description="What was delivered")
    if summary.deliveries:
        create_table_artifact(key="deliveries", table=delivery_rows(summary), description="What is late or missing")
    create_markdown_artifact(key="release", markdown=release_text(summary), description="What was published")


def submission_rows(summary: RunSummary) -> list[dict[str, object]]:
    """One row a submission."""
    return [
        {
            "submission": one["submission"],
            "file": one["file_name"],
            "branch": one["branch"] or one["folder"],
            "status": one["status"],
            "reason": one["reason"]["code"] if one["reason"] else "",
            **{f"rows {name}": count for name, count in one["rows"].items()},
        }
        for one in summary.submissions
    ]


def delivery_rows(summary: RunSummary) -> list[dict[str, object]]:
    """One row per branch and feed."""
    return [
        {
            "branch": one["branch"],
            "feed": one["feed"],
            "state": one["state"],
            "position": one["position_date"] or "",
            "age in days": one["age_days"],
            "due by": one["due_by"] or "",
            "rows": one["rows"],
            "rejected %": one["reject_pct"],
            "change in points": one["reject_change"],
            "last delivery": f"{one['last_submission'] or ''} {one['last_status'] or ''}".strip(),
            "held": one["held"],
            "failed": one["failed"],
        }
        for one in summary.deliveries
    ]


def release_text(summary: RunSummary) -> str:
    """The release in Markdown."""
    lines = [f"# As of {summary.as_of}: {summary.ending.replace('_', ' ')}", ""]
    if summary.release:
        nation = summary.release["nation"]
        lines += [
            (
                f"Indonesia: **{nation['active']:,}** active ({nation['active_strict']:,} without arrears)"
                f" of {nation['eligible'] or 'unknown'} eligible = **{nation['coverage_pct'] or 'not available'} %**"
            ),
            "",
            f"Release `{summary.release['id']}` in `{summary.release['path']}`",
            "",
        ]
        lines += [f"- problem: {problem}" for problem in summary.release["problems"]]
    lines += [f"- {note}" for note in summary.notes]
    lines += [f"- left in inbox: `{item['path']}` ({item['reason']})" for item in summary.left_in_inbox]
    return "\n".join(lines) + "\n"


def show_replayed(record: dict[str, Any]) -> None:
    """One artifact of a replay: what came out otherwise; counts and codes only."""
    changed = [one for one in record["submissions"] if one["changed"]]
    judged = f"{record['judged']} judged again, {record['changed']} changed{' (dry run)' if record['dry_run'] else ''}"
    create_table_artifact(key="reprocess", table=[replayed_row(one) for one in changed], description=judged)


def replayed_row(one: dict[str, Any]) -> dict[str, object]:
    """One row a changed submission."""
    before, after = one["before"] or {}, one["after"]
    return {
        "submission": one["submission"],
        "file": one["file_name"],
        "branch": one["branch"],
        "status before": before.get("status", ""),
        "status after": after["status"],
        "accepted before": before.get("rows", {}).get("accepted", 0),
        "accepted after": after["rows"]["accepted"],
        "rules": after["rules_version"],
    }
