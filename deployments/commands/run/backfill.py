"""`ucj backfill`: past dates measured and published, in this process."""

import json
from datetime import date
from typing import Annotated, Any

import typer

from deployments.commands.options import DAY, AsJson, parse_day
from deployments.console.exit_codes import Exit
from expectations.written import counted

app = typer.Typer(rich_markup_mode=None)


@app.command()
def backfill(
    first: Annotated[date, typer.Option("--from", parser=parse_day, metavar=DAY, help="First date.")],
    last: Annotated[date, typer.Option("--to", parser=parse_day, metavar=DAY, help="Last date, not after today.")],
    every: Annotated[str, typer.Option("--every", help="month: the last day of each month; day: every day.")] = "month",
    only_missing: Annotated[
        bool, typer.Option("--only-missing", help="Leave out dates that have a release already.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show which dates it would take.")] = False,
    as_json: AsJson = False,
) -> None:
    """Measure and publish past dates, in order.

    From what has been delivered by now; the inbox is not looked into, and published/current only moves forward. Stops
    at the first date that fails and prints the command that goes on from there. Dates that would come out as they were
    published stay as they are.
    """
    from tasks.publish.backfill import Every
    from warehouse.errors import OperatorError

    if every not in set(Every):
        raise OperatorError(f"--every is one of {', '.join(Every)}, not {every}.")
    summary = _backfill(first, last, Every(every), only_missing=only_missing, dry_run=dry_run)
    typer.echo(json.dumps(summary, ensure_ascii=False, indent=2) if as_json else summary_text(summary))
    raise typer.Exit(exit_code(summary))


def _backfill(first: date, last: date, every: Any, *, only_missing: bool, dry_run: bool) -> dict[str, Any]:
    """Plan, run, and what came of it."""
    from deployments.console.home import require_home
    from flows.runtime.clock import today_in_jakarta
    from tasks.execution.catalogue import catalogue
    from tasks.publish.backfill import dates_between, plan_backfill

    settings = require_home()
    days = dates_between(first, last, every=every, today=today_in_jakarta())
    with catalogue(settings) as engine:
        plan = plan_backfill(engine, days, published=settings.path("published"), only_missing=only_missing)
    typer.echo(f"ucj: backfill takes {_listed(plan.days)}", err=True)
    filled = [] if dry_run or not plan.days else _run(first, last, every, plan.days, settings)
    done = {one["as_of"] for one in filled if not one["problem"]}
    left = [day.isoformat() for day in plan.days if day.isoformat() not in done]
    stopped = bool(left) and not dry_run
    return {
        "dry_run": dry_run,
        "dates": [day.isoformat() for day in plan.days],
        "already_published": [day.isoformat() for day in plan.published],
        "filled": filled,
        "resume": _command(left[0], last, every, only_missing=only_missing) if stopped else None,
    }


def _run(first: date, last: date, every: Any, days: tuple[date, ...], settings: Any) -> list[dict[str, Any]]:
    from deployments.console.progress import shown_progress
    from deployments.server.command.ephemeral_server import begin_ephemeral_server
    from deployments.server.environment import apply_prefect_environment

    apply_prefect_environment(settings)
    with shown_progress():
        await_server = begin_ephemeral_server(settings)
        from deployments.server.command.local_run import run_with_heartbeat
        from flows.backfill import backfill  # Prefect reads its environment once

        await_server()
        return [
            one.record() for one in run_with_heartbeat(backfill, settings, first, last, every=every, only=list(days))
        ]


def exit_code(summary: dict[str, Any]) -> int:
    """5 when the gate held a release, 4 when a date failed."""
    if not summary["resume"]:
        return Exit.GOOD
    return Exit.GATE if summary["filled"] and summary["filled"][-1]["ending"] == "held_by_gate" else Exit.INTERNAL


def summary_text(summary: dict[str, Any]) -> str:
    """The summary for people."""
    lines = [f"  {day}  has a release" for day in summary["already_published"]]
    lines += [
        f"  {one['as_of']}  {one['ending'].replace('_', ' '):<20} {one['release'] or ''} {one['problem']}".rstrip()
        for one in summary["filled"]
    ]
    if summary["resume"]:
        return "\n".join([*lines, f"Stopped. When the cause is mended, go on with:\n  {summary['resume']}"])
    if summary["dry_run"]:
        return "\n".join([*lines, *(f"  {day}  would be measured" for day in summary["dates"])])
    return "\n".join([*lines, f"{counted(len(summary['filled']), 'date')} done"])


def _command(start: str, last: date, every: str, *, only_missing: bool) -> str:
    options = (" --every day" if every == "day" else "") + (" --only-missing" if only_missing else "")
    return f"ucj backfill --from {start} --to {last}{options}"


def _listed(days: tuple[date, ...]) -> str:
    if len(days) <= 6:
        return ", ".join(map(str, days)) or "no date"
    return f"{counted(len(days), 'date')} from {days[0]} to {days[-1]}"
