"""`ucj template FEED`: the XLSX that a branch or an issuer fills in."""

from pathlib import Path

import typer

from deployments.console.exit_codes import Exit
from expectations.contracts import FEED_OF_PREFIX, FEEDS
from expectations.templates.workbook import build_template
from flows.runtime.clock import today_in_jakarta
from warehouse.errors import OperatorError


class TemplateError(OperatorError):
    """There is no such feed, or the file cannot be written; the message says what to give instead."""


def write_template(feed_name: str, *, output: Path | None) -> int:
    """Write the template of a feed (by its name or file prefix); a file that is there is never overwritten."""
    feed = FEEDS.get(feed_name.lower()) or FEED_OF_PREFIX.get(feed_name.upper())
    if feed is None:
        raise TemplateError(f"There is no feed {feed_name!r}; there are: {', '.join(FEEDS)}.")
    file = output or Path()
    if file.is_dir():
        file /= f"TEMPLAT_{feed.file_prefix}.xlsx"
    template = build_template(feed, on=today_in_jakarta())
    try:
        with file.open("xb") as opened:
            opened.write(template)
    except FileExistsError:
        raise TemplateError(f"{file} is there already: name another with --output.") from None
    except OSError as error:
        raise TemplateError(f"{file} cannot be written ({error.strerror}): name another with --output.") from None
    typer.echo(str(file))
    return Exit.GOOD
