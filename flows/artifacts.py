"""What the Prefect UI shows of a run besides its log: the submissions, and the release in words."""

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from flows.summary import RunSummary


def show_in_ui(summary: RunSummary) -> None:
    """Two artifacts of the flow run; counts and codes only."""
    if summary.submissions:
        create_table_artifact(key="submissions", table=submission_rows(summary), description="What was delivered")
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
