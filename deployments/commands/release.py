"""`ucj release`: what was published, two releases compared, and a release taken back, rolled back or promoted."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from deployments.commands.approve import fitting_note
from deployments.commands.options import AsJson
from deployments.commands.release_region import export, sheet

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


def list_lines(records: Sequence[dict[str, Any]]) -> list[str]:
    """The list for people."""
    if not records:
        return ["Nothing was published yet: `ucj run` does that."]
    return [
        f"{'*' if one['is_current'] else ' '} {one['id']}  {one['standing'].replace('_', ' '):<11}  "
        f"made {one['created_at'][:16].replace('T', ' ')} UTC{'' if one['is_there'] else '  (its folder is gone)'}"
        for one in records
    ] + ["* published/current"]


def show_lines(record: dict[str, Any]) -> list[str]:
    """One release for people."""
    lines = list_lines([record])[:-1]
    lines += [f"  revises        {record['revises']}"] if record["revises"] else []
    lines += [f"  compared with  {record['compared_with']}"] if record["compared_with"] else []
    lines += [
        f"  {one['decision'].replace('_', ' ')} {one['decided_at'][:16].replace('T', ' ')} UTC by {one['actor']}"
        f"{': ' + one['reason'] if one['reason'] else ''}"
        for one in record["decisions"]
    ]
    if nation := record["nation"]:
        eligible = "-" if nation["eligible"] is None else f"{nation['eligible']:,}"
        lines.append(f"  Indonesia      {nation['active']:,} active of {eligible} = {nation['coverage_pct'] or '-'} %")
    size = sum(record["files"].values())
    return [*lines, f"  folder         {record['path']} ({len(record['files'])} files, {size / 1e6:.1f} MB)"]


def diff_lines(record: dict[str, Any]) -> list[str]:
    """A comparison for people."""
    lines = [f"{record['before']} -> {record['after']}: {record['figures_changed']:,} figures differ"]
    lines += [f"  {table:<24} {number:>9,}" for table, number in record["by_table"].items()]
    lines += [f"  {kind}: {text}" for kind in ("major", "minor") for text in record[kind]]
    return lines + [
        f"  {one['region_code']}  {one['region_name']:<34} {one['active_before'] or 0:>9,} -> {one['active'] or 0:>9,}"
        f"  {one['coverage_pct_before'] or '-'} -> {one['coverage_pct'] or '-'} %"
        for one in record["largest"]
    ]


def decided_lines(record: dict[str, Any]) -> list[str]:
    """What was done, for people."""
    before, after = record["before_release_id"], record["after_release_id"]
    pointer = f"published/current stays at {after or 'nothing'}"
    if before != after:
        pointer = f"published/current leads to {after or 'nothing'} now, and led to {before or 'nothing'} before"
    lines = [f"{record['release_id']} {record['decision'].replace('_', ' ')} by {record['actor']}", pointer]
    if record["decision"] == "withdrawn":
        lines.append(f"why it was withdrawn stands in {record['path']}/index.html; copies that readers made stay")
    return lines


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
