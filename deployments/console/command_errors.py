"""What a command says when it fails, without values: a setting may be a password, an exception may hold a NIK."""

import os
import traceback

import typer
from pydantic import ValidationError

from deployments.console.exit_codes import Exit
from settings import SettingsFileError, default_home
from warehouse.errors import OperatorError, UcjError, kind_and_place


def tell_fault(error: Exception) -> int:
    """Say what went wrong and what to do; returns the exit code."""
    if isinstance(error, SettingsFileError | ValidationError):
        typer.echo(f"ucj: {problems_of(error)}", err=True)
        return Exit.USAGE
    if isinstance(error, UcjError):
        typer.echo(f"ucj: {error}", err=True)
        return Exit.USAGE if isinstance(error, OperatorError) else Exit.INTERNAL
    if os.environ.get("UCJ_TRACEBACK"):
        traceback.print_exc()
    typer.echo(
        f"ucj: internal fault {kind_and_place(error)}; "
        "nothing is lost, run again. UCJ_TRACEBACK=1 shows the traceback (it may carry values).",
        err=True,
    )
    return Exit.INTERNAL


def problems_of(error: ValidationError | SettingsFileError) -> str:
    """What is wrong with which setting."""
    if isinstance(error, SettingsFileError):
        return str(error)
    problems = "; ".join(
        f"{'.'.join(map(str, one['loc']))}: {one['msg']}"
        for one in error.errors(include_input=False, include_context=False, include_url=False)
    )
    return f"settings are not valid (environment UCJ_* or {default_home() / 'ucj.toml'}): {problems}"
