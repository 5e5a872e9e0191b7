"""`ucj doctor`: what is wrong with this installation, and what to do."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from deployments.console.exit_codes import Exit

if TYPE_CHECKING:
    from tasks.operations.doctor.finding import Finding

app = typer.Typer(rich_markup_mode=None)


@app.command()
def doctor(
    quick: bool = typer.Option(False, "--quick", help="Look whether stored files are there, not into them."),
    as_json: bool = typer.Option(False, "--json", help="Print a machine-readable summary on standard output."),
) -> None:
    """Check this installation and say what to do.

    Reads every stored file and compares it with the catalogue; changes nothing. After a restore, run it first.
    Ends with 0 when nothing failed, else 1; warnings do not count.
    """
    from deployments.console.progress import shown_progress  # noqa: PLC0415
    from tasks.operations.doctor.finding import Health  # noqa: PLC0415

    found = []
    with shown_progress():
        for one in _findings(quick=quick):
            found.append(one)
            if not as_json:
                typer.echo(f"{one.health:4} {one.check}: {one.says}{f' -> {one.do}' if one.do else ''}")
    if as_json:
        typer.echo(json.dumps([one.record() for one in found], ensure_ascii=False, indent=2))
    raise typer.Exit(Exit.ROWS_REJECTED if any(one.health is Health.FAIL for one in found) else Exit.GOOD)


def _findings(*, quick: bool) -> "Iterator[Finding]":
    """Of every check; settings that are not valid are the only finding, since all others rest on them."""
    from pydantic import ValidationError  # noqa: PLC0415

    from deployments.console.command_errors import problems_of  # noqa: PLC0415
    from deployments.server.health import SERVER_CHECKS  # noqa: PLC0415
    from settings import Settings, SettingsFileError  # noqa: PLC0415
    from tasks.operations.doctor.checks import CHECKS, examine, stored_checks  # noqa: PLC0415
    from tasks.operations.doctor.finding import Finding, Health  # noqa: PLC0415

    try:
        settings = Settings()
    except (ValidationError, SettingsFileError) as error:
        do = "Correct ucj.toml or the environment variable UCJ_...; docs/configuration.md lists what there is."
        yield Finding(check="settings", health=Health.FAIL, says=problems_of(error), do=do)
        return
    yield from examine(settings, (*CHECKS, *stored_checks(quick=quick), *SERVER_CHECKS))
