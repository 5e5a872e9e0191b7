"""What the Prefect UI shows of a run besides its log, as artifacts; counts, codes and names of files only."""

from collections.abc import Sequence
from typing import Any

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from expectations.written import ENGLISH
from flows.ui.best_effort import best_effort
from flows.ui.markdown import release_text
from flows.ui.summary import IngestSummary, RunSummary
from settings import Settings
from tasks.operations.status.highlights import Highlights
from warehouse.records import Status

STATUS_ORDER = tuple(
    map(str, (Status.FAILED, Status.HELD, Status.REFUSED, Status.ACCEPTED_WITH_REJECTS, Status.RECEIVED,
              Status.SUPERSEDED, Status.DUPLICATE, Status.ACCEPTED))
)  # fmt: skip
STATE_ORDER = ("missing", "late", "not_due", "ok", "not_expected")


def show_in_ui(summary: RunSummary, highlights: Highlights, settings: Settings) -> None:
    """The artifacts of the flow run."""
    with best_effort():
        create_markdown_artifact(
            key="release", markdown=release_text(summary, highlights, settings), description="What was published"
        )
        _show_table("submissions", submission_rows(summary), "What was delivered, and what became of it")
        _show_table("coverage", highlights.coverage, coverage_heading(summary, highlights))
        _show_table("completeness", highlights.completeness, completeness_heading(highlights))
        _show_table("deliveries", delivery_rows(summary), "What each branch delivered so far: missing and late first")


def _show_table(key: str, rows: Sequence[dict[str, Any]], description: str) -> None:
    if rows:
        create_table_artifact(key=key, table=list(rows), description=description)


def coverage_heading(summary: RunSummary, highlights: Highlights) -> str:
    """What the figures are, and what they are compared with."""
    compared = f"; compared with release {highlights.compared_with}" if highlights.compared_with else ""
    return f"Coverage as of {summary.as_of} by NIK, in percent of eligible workers{compared}"


def completeness_heading(highlights: Highlights) -> str:
    """How many branches the figures rest on."""
    counts = highlights.branches
    return (
        f"Enrolments by branch: {counts['in']} in, {counts['carried_forward']} carried forward, "
        f"{counts['missing']} missing"
    )


def show_ingested(summary: IngestSummary) -> None:
    """The artifact of a sweep of the inbox."""
    with best_effort():
        _show_table("submissions", submission_rows(summary), "What was delivered, and what became of it")


def submission_rows(summary: RunSummary | IngestSummary) -> list[dict[str, object]]:
    """One row a submission, what needs somebody first."""
    rows = sorted(summary.submissions, key=lambda one: STATUS_ORDER.index(one["status"]))
    return [
        {
            "submission": one["submission"],
            "status": one["status"].replace("_", " "),
            "reason": one["reason"]["code"] if one["reason"] else "",
            "branch": one["branch"] or one["folder"],
            "file": one["file_name"],
            **{name: ENGLISH.number(count) for name, count in one["rows"].items()},
        }
        for one in rows
    ]


def delivery_rows(summary: RunSummary) -> list[dict[str, object]]:
    """One row per branch and feed, what is missing and late first."""
    rows = sorted(summary.deliveries, key=lambda one: STATE_ORDER.index(one["state"]))
    return [
        {
            "branch": one["branch"],
            "feed": one["feed"],
            "state": one["state"].replace("_", " "),
            "due by": one["due_by"] or "",
            "position": one["position_date"] or "",
            "age, days": _or_blank(one["age_days"]),
            "last delivery": f"{one['last_submission'] or ''} {one['last_status'] or ''}".strip().replace("_", " "),
            "rejected": "" if one["reject_pct"] is None else f"{one['reject_pct']} %",
            "± points": "" if one["reject_change"] is None else f"{one['reject_change']:+}",
            "rows": _or_blank(one["rows"]),
            "held": one["held"],
            "failed": one["failed"],
        }
        for one in rows
    ]


def _or_blank(number: int | None) -> str:
    return "" if number is None else ENGLISH.number(number)


def show_filled(records: Sequence[dict[str, Any]]) -> None:
    """One artifact of a backfill: what became of each date."""
    rows = [
        {
            "as of": one["as_of"],
            "ending": one["ending"].replace("_", " "),
            "release": one["release"] or "",
            "problem": one["problem"],
        }
        for one in records
    ]
    with best_effort():
        _show_table("backfill", rows, "What became of each date")


def show_replayed(record: dict[str, Any]) -> None:
    """One artifact of a replay: what came out otherwise."""
    changed = [one for one in record["submissions"] if one["changed"]]
    judged = f"{record['judged']} judged again, {record['changed']} changed{' (dry run)' if record['dry_run'] else ''}"
    with best_effort():
        if changed:
            create_table_artifact(key="reprocess", table=[replayed_row(one) for one in changed], description=judged)
        else:
            create_markdown_artifact(key="reprocess", markdown=f"{judged}\n", description="What came out otherwise")


def replayed_row(one: dict[str, Any]) -> dict[str, object]:
    """One row a changed submission."""
    before, after = one["before"] or {}, one["after"]
    return {
        "submission": one["submission"],
        "file": one["file_name"],
        "branch": one["branch"],
        "status before": before.get("status", "").replace("_", " "),
        "status after": after["status"].replace("_", " "),
        "accepted before": before.get("rows", {}).get("accepted", 0),
        "accepted after": after["rows"]["accepted"],
        "rules": after["rules_version"],
    }
