"""`ucj doctor`: what is wrong with this installation, and what to do."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from deployments.exit_codes import Exit

if TYPE_CHECKING:
    from tasks.doctor.finding import Finding

app = typer.Typer(rich_markup_mode=None)


@app.command()
def doctor(
    as_json: bool = typer.Option(False, "--json", help="Print a machine-readable summary on standard output."),
) -> None:
    """Check this installation and say what to do.

    Ends with 0 when nothing failed, else 1; warnings do not count.
    """
    from tasks.doctor.finding import Health  # noqa: PLC0415

    found = []
    for one in _findings():
        found.append(one)
        if not as_json:
            typer.echo(f"{one.health:4} {one.check}: {one.says}{f' -> {one.do}' if one.do else ''}")
    if as_json:
        typer.echo(json.dumps([one.record() for one in found], ensure_ascii=False, indent=2))
    raise typer.Exit(Exit.ROWS_REJECTED if any(one.health is Health.FAIL for one in found) else Exit.GOOD)


def _findings() -> "Iterator[Finding]":
    """Of every check; settings that are not valid are the only finding, since all others rest on them."""
    from pydantic import ValidationError  # noqa: PLC0415

    from deployments.server_checks import SERVER_CHECKS  # noqa: PLC0415
    from deployments.settings_errors import problems_of  # noqa: PLC0415
    from settings import Settings, SettingsFileError  # noqa: PLC0415
    from tasks.doctor.checks import CHECKS, examine  # noqa: PLC0415
    from tasks.doctor.finding import Finding, Health  # noqa: PLC0415

    try:
        settings = Settings()
    except (ValidationError, SettingsFileError) as error:
        do = "Correct ucj.toml or the environment variable UCJ_...; docs/configuration.md lists what there is."
        yield Finding(check="settings", health=Health.FAIL, says=problems_of(error), do=do)
        return
    yield from examine(settings, (*CHECKS, *SERVER_CHECKS))
