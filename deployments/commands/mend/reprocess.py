"""`ucj reprocess`: the flow `reprocess`, once, in this process."""

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from deployments.commands.options import DAY, AsJson, feed_names, parse_day
from deployments.console.exit_codes import Exit
from deployments.console.labels import submission_number

if TYPE_CHECKING:
    from settings import Settings

app = typer.Typer(rich_markup_mode=None)


@app.command()
def reprocess(
    submissions: Annotated[list[str] | None, typer.Argument(help="Numbers, for example S000012 or 12.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Everything that was ever judged.")] = False,
    feed: Annotated[
        str | None,
        typer.Option("--feed", autocompletion=feed_names, help="Of one feed, for example PESERTA or enrolment."),
    ] = None,
    branch: Annotated[str | None, typer.Option("--branch", help="Of one branch.")] = None,
    since: Annotated[
        date | None,
        typer.Option("--since", parser=parse_day, metavar=DAY, help="That arrived on this day or later."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    as_json: AsJson = False,
) -> None:
    """Judge archived files again, after a change of rules.

    Prints what changed; what was said before is kept (`ucj explain`). The next run publishes what follows.
    """
    from deployments.console.feeds import feed_named
    from deployments.console.home import require_home

    settings = require_home()
    ids = [submission_number(label) for label in submissions or ()]
    options: dict[str, Any] = {
        "everything": everything,
        "feed": feed_named(feed).name if feed else None,
        "branch": branch.upper() if branch else None,
        "since": since,
    }
    chosen = _any_chosen(ids, options, settings=settings)  # wrong numbers and options are told at once
    summary = _run(ids, options, dry_run=dry_run, settings=settings) if chosen else _nothing(dry_run=dry_run)
    typer.echo(json.dumps(summary, ensure_ascii=False, indent=2) if as_json else summary_text(summary))
    raise typer.Exit(Exit.INTERNAL if summary["faults"] else Exit.GOOD)


def summary_text(summary: dict[str, Any]) -> str:
    """What changed, for people."""
    lines = [line for one in summary["submissions"] for line in _lines(one)]
    lines += [f"{label}  left as it was, a system fault: {fault}" for label, fault in summary["faults"].items()]
    counts = f"{summary['judged']} judged again, {summary['changed']} changed, {summary['not_judged']} not judged"
    if summary["dry_run"]:
        return "\n".join([*lines, f"{counts}; dry run, nothing was written"])
    after = "; the next `ucj run` publishes what follows" if summary["changed"] else ""
    return "\n".join([*lines, f"{counts}{after}"])


def _lines(one: dict[str, Any]) -> list[str]:
    """Nothing for a submission that came out as before."""
    head = f"{one['submission']}  {one['file_name']}"
    if one["note"]:
        return [f"{head}  not judged: {one['note']}"]
    if not one["changed"]:
        return []
    before, after = one["before"] or {"status": "-", "reason": None, "rows": {}, "rules": {}}, one["after"]
    lines = [f"{head}  {_status(before)} -> {_status(after)}"]
    for name, count in after["rows"].items():
        if count != before["rows"].get(name, 0):
            lines.append(f"    rows {name:<20}{before['rows'].get(name, 0):>12,} -> {count:,}")
    for code in sorted({*before["rules"], *after["rules"]}):
        counts = before["rules"].get(code, 0), after["rules"].get(code, 0)
        if counts[0] != counts[1]:
            lines.append(f"    {code:<25}{counts[0]:>12,} -> {counts[1]:,}")
    return lines if len(lines) > 1 else [*lines, "    the same counts, but other values in the rows that go on"]


def _status(verdict: dict[str, Any]) -> str:
    return f"{verdict['status']} ({verdict['reason']})" if verdict["reason"] else str(verdict["status"])


def _any_chosen(ids: Sequence[int], options: dict[str, Any], *, settings: "Settings") -> bool:
    from tasks.execution.catalogue import catalogue
    from tasks.ingest.selection import Selection, select_submissions
    from warehouse.dimensions.regions import load_regions

    with catalogue(settings) as engine:
        return bool(select_submissions(engine, Selection(ids=tuple(ids), **options), regions=load_regions()))


def _run(ids: list[int], options: dict[str, Any], *, dry_run: bool, settings: "Settings") -> dict[str, Any]:
    from deployments.console.progress import shown_progress
    from deployments.server.command.ephemeral_server import begin_ephemeral_server
    from deployments.server.environment import apply_prefect_environment

    apply_prefect_environment(settings)
    with shown_progress():
        await_server = begin_ephemeral_server(settings)
        from deployments.server.command.local_run import run_with_heartbeat
        from flows.reprocess import reprocess_archive  # Prefect reads its environment once

        await_server()
        return run_with_heartbeat(reprocess_archive, settings, submissions=ids, dry_run=dry_run, **options).record()


def _nothing(*, dry_run: bool) -> dict[str, Any]:
    return {"dry_run": dry_run, "judged": 0, "changed": 0, "not_judged": 0, "submissions": [], "faults": {}}
