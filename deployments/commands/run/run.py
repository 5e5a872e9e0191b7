"""`ucj run`: the flow `run-daily`, once, in this process."""

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from deployments.commands.options import DAY, AsJson, AsOf, parse_day
from deployments.console.exit_codes import Exit
from expectations.written import counted
from warehouse.errors import AsOfInFuture

if TYPE_CHECKING:
    from settings import Settings

app = typer.Typer(rich_markup_mode=None)
REJECTED = {"accepted_with_rejects"}
REFUSED = {"refused", "held"}


@app.command()
def run(
    as_of: AsOf = None,
    cohort_since: Annotated[
        date | None,
        typer.Option(
            "--cohort-since",
            parser=parse_day,
            metavar=DAY,
            help="First day of a month; shows who was first counted since then. For every run: setting cohort_since.",
        ),
    ] = None,
    as_json: AsJson = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with 1 when rows were rejected, 2 when a file was refused.")
    ] = False,
    init: Annotated[
        bool, typer.Option("--init", help="Make the home first where there is none, as `ucj init` does.")
    ] = False,
) -> None:
    """Take the inbox through all stages to a release."""
    if init:
        from deployments.commands.start.init import make_home
        from deployments.console.home import settings_for_new_home

        make_home(settings_for_new_home())
    try:
        summary = run_flow(as_of, cohort_since=cohort_since)
    except KeyboardInterrupt:
        typer.echo("ucj: stopped; nothing is lost, the next run goes on from here", err=True)
        raise typer.Exit(Exit.STOPPED) from None
    typer.echo(json.dumps(summary, ensure_ascii=False, indent=2) if as_json else summary_text(summary))
    raise typer.Exit(exit_code(summary, strict=strict))


def run_flow(as_of: date | None, *, cohort_since: date | None = None) -> dict[str, Any]:
    """Run the flow with its progress shown; returns the summary record, with the paths of this home."""
    from deployments.console.home import require_home
    from deployments.console.progress import shown_progress
    from deployments.server.command.ephemeral_server import begin_ephemeral_server
    from deployments.server.environment import apply_prefect_environment
    from deployments.startup.import_of_checks import begin_import_of_checks
    from flows.runtime.clock import today_in_jakarta

    settings = require_home()
    today = today_in_jakarta()
    if as_of is not None and as_of > today:
        raise AsOfInFuture(f"The as-of date {as_of} lies after today ({today} in Jakarta): choose an earlier date.")
    apply_prefect_environment(settings)
    with shown_progress():
        await_server = begin_ephemeral_server(settings)  # before anything starts a thread: see there
        _check(settings, cohort_since, day=as_of or today)
        if any(settings.path("inbox").glob("*/*")):
            begin_import_of_checks()
        from deployments.server.command.local_run import run_with_heartbeat
        from flows.run_daily import run_daily  # Prefect reads its environment once

        await_server()
        summary = run_with_heartbeat(run_daily, settings, as_of=as_of or today, cohort_since=cohort_since)
    paths = {name: str(settings.path(name)) for name in ("inbox", "outbox", "published", "archive", "lake")}
    return {**summary.record(), "home": str(settings.home), "paths": paths}


def _check(settings: "Settings", cohort_since: date | None, *, day: date) -> None:
    """What is wrong with the parameters or the branch list is told before anything is done."""
    from flows.runtime.parameters import with_cohort
    from tasks.receive.branches import load_branches

    with_cohort(settings, cohort_since, day=day)
    load_branches(settings.branches_path)


def exit_code(summary: dict[str, Any], *, strict: bool) -> int:
    """0 when the run ended as designed; see docs/configuration.md for the rest."""
    statuses = {submission["status"] for submission in summary["submissions"]}
    if summary["ending"] == "held_by_gate":
        return Exit.GATE
    if "failed" in statuses:
        return Exit.INTERNAL
    if strict and statuses & REFUSED:
        return Exit.FILE_REFUSED
    if strict and statuses & REJECTED:
        return Exit.ROWS_REJECTED
    return Exit.GOOD


def summary_text(summary: dict[str, Any]) -> str:
    """The summary for people."""
    lines = [f"As of {summary['as_of']}: {summary['ending'].replace('_', ' ')}", ""]
    lines += _submission_lines(summary["submissions"])
    lines += [f"  left in inbox: {item['path']} ({item['reason']})" for item in summary["left_in_inbox"]]
    lines += [f"  note: {note}" for note in summary["notes"]]
    if release := summary["release"]:
        nation = release["nation"]
        lines += ["", f"Release   {release['id']}", f"Folder    {release['path']}", f"Page      {release['page']}"]
        lines += [f"  problem: {problem}" for problem in release["problems"]]
        if nation:
            rate = f" = {nation['coverage_pct']} %" if nation["coverage_pct"] is not None else " (no denominator)"
            eligible = "-" if nation["eligible"] is None else f"{nation['eligible']:,}"
            lines.append(f"Indonesia {nation['active']:,} active of {eligible}{rate}")
    lines.append(f"Receipts  {summary['paths']['outbox']}")
    return "\n".join(lines)


def _submission_lines(submissions: Sequence[dict[str, Any]]) -> list[str]:
    width = max((len(s["file_name"]) for s in submissions), default=0)
    return [
        f"  {s['submission']}  {s['file_name']:<{width}}  {s['status']:<22}"
        + (f"{s['rows']['accepted']:>10,} of {counted(s['rows']['read'], 'row')}" if s["rows"]["read"] else "")
        + (f"  {s['reason']['code']}" if s["reason"] else "")
        for s in submissions
    ]
