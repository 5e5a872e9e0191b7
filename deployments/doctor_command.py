"""`ucj doctor`: what is wrong with this installation, and what to do."""

import json

import typer

from deployments.exit_codes import Exit

app = typer.Typer(rich_markup_mode=None)


@app.command()
def doctor(
    as_json: bool = typer.Option(False, "--json", help="Print a machine-readable summary on standard output."),
) -> None:
    """Check this installation and say what to do.

    Ends with 0 when nothing failed, else 1; warnings do not count.
    """
    from settings import Settings  # noqa: PLC0415
    from tasks.doctor.checks import examine  # noqa: PLC0415
    from tasks.doctor.finding import Health  # noqa: PLC0415

    found = []
    for one in examine(Settings()):
        found.append(one)
        if not as_json:
            typer.echo(f"{one.health:4} {one.check}: {one.says}{f' -> {one.do}' if one.do else ''}")
    if as_json:
        typer.echo(json.dumps([one.record() for one in found], ensure_ascii=False, indent=2))
    raise typer.Exit(Exit.ROWS_REJECTED if any(one.health is Health.FAIL for one in found) else Exit.GOOD)
