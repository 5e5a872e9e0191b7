"""The `ucj` command line: the commands in the groups of `ucj --help`, and the exit codes of what goes wrong.

Heavy imports happen inside the commands, so that `--help` answers at once.
"""

import platform
import re
import sys
from typing import Annotated

import typer
import typer.main
from typer.exceptions import TyperException

from deployments.commands.administer import backup, db, erase, key, purge, storage
from deployments.commands.deliver import check, template
from deployments.commands.look import alarms, audit, doctor, explain, status, submissions, trace
from deployments.commands.mend import approve, release, reprocess, withdraw
from deployments.commands.run import backfill, publish, run, serve, stop
from deployments.commands.start import completion, demo, init, simulate
from deployments.console.completion_of_shells import answer_shells
from deployments.console.exit_codes import Exit
from deployments.console.grouped_help import command_typed, grouped
from deployments.startup.allocator import keep_freed_memory
from deployments.startup.garbage import collect_less_often
from deployments.startup.interrupts import hear_interrupts
from deployments.startup.plain_warnings import show_warnings_plainly
from deployments.startup.private_process import keep_private

GROUPS = {  # in the order of the work
    "Start": (init, demo, simulate, completion),
    "Deliver": (template, check),
    "Run": (run, publish, serve, stop, backfill),
    "Look": (status, submissions, explain, trace, alarms, doctor, audit),
    "Mend": (approve, withdraw, release, reprocess),
    "Administer": (db, backup, storage, purge, key, erase),
}
COMMANDS = tuple(command for commands in GROUPS.values() for command in commands)
PARSERS_WORDS = "Value error, "  # of the library that judges values; what follows says it by itself
LONG_NUMBER = re.compile(r"[0-9]{11,}")  # a NIK or card number given by mistake is not repeated

app = typer.Typer(
    name="ucj",
    cls=grouped(GROUPS),
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in COMMANDS:
    app.add_typer(command.app)


def show_version(asked: bool) -> None:
    """The version of this program, and of what it rests on."""
    if asked:
        from importlib.metadata import version  # noqa: PLC0415 - only needed here

        typer.echo(f"ucj {version('ucj')} (Python {platform.python_version()}, Prefect {version('prefect')})")
        raise typer.Exit


@app.callback()
def ucj(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001 - ends before
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """From branch enrolment extracts to published UCJ coverage of employment social security, per regency."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main() -> None:
    """Entry point. Wrong options and configuration end with 3, faults of the program with 4."""
    hear_interrupts()
    keep_private()
    keep_freed_memory()
    collect_less_often()
    show_warnings_plainly()
    answer_shells()
    try:
        code = app(standalone_mode=False)
    except typer.Abort:
        typer.echo("stopped", err=True)
        code = Exit.STOPPED
    except TyperException as error:
        said = LONG_NUMBER.sub("...", error.format_message()).replace(PARSERS_WORDS, "")
        asked = command_typed(typer.main.get_command(app), sys.argv[1:])
        typer.echo(f"ucj: {said} (`{asked} --help` says what there is)", err=True)
        code = Exit.USAGE
    except Exception as error:
        from deployments.console.command_errors import tell_fault  # noqa: PLC0415 - only needed here

        code = tell_fault(error)
    sys.exit(code if isinstance(code, int) else Exit.GOOD)
