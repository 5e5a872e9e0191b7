"""What a command says when it fails, without values: a setting may be a password, an exception may hold a NIK."""

import os
import re
import sys
import traceback

import typer
from pydantic import ValidationError

from deployments.console.exit_codes import Exit
from settings import SettingsFileError, default_home
from settings.accounts import not_ours
from warehouse.errors import OperatorError, UcjError, kind_and_place

TYPED_NUMBER = re.compile(r"(?:-[^=]*=)?[sS]?([0-9]{11,})")  # a NIK or card number given by mistake


def tell_fault(error: Exception) -> int:
    """Say what went wrong and what to do; returns the exit code."""
    if isinstance(error, SettingsFileError | ValidationError):
        typer.echo(f"ucj: {problems_of(error)}", err=True)
        return Exit.USAGE
    if isinstance(error, UcjError):
        typer.echo(f"ucj: {_without_typed_numbers(str(error))}", err=True)
        return Exit.USAGE if isinstance(error, OperatorError) else Exit.INTERNAL
    if isinstance(error, PermissionError) and (whose := not_ours(default_home())):
        typer.echo(f"ucj: The home {default_home()} may not be used by this account. {whose}", err=True)
        return Exit.USAGE
    if os.environ.get("UCJ_TRACEBACK"):
        traceback.print_exc()
    if _is_of_server(error):
        typer.echo(
            f"ucj: The Prefect server did not answer, or its database is busy ({type(error).__name__}); nothing is "
            "lost, run again. `ucj status` says where it is, its log is prefect/server.log.",
            err=True,
        )
        return Exit.INTERNAL
    typer.echo(
        f"ucj: internal fault {kind_and_place(error)}; "
        "nothing is lost, run again. UCJ_TRACEBACK=1 shows the traceback (it may carry values).",
        err=True,
    )
    return Exit.INTERNAL


def _without_typed_numbers(says: str) -> str:
    """A message that does not repeat a long number which was typed as an argument of its own."""
    for found in filter(None, map(TYPED_NUMBER.fullmatch, sys.argv[1:])):
        says = says.replace(found[1], "...")
    return says


def _is_of_server(error: Exception) -> bool:
    """Whether a client of the Prefect server gave up: by its own errors, or by those of the connection."""
    modules = {one.__module__.partition(".")[0] for one in type(error).__mro__}
    return bool(modules & {"httpx", "httpcore"})


def problems_of(error: ValidationError | SettingsFileError) -> str:
    """What is wrong with which setting."""
    if isinstance(error, SettingsFileError):
        return str(error)
    problems = "; ".join(
        f"{'.'.join(map(str, one['loc']))}: {one['msg']}"
        for one in error.errors(include_input=False, include_context=False, include_url=False)
    )
    return f"settings are not valid (environment UCJ_* or {default_home() / 'ucj.toml'}): {problems}"
