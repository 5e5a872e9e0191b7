"""`ucj template FEED`: the XLSX that a branch or an issuer fills in."""

from pathlib import Path
from typing import Annotated

import typer

from deployments.commands.options import feed_names
from warehouse.errors import OperatorError

app = typer.Typer(rich_markup_mode=None)


class TemplateError(OperatorError):
    """The file cannot be written; the message says what to give instead."""


@app.command()
def template(
    feed: Annotated[
        str,
        typer.Argument(
            autocompletion=feed_names,
            help="Its name or file prefix, for example PESERTA; a wrong one lists all.",
        ),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", help="Where to write it; default: here, under the prefix of its feed.")
    ] = None,
) -> None:
    """Write the XLSX template of a feed."""
    typer.echo(str(write_template(feed, output=output)))


def write_template(feed_name: str, *, output: Path | None) -> Path:
    """Write the template of a feed (by its name or file prefix); a file that is there is never overwritten."""
    from deployments.console.feeds import feed_named
    from expectations.templates.downloads import template_file
    from expectations.templates.workbook import build_template
    from flows.runtime.clock import today_in_jakarta

    feed = feed_named(feed_name)
    file = output or Path()
    if file.is_dir():
        file /= template_file(feed)
    content = build_template(feed, on=today_in_jakarta())
    try:
        with file.open("xb") as opened:
            opened.write(content)
    except FileExistsError:
        raise TemplateError(f"{file} is there already: name another with --output.") from None
    except OSError as error:
        raise TemplateError(f"{file} cannot be written ({error.strerror}): name another with --output.") from None
    return file
