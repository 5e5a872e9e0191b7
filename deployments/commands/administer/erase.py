"""`ucj erase`: the rows of people who ask to be erased; who they are comes from standard input and goes nowhere."""

import json
import sys
from typing import Annotated, Any

import typer

from deployments.commands.options import AsJson
from deployments.console.exit_codes import Exit
from expectations.written import counted

app = typer.Typer(rich_markup_mode=None)
NO_ARGUMENTS = (
    "ucj: NIKs are read from standard input, never from the command line, where other users and the shell's history "
    "see them; nothing was done. Give them like this: ucj erase < FILE. Remove what you typed from the shell's history."
)


@app.command(context_settings={"ignore_unknown_options": True})
def erase(
    given: Annotated[list[str] | None, typer.Argument(hidden=True)] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without, only say what would be removed.")] = False,
    reason: Annotated[
        str, typer.Option("--why", "--reason", help="Why, for the audit: reference of the request. Name nobody.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Erase people: NIKs, one a line, from standard input.

    Their rows leave every object of the lake, in force or not; archived files that hold them are deleted, and their
    submissions can no longer be reprocessed. Published releases stay: they hold counts. Without --yes only counts are
    shown. Can be repeated. A later delivery that holds them again is accepted as any other.
    """
    if given:
        typer.echo(NO_ARGUMENTS, err=True)
        raise typer.Exit(Exit.USAGE)
    from tasks.operations.identity.niks import NotANik, holds_nik, read_niks

    if holds_nik(reason):
        raise NotANik("The reason holds what may be a NIK, and it is kept for good: name nobody. Nothing was done.")
    if yes and not reason.strip():
        raise NotANik("Say why with --why, for the audit: the reference of the request, no name. Nothing was done.")
    record = _erase(read_niks(_lines()), yes=yes, reason=reason.strip())
    typer.echo(json.dumps(record, indent=2) if as_json else "\n".join(_told(record)))


def _lines() -> list[str]:
    """What stands on standard input; a terminal asks for one NIK and does not show it."""
    if sys.stdin.isatty():
        return [typer.prompt("NIK", hide_input=True, err=True)]
    return sys.stdin.read().splitlines()


def _erase(niks: tuple[str, ...], *, yes: bool, reason: str) -> dict[str, Any]:
    import getpass
    from datetime import UTC, datetime

    from deployments.console.home import require_home
    from deployments.console.progress import shown_progress
    from deployments.server.environment import apply_prefect_environment
    from tasks.execution.catalogue import catalogue
    from tasks.execution.redact_errors import redact_errors
    from tasks.operations.identity.erase import erase_people, plan_erasure

    settings = require_home()
    apply_prefect_environment(settings)
    from flows.runtime.run_lock import only_one_run  # Prefect reads its environment once
    from flows.runtime.run_lock import progress as told

    def progress(done: int, total: int, path: str) -> None:
        told.info("erase: %s", path, extra={"done": done, "total": total})

    with redact_errors():  # what an unforeseen fault says may hold a NIK
        if not yes:
            with catalogue(settings) as engine:
                plan = plan_erasure(engine, settings, niks=niks)
        else:
            with shown_progress(), only_one_run(settings), catalogue(settings) as engine:
                plan = erase_people(
                    engine,
                    settings,
                    niks=niks,
                    reason=reason,
                    actor=getpass.getuser(),
                    now=datetime.now(UTC),
                    progress=progress,
                )
    return {"dry_run": not yes, **plan.record()}


def _told(record: dict[str, Any]) -> list[str]:
    lines = [
        f"  {one['feed']:<10} {one['branch']:<8} {one['position_date']}  {one['submission']}  "
        f"{counted(one['rows'], 'row'):>11}"
        f"{'' if one['in_force'] else '  (not in force)'}"
        for one in record["objects"]
    ]
    done = "would be removed" if record["dry_run"] else "removed"
    lines.append(
        f"{counted(record['rows'], 'row')} of {counted(record['people'], 'person', 'people')} "
        f"in {counted(len(record['objects']), 'object')} {done}."
    )
    lines.append(
        f"{counted(record['archived_files'], 'archived file')} "
        f"{'would be deleted' if record['dry_run'] else 'deleted'}."
    )
    if record["submissions"]:
        lines.append(f"  can no longer be reprocessed: {', '.join(record['submissions'])}")
    if record["releases"]:
        lines.append(f"  can no longer be recomputed exactly: {', '.join(record['releases'])}")
    if record["unreadable_files"]:
        lines.append(f"  nobody can look into: {', '.join(record['unreadable_files'])} (encrypted or damaged)")
    if record["dry_run"]:
        lines.append("Dry run, nothing was changed; `--yes --why TEXT` does it.")
    else:
        lines.append("`ucj run` publishes what follows. Backups made before still hold them: see docs/operations.md.")
    return lines
