"""`ucj template FEED`: the XLSX that a branch or an issuer fills in."""

from pathlib import Path
from typing import Annotated

import typer

from warehouse.errors import OperatorError

app = typer.Typer(rich_markup_mode=None)


class TemplateError(OperatorError):
    """There is no such feed, or the file cannot be written; the message says what to give instead."""


@app.command()
def template(
    feed: Annotated[str, typer.Argument(help="Its name or file prefix, for example PESERTA; a wrong one lists all.")],
    output: Annotated[
        Path | None, typer.Option("--output", help="Where to write it; default: here, under the prefix of its feed.")
    ] = None,
) -> None:
    """Write the XLSX template of a feed."""
    typer.echo(str(write_template(feed, output=output)))


def write_template(feed_name: str, *, output: Path | None) -> Path:
    """Write the template of a feed (by its name or file prefix); a file that is there is never overwritten."""
    from expectations.contracts import FEED_OF_PREFIX, FEEDS
    from expectations.templates.workbook import build_template
    from flows.runtime.clock import today_in_jakarta

    feed = FEEDS.get(feed_name.lower()) or FEED_OF_PREFIX.get(feed_name.upper())
    if feed is None:
        raise TemplateError(f"There is no feed {feed_name!r}; there are: {', '.join(FEEDS)}.")
    file = output or Path()
    if file.is_dir():
        file /= f"TEMPLAT_{feed.file_prefix}.xlsx"
    content = build_template(feed, on=today_in_jakarta())
    try:
        with file.open("xb") as opened:
            opened.write(content)
    except FileExistsError:
        raise TemplateError(f"{file} is there already: name another with --output.") from None
    except OSError as error:
        raise TemplateError(f"{file} cannot be written ({error.strerror}): name another with --output.") from None
    return file
