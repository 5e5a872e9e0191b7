"""The `ucj` command line. Heavy imports happen inside the commands, so that `--help` answers at once."""

import os
import sys
import traceback
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from deployments.exit_codes import Exit

app = typer.Typer(
    name="ucj",
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="Day the figures hold for; default: today in Jakarta."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print a machine-readable summary on standard output.")]


@app.callback()
def ucj(context: typer.Context) -> None:
    """From branch enrolment extracts to published UCJ coverage of employment social security, per regency."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def run(
    as_of: AsOf = None,
    as_json: AsJson = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with 1 when rows were rejected, 2 when a file was refused.")
    ] = False,
) -> None:
    """Take the inbox through all stages to a release."""
    from deployments.run_command import run_once  # noqa: PLC0415

    raise typer.Exit(run_once(as_of=_day(as_of), as_json=as_json, strict=strict))


@app.command()
def check(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="File to check; its name counts.")],
    as_json: AsJson = False,
) -> None:
    """Check a file before delivery.

    The rules of the pipeline; nothing is stored. Ends with 0 good, 1 rows rejected, 2 file refused.
    """
    from deployments.check_command import check_file  # noqa: PLC0415

    raise typer.Exit(check_file(file, as_json=as_json))


@app.command()
def simulate(
    rows: Annotated[int, typer.Option(min=1, help="Enrolment rows over all branches.")] = 20_000,
    branches: Annotated[int, typer.Option(min=1, max=325, help="Branch offices.")] = 8,
    seed: Annotated[int, typer.Option(help="Same seed, same files.")] = 1,
    as_of: AsOf = None,
    defects: Annotated[
        list[str] | None,
        typer.Option("--defect", help="Share of a kind of defect, for example nik_missing=0.02; repeatable."),
    ] = None,
    scenario: Annotated[
        str | None, typer.Option(help="`published`: extracts that match published coverage figures, one home a case.")
    ] = None,
) -> None:
    """Write synthetic branch files into the inbox."""
    from deployments.simulate_command import simulate_branches  # noqa: PLC0415

    code = simulate_branches(
        rows=rows, branches=branches, seed=seed, as_of=_day(as_of), defects=defects or [], scenario=scenario
    )
    raise typer.Exit(code)


@app.command()
def demo(
    rows: Annotated[int, typer.Option(min=1, help="Enrolment rows over all branches.")] = 20_000,
    branches: Annotated[int, typer.Option(min=1, max=325, help="Branch offices.")] = 8,
) -> None:
    """Simulate branches, run the day, show the result."""
    from deployments.demo_command import run_demo  # noqa: PLC0415

    raise typer.Exit(run_demo(rows=rows, branches=branches))


@app.command()
def serve() -> None:
    """Serve the Prefect UI and the daily run.

    A local server with the daily run deployed at 05:00 Asia/Jakarta; Ctrl-C ends both.
    """
    from deployments.serve_command import serve_here  # noqa: PLC0415

    raise typer.Exit(serve_here())


@app.command()
def approve(
    submission: Annotated[str, typer.Argument(help="Number as `ucj submissions` shows it, for example S000012.")],
) -> None:
    """Let a held file go on; the next run loads it."""
    from deployments.approve_command import approve_submission  # noqa: PLC0415

    raise typer.Exit(approve_submission(submission))


@app.command()
def submissions(
    as_json: AsJson = False,
    limit: Annotated[int, typer.Option(min=1, help="Newest first, at most this many.")] = 50,
) -> None:
    """List what was delivered and what became of it."""
    from deployments.submissions_command import show_submissions  # noqa: PLC0415

    raise typer.Exit(show_submissions(as_json=as_json, limit=limit))


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def main() -> None:
    """Entry point. Wrong options and configuration end with 3, faults of the program with 4."""
    os.umask(0o077)
    try:
        code = app(standalone_mode=False)
    except typer.Abort:
        typer.echo("stopped", err=True)
        code = Exit.STOPPED
    except TyperException as error:
        typer.echo(f"ucj: {error.format_message()} (`ucj --help` lists commands and options)", err=True)
        code = Exit.USAGE
    except Exception as error:
        code = _fault(error)
    sys.exit(code if isinstance(code, int) else Exit.GOOD)


def _fault(error: Exception) -> int:
    """Say what went wrong; the text of an unforeseen exception may carry values and is not shown."""
    from pydantic import ValidationError  # noqa: PLC0415 - slow, and only needed here

    from settings import SettingsFileError, default_home  # noqa: PLC0415
    from warehouse.errors import OperatorError, UcjError  # noqa: PLC0415

    if isinstance(error, SettingsFileError):
        typer.echo(f"ucj: {error}", err=True)
        return Exit.USAGE
    if isinstance(error, ValidationError):
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_input=False))
        typer.echo(
            f"ucj: settings are not valid (environment UCJ_* or {default_home() / 'ucj.toml'}): {problems}", err=True
        )
        return Exit.USAGE
    if isinstance(error, UcjError):
        typer.echo(f"ucj: {error}", err=True)
        return Exit.USAGE if isinstance(error, OperatorError) else Exit.INTERNAL
    if os.environ.get("UCJ_TRACEBACK"):
        traceback.print_exc()
    where = traceback.extract_tb(error.__traceback__)[-1]
    typer.echo(
        f"ucj: internal fault {type(error).__name__} at {Path(where.filename).name}:{where.lineno}; "
        "nothing is lost, run again. UCJ_TRACEBACK=1 shows the traceback (it may carry values).",
        err=True,
    )
    return Exit.INTERNAL
