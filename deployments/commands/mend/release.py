"""`ucj release`: what was published, two releases compared, and a release taken back, rolled back or promoted."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from deployments.commands.mend.release_region import export, sheet
from deployments.commands.mend.release_text import decided_lines, diff_lines, list_lines, show_lines
from deployments.commands.options import AsJson
from deployments.console.notes import fitting_note

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from warehouse.releases.decisions import Decided

app = typer.Typer(name="release", help="Show, compare, withdraw and promote releases.", rich_markup_mode=None)
Named = Annotated[
    str, typer.Argument(metavar="RELEASE", help="Id as `ucj release list` shows it, its beginning, or current.")
]
Why = Annotated[str, typer.Option("--why", help="Why; kept for good, and readers see it. Name nobody.")]
By = Annotated[str, typer.Option("--by", help="Who decided, as readers are told; default: the login of the operator.")]


app.command()(export)
app.command()(sheet)


@app.callback(invoke_without_command=True)
def show_help(context: typer.Context) -> None:
    """Show, compare, withdraw and promote releases."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("list")
def list_all(as_json: AsJson = False) -> None:
    """List all releases, newest first, with how each stands."""
    from tasks.operations.release.records import release_records

    records = _read(release_records)
    _print(records, as_json=as_json, lines=list_lines(records))


@app.command()
def show(release: Named, as_json: AsJson = False) -> None:
    """Show one release: how it stands, what was decided about it, its figures and files."""
    from tasks.operations.release.decide import release_id_of
    from tasks.operations.release.records import full_record

    record = _read(
        lambda engine, published: full_record(engine, release_id_of(engine, release), published),
    )
    _print(record, as_json=as_json, lines=show_lines(record))


@app.command()
def diff(
    before: Annotated[
        str, typer.Argument(metavar="EARLIER", help="The earlier release: id, its beginning, or current.")
    ],
    after: Annotated[str, typer.Argument(metavar="LATER", help="The later one.")],
    csv: Annotated[
        Path | None, typer.Option("--csv", dir_okay=False, help="Write every figure that differs into this file.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compare two releases: figures, tables and definitions, and the largest moves."""
    from tasks.operations.release.compare import compare_releases
    from tasks.operations.release.decide import release_id_of
    from tasks.publish.notes.changes import write_changes

    found = _read(
        lambda engine, published: compare_releases(
            engine, published, release_id_of(engine, before), release_id_of(engine, after)
        )
    )
    if csv is not None:
        csv.write_bytes(write_changes(found.changed))
    _print(found.record(), as_json=as_json, lines=diff_lines(found.record()))


@app.command()
def withdraw(release: Named, why: Why = "", by: By = "", as_json: AsJson = False) -> None:
    """Take a release back for good.

    Its figures are removed from published/; a page and a record that say why, who and when stay in their place. When it
    was current, the newest release that is left of its date, or of the last date before, takes its place. The same
    figures are not published again. Figures in the catalogue and in backups stay.
    """
    from tasks.operations.release.decide import withdraw as taken_back

    _decide(
        lambda engine, published, who, at: taken_back(
            engine, published, name=release, by=who, why=fitting_note(why), at=at
        ),
        by=by,
        as_json=as_json,
    )


@app.command()
def rollback(why: Why = "", by: By = "", as_json: AsJson = False) -> None:
    """Let published/current lead to the release before.

    That is the newest other one of its date, or of the last date before. The one rolled back stays readable, and runs
    do not make it current again; `ucj release promote` does.
    """
    from tasks.operations.release.decide import roll_back

    _decide(
        lambda engine, published, who, at: roll_back(engine, published, by=who, why=fitting_note(why), at=at),
        by=by,
        as_json=as_json,
    )


@app.command()
def promote(release: Named, why: Why = "", by: By = "", as_json: AsJson = False) -> None:
    """Publish a draft, or a release that was rolled back.

    It becomes current unless the current one is of a later date.
    """
    from tasks.operations.release.decide import promote as published_after_all

    _decide(
        lambda engine, published, who, at: published_after_all(
            engine, published, name=release, by=who, why=fitting_note(why), at=at
        ),
        by=by,
        as_json=as_json,
    )


def _read(asked: "Callable[[Engine, Path], Any]") -> Any:
    from deployments.console.home import require_home
    from tasks.execution.catalogue import catalogue

    settings = require_home()
    with catalogue(settings) as engine:
        return asked(engine, settings.path("published"))


def _decide(decide: "Callable[[Engine, Path, str, datetime], Decided]", *, by: str, as_json: bool) -> None:
    """Under the run lock: no run may publish meanwhile."""
    import getpass
    from dataclasses import asdict

    from deployments.console.home import require_home
    from deployments.console.progress import shown_progress
    from deployments.server.environment import apply_prefect_environment
    from tasks.execution.catalogue import catalogue
    from tasks.publish.editions.edition import RESTRICTED
    from tasks.publish.editions.restricted import show_restricted
    from tasks.publish.mirror.task import mirror_published

    settings, who = require_home(), fitting_note(by) or getpass.getuser()
    apply_prefect_environment(settings)
    from flows.runtime.run_lock import only_one_run  # Prefect reads its environment once

    published = settings.path("published")
    with shown_progress(), only_one_run(settings), catalogue(settings) as engine:
        decided = decide(engine, published, who, datetime.now(UTC))
        restricted = settings.path(RESTRICTED.folder, decided.release_id)
        if decided.decision == "promoted" and restricted.is_dir():
            show_restricted(restricted, shown=True, group=settings.restricted_group)
        mirror = mirror_published(engine, settings)
    record = {
        **asdict(decided),
        "decided_at": decided.decided_at.isoformat(),
        "path": str(published / decided.release_id),
        "mirror": mirror.record() if mirror else None,
    }
    told = [mirror.text()] if mirror and mirror.is_behind else []
    _print(record, as_json=as_json, lines=[*decided_lines(record), *told])


def _print(record: Any, *, as_json: bool, lines: Sequence[str]) -> None:
    typer.echo(json.dumps(record, ensure_ascii=False, indent=2) if as_json else "\n".join(lines))
