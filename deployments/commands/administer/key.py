"""`ucj key`: the key of the person ids, shown by name and rotated."""

import json
from typing import Annotated, Any

import typer

from deployments.commands.options import AsJson
from expectations.jakarta import moment_text
from expectations.written import counted
from expectations.written_sizes import size_text

app = typer.Typer(name="key", invoke_without_command=True, rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def show_help(context: typer.Context) -> None:
    """Show and rotate the key of the person ids."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def show(as_json: AsJson = False) -> None:
    """Show the keys by name, never a secret.

    Which are in the key file, which one the ids of the lake are under, since when, and how many objects.
    """
    from deployments.console.home import require_home
    from tasks.execution.catalogue import catalogue
    from tasks.operations.identity.key_status import key_standing

    settings = require_home()
    with catalogue(settings) as engine:
        standing = key_standing(engine, settings)
    if as_json:
        typer.echo(json.dumps(standing, indent=2))
        return
    typer.echo(f"Key file  {standing['file']}, {standing['steps_in_file']} key(s)")
    for one in standing["keys"]:
        since = (
            f"since {moment_text(one['since'])}, {counted(one['objects'], 'object')}"
            if one["since"]
            else "not used yet"
        )
        lost = "" if one["in_file"] else ", NOT in the key file"
        typer.echo(f"  {one['key_id']}  {one['state']:<8} {since}{lost}")
    if not standing["keys"]:
        typer.echo("  no key yet: the first run makes one")


@app.command()
def rotate(
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without, only say what would be done.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put all ids under a new key.

    Every object of the lake is written anew; figures and releases stay as they are, and people are still recognised.
    Says first how much there is to do. Can be repeated after a kill. Back up the key file afterwards.
    """
    from datetime import UTC, datetime

    from deployments.console.home import require_home
    from deployments.console.progress import shown_progress
    from deployments.server.environment import apply_prefect_environment
    from tasks.execution.catalogue import catalogue
    from tasks.operations.identity.rotate import plan_rotation, rotate_key

    settings = require_home()
    if not yes:
        with catalogue(settings) as engine:
            record = plan_rotation(engine, settings).record()
    else:
        apply_prefect_environment(settings)
        from flows.runtime.run_lock import only_one_run  # Prefect reads its environment once
        from flows.runtime.run_lock import progress as told

        def progress(done: int, total: int, path: str) -> None:
            told.info("rotate: %s", path, extra={"done": done, "total": total})

        with shown_progress(), only_one_run(settings), catalogue(settings) as engine:
            record = rotate_key(engine, settings, now=datetime.now(UTC), progress=progress).record()
    record = {"dry_run": not yes, **record, "key_file": str(settings.key_path)}
    typer.echo(json.dumps(record, indent=2) if as_json else _told(record))


def _told(record: dict[str, Any]) -> str:
    size = f"{counted(record['objects'], 'object')}, {counted(record['rows'], 'row')}, {size_text(record['bytes'])}"
    missing = f"\nobjects out of force that have no file any more, and stay as they are: {record['missing']}"
    lines = (
        f"Ids are under key {record['key_id_before']}.\n"
        f"To write anew: {size}; {size_text(record['free_bytes'])} are free.\n"
        "Dry run, nothing was written; `ucj key rotate --yes` does it."
        if record["dry_run"]
        else f"Ids are under key {record['key_id']} now, before {record['key_id_before']}: {size} written anew.\n"
        f"Back up {record['key_file']}: all of its lines are needed for new rows."
    )
    return lines + (missing if record["missing"] else "")
