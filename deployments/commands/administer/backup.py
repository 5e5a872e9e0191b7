"""`ucj backup`: the home copied into a folder, and the copies checked."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deployments.commands.options import AsJson
from deployments.console.exit_codes import Exit

if TYPE_CHECKING:
    from settings import Settings
    from tasks.operations.doctor.finding import HealthFinding

app = typer.Typer(rich_markup_mode=None)


@app.command()
def backup(
    folder: Annotated[
        Path,
        typer.Argument(
            file_okay=False, help="A new or empty folder, or an earlier backup: then only what is new is copied."
        ),
    ],
    with_key: Annotated[
        bool, typer.Option("--with-key", help="The key of the person ids too; else keep it elsewhere.")
    ] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Copy nothing: compare the backup that is there with its catalogue.")
    ] = False,
    restore_into: Annotated[
        Path | None,
        typer.Option(help="Copy nothing: restore the backup into this new folder, as a drill, and check it."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Back up everything into a folder, check it, try its restore.

    Waits for a run that is under way. The folder is a home by itself; docs/operations.md says how to restore it. Ends
    with 0 when every copy is what the catalogue says, else 1.
    """
    from deployments.console.home import require_home, settings_for_new_home
    from deployments.console.progress import shown_progress
    from tasks.operations.backup.drill import restore_drill, verify_backup
    from tasks.operations.doctor.finding import Health

    settings = settings_for_new_home() if verify or restore_into else require_home()
    with shown_progress():
        if restore_into is not None:
            found, done = restore_drill(folder, restore_into, settings), f"Restored into {restore_into.absolute()}"
        elif verify:
            found, done = verify_backup(folder, settings), f"Compared {folder.absolute()} with its catalogue"
        else:
            found, done = _back_up(settings, folder, with_key=with_key), f"Backed up into {folder.absolute()}"
    if as_json:
        typer.echo(json.dumps([one.record() for one in found], ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(f"{one.health:4} {one.check}: {one.says}" for one in found))
        typer.echo(done)
        if not (with_key or verify or restore_into):
            typer.echo(f"Without {settings.key_path}: keep a copy of that key apart from the backup.")
    raise typer.Exit(Exit.ROWS_REJECTED if any(one.health is Health.FAIL for one in found) else Exit.GOOD)


def _back_up(settings: "Settings", folder: Path, *, with_key: bool) -> "list[HealthFinding]":
    """A backup while nothing else runs."""
    from datetime import UTC, datetime

    from deployments.server.environment import apply_prefect_environment
    from tasks.operations.backup.backup import back_up

    apply_prefect_environment(settings)
    from flows.runtime.run_lock import only_one_run  # Prefect reads its environment once

    with only_one_run(settings):
        return back_up(settings, folder, with_key=with_key, at=datetime.now(UTC))
