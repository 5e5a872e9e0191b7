"""The `ucj` command line: the commands in the order of `ucj --help`, and the exit codes of what goes wrong.

Heavy imports happen inside the commands, so that `--help` answers at once.
"""

import re
import sys

import typer
from typer.exceptions import TyperException

from deployments.commands import (
    alarms,
    approve,
    audit,
    backfill,
    backup,
    check,
    db,
    demo,
    doctor,
    erase,
    explain,
    init,
    key,
    purge,
    reprocess,
    run,
    serve,
    simulate,
    status,
    submissions,
    template,
    trace,
    withdraw,
)
from deployments.console.allocator import keep_freed_memory
from deployments.console.exit_codes import Exit
from deployments.console.plain_warnings import show_warnings_plainly
from deployments.console.private_process import keep_private

COMMANDS = (
    *(run, check, template, simulate, demo),
    *(approve, withdraw, reprocess, status, explain, submissions),
    *(audit, trace, db, init, backfill, purge, backup),
    *(doctor, alarms, serve, key, erase),
)
LONG_NUMBER = re.compile(r"[0-9]{11,}")  # a NIK or card number given by mistake is not repeated

app = typer.Typer(
    name="ucj",
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in COMMANDS:
    app.add_typer(command.app)


@app.callback()
def ucj(context: typer.Context) -> None:
    """From branch enrolment extracts to published UCJ coverage of employment social security, per regency."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main() -> None:
    """Entry point. Wrong options and configuration end with 3, faults of the program with 4."""
    keep_private()
    keep_freed_memory()
    show_warnings_plainly()
    try:
        code = app(standalone_mode=False)
    except typer.Abort:
        typer.echo("stopped", err=True)
        code = Exit.STOPPED
    except TyperException as error:
        said = LONG_NUMBER.sub("...", error.format_message())
        typer.echo(f"ucj: {said} (`ucj --help` lists commands and options)", err=True)
        code = Exit.USAGE
    except Exception as error:
        from deployments.console.command_errors import tell_fault  # noqa: PLC0415 - only needed here

        code = tell_fault(error)
    sys.exit(code if isinstance(code, int) else Exit.GOOD)
