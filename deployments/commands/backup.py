"""`ucj backup`: the home copied into a folder, and the copies checked."""

import json
from pathlib import Path
from typing import Annotated

import typer

from deployments.commands.options import AsJson
from deployments.console.exit_codes import Exit

app = typer.Typer(rich_markup_mode=None)


@app.command()
def backup(
    folder: Annotated[
        Path, typer.Argument(file_okay=False, help="Empty, or with an earlier backup: then only news go.")
    ],
    with_key: Annotated[
        bool, typer.Option("--with-key", help="The key of the person ids too; else keep it elsewhere.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Back up everything into a folder and check the copies.

    Waits for a run that is under way. The folder is a home by itself; docs/operations.md says how to restore it. Ends
    with 0 when every copy is what the catalogue says, else 1.
    """
    from datetime import UTC, datetime

    from deployments.console.home import require_home
    from deployments.console.progress import shown_progress
    from deployments.server.environment import apply_prefect_environment
    from tasks.operations.backup.backup import back_up
    from tasks.operations.doctor.finding import Health

    settings = require_home()
    apply_prefect_environment(settings)
    from flows.runtime.run_lock import only_one_run  # Prefect reads its environment once

    with shown_progress(), only_one_run(settings):
        found = back_up(settings, folder, with_key=with_key, at=datetime.now(UTC))
    if as_json:
        typer.echo(json.dumps([one.record() for one in found], ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(f"{one.health:4} {one.check}: {one.says}" for one in found))
        typer.echo(f"Backed up into {folder.expanduser().absolute()}")
        if not with_key:
            typer.echo(f"Without {settings.key_path}: keep a copy of that key apart from the backup.")
    raise typer.Exit(Exit.ROWS_REJECTED if any(one.health is Health.FAIL for one in found) else Exit.GOOD)
