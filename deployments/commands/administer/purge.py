"""`ucj purge`: what is past its retention time."""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Annotated, Any

import typer

from deployments.commands.options import AsJson
from deployments.console.exit_codes import Exit
from expectations.written import counted
from expectations.written_sizes import size_text

app = typer.Typer(rich_markup_mode=None)


@app.command()
def purge(
    yes: Annotated[bool, typer.Option("--yes", help="Delete; without it, only show what it would delete.")] = False,
    as_json: AsJson = False,
) -> None:
    """Delete what is past its retention time.

    Lake objects, delivered files, figures. Shows what it would delete; --yes does it. What is in force, what a kept
    release is made of, and what is still to be judged is never deleted. The settings of [retention] decide; back up
    first.
    """
    from deployments.console.home import require_home
    from deployments.console.progress import shown_progress
    from deployments.server.environment import apply_prefect_environment
    from flows.runtime.clock import today_in_jakarta
    from tasks.operations.purge.home import purge_home

    settings = require_home()
    apply_prefect_environment(settings)
    from flows.runtime.run_lock import only_one_run  # Prefect reads its environment once

    with shown_progress(), only_one_run(settings) if yes else nullcontext():
        plan = purge_home(settings, today=today_in_jakarta(), done=yes)
    record = {"done": yes, **plan.record()}
    typer.echo(json.dumps(record, ensure_ascii=False, indent=2) if as_json else "\n".join(purge_lines(record)))
    raise typer.Exit(Exit.GOOD)


def purge_lines(record: dict[str, Any]) -> Iterator[str]:
    """What was or would be taken, for people."""
    retention = record["retention"]
    yield from (f"  {one['why']:<12} {size_text(one['bytes']):>9}  {one['path']}" for one in record["objects"])
    yield from (f"  left by a killed purge: {path}" for path in record["left_by_a_killed_purge"])
    yield from (f"  figures as of {day}" for day in record["fact_dates"])
    yield (
        f"Lake      {counted(len(record['objects']), 'object')}, {size_text(record['object_bytes'])} "
        f"(out of force or thinned for {counted(retention['object_retention_days'], 'day')})"
    )
    yield (
        f"Archive   {counted(record['archives'], 'delivered file')}, {size_text(record['archive_bytes'])} "
        f"(older than {counted(retention['archive_retention_days'], 'day')})"
    )
    yield f"Figures   {counted(len(record['fact_dates']), 'date')} within months (their published releases stay)"
    if record["done"]:
        yield "Purged."
    elif record["objects"] or record["left_by_a_killed_purge"] or record["archives"] or record["fact_dates"]:
        yield "Nothing was touched: `ucj purge --yes` does it. There is no way back but a backup."
    else:
        yield "Nothing to purge."
