"""`ucj doctor`: what is wrong with this installation, and what to do."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from deployments.commands.options import AsJson
from deployments.console.exit_codes import Exit

if TYPE_CHECKING:
    from tasks.operations.doctor.finding import HealthFinding

app = typer.Typer(rich_markup_mode=None)


@app.command()
def doctor(
    quick: Annotated[bool, typer.Option("--quick", help="Look whether stored files are there, not into them.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check this installation and say what to do.

    Reads every stored file and compares it with the catalogue; changes nothing. After a restore, run it first.
    Ends with 0 when nothing failed, else 1; warnings do not count.
    """
    from deployments.console.progress import shown_progress
    from tasks.operations.doctor.finding import Health

    found = []
    with shown_progress():
        for one in _findings(quick=quick):
            found.append(one)
            if not as_json:
                typer.echo(f"{one.health:4} {one.check}: {one.says}{f' -> {one.do}' if one.do else ''}")
    if as_json:
        typer.echo(json.dumps([one.record() for one in found], ensure_ascii=False, indent=2))
    raise typer.Exit(Exit.ROWS_REJECTED if any(one.health is Health.FAIL for one in found) else Exit.GOOD)


def _findings(*, quick: bool) -> "Iterator[HealthFinding]":
    """Of every check; settings that are not valid are the only finding, since all others rest on them."""
    from pydantic import ValidationError

    from deployments.console.command_errors import problems_of
    from deployments.console.home import NoHome, require_home
    from deployments.server.health import SERVER_CHECKS
    from settings import SettingsFileError
    from tasks.operations.doctor.checks import CHECKS, examine, stored_checks
    from tasks.operations.doctor.finding import Health, HealthFinding, of_error

    try:
        settings = require_home()
    except (ValidationError, SettingsFileError) as error:
        do = "Correct ucj.toml or the environment variable UCJ_...; docs/configuration.md lists what there is."
        yield HealthFinding(check="settings", health=Health.FAIL, says=problems_of(error), do=do)
        return
    except NoHome as error:
        yield of_error("home", error)
        return
    yield from examine(settings, (*CHECKS, *stored_checks(quick=quick), *SERVER_CHECKS))
