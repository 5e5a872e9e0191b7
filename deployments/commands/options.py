"""Options that several `ucj` commands share, each declared once."""

from datetime import date, datetime
from typing import Annotated

import typer

DAY = ["%Y-%m-%d"]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=DAY, help="Day the figures hold for; default: today in Jakarta."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print a machine-readable summary on standard output.")]
SubmissionLabel = Annotated[
    str, typer.Argument(metavar="SUBMISSION", help="Number as `ucj submissions` shows it, for example S000012.")
]


def day_of(moment: datetime | None) -> date | None:
    """The date of an option: Typer reads dates as datetimes."""
    return moment.date() if moment else None
