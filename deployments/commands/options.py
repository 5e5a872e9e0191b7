"""Options that several `ucj` commands share, each declared once."""

from datetime import date
from typing import Annotated

import typer

DAY = "YYYY-MM-DD"


def feed_names() -> list[str]:
    """What a shell completes where a feed is named: both names of each."""
    from expectations.contracts import FEED_OF_PREFIX, FEEDS

    return [*FEEDS, *FEED_OF_PREFIX]


def parse_day(text: str) -> date:
    """A day as it is typed, `2026-01-31`."""
    try:
        if len(text) == len(DAY):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise typer.BadParameter(f"{text!r} is no date: write {DAY}, for example 2026-01-31.")


AsOf = Annotated[
    date | None,
    typer.Option("--as-of", parser=parse_day, metavar=DAY, help="Day the figures hold for; default: today in Jakarta."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print a machine-readable summary on standard output.")]
SubmissionLabel = Annotated[
    str, typer.Argument(metavar="SUBMISSION", help="Number as `ucj submissions` shows it: S000012, or 12.")
]
