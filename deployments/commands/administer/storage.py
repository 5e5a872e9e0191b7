"""`ucj storage`: archive and lake moved between the home and their store; releases copied to their mirror."""

import json
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from deployments.commands.options import AsJson
from deployments.console.exit_codes import Exit
from expectations.written import counted
from expectations.written_sizes import size_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from settings import Settings
    from tasks.operations.storage.move import Moved

app = typer.Typer(name="storage", invoke_without_command=True, rich_markup_mode=None)
SHOWN = 5
Done = TypeVar("Done")


@app.callback(invoke_without_command=True)
def show_help(context: typer.Context) -> None:
    """Move archive and lake to a bucket, copy releases."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def move(as_json: AsJson = False) -> None:
    """Put into the stores what the home still holds.

    Set storage.archive, storage.lake or both first. Each object is compared with its hash before it leaves; delivered
    files leave the home, objects of the lake stay as copies. Can be repeated after a kill. Ends with 1 when an object
    is right in neither place.
    """
    from tasks.operations.storage.move import move_to_store

    _show(_done(move_to_store), "moved to the stores", as_json=as_json)


@app.command()
def fetch(as_json: AsJson = False) -> None:
    """Fetch into the home what the stores keep.

    For the day on which archive and lake are to lie on the disk again: afterwards empty storage.archive and
    storage.lake. The stores keep what they have. Can be repeated after a kill. Ends with 1 when an object is right in
    neither place.
    """
    from tasks.operations.storage.move import fetch_from_store

    _show(_done(fetch_from_store), "fetched into the home", as_json=as_json)


@app.command()
def publish(
    everything: Annotated[
        bool, typer.Option("--all", help="Every release that readers may have, and compare files that are there.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Copy the current release to the mirror, as every run does.

    Set storage.published first. What an earlier attempt left undone is done, and withdrawn releases are removed there.
    Can be repeated after a kill. Ends with 1 when the mirror stays behind.
    """
    from tasks.operations.storage.mirror import publish_to_mirror

    state = _done(lambda engine, settings: publish_to_mirror(engine, settings, all_of_them=everything))
    told = state.text() if state.is_behind else f"{state.url} shows what published/ does."
    typer.echo(json.dumps(state.record(), indent=2) if as_json else told)
    raise typer.Exit(Exit.ROWS_REJECTED if state.is_behind else Exit.GOOD)


def _done(work: "Callable[[Engine, Settings], Done]") -> "Done":
    """The work, done while no run and no watcher takes or writes anything."""
    from deployments.console.home import require_home
    from deployments.console.progress import shown_progress
    from deployments.server.environment import apply_prefect_environment
    from tasks.execution.catalogue import catalogue
    from tasks.receive.intake import only_one_taker

    settings = require_home()
    apply_prefect_environment(settings)
    from flows.runtime.run_lock import only_one_run  # Prefect reads its environment once

    with shown_progress(), only_one_run(settings), only_one_taker(settings), catalogue(settings) as engine:
        return work(engine, settings)


def _show(done: "Moved", what: str, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(done.record(), indent=2))
    else:
        typer.echo(f"{counted(done.moved, 'object')} {what} ({size_text(done.bytes)}); there already: {done.there}.")
        for name in done.missing[:SHOWN]:
            typer.echo(f"  in neither place as it should be: {name}")
        if done.missing:
            typer.echo(f"{len(done.missing)} in all: `ucj doctor` says what to do.")
    raise typer.Exit(Exit.ROWS_REJECTED if done.missing else Exit.GOOD)
