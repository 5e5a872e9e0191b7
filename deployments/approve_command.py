"""`ucj approve`: an operator lets a held file go on."""

import re
from datetime import UTC, datetime

import typer

from deployments.exit_codes import Exit
from settings import Settings
from tasks.catalogue import catalogue
from warehouse.approval import approve
from warehouse.errors import SubmissionUnknown
from warehouse.submissions import get


def approve_submission(label: str) -> int:
    """Approve by number, `S000012` or `12`, and show why the file had been held."""
    found = re.fullmatch(r"[sS]?0*(\d+)", label)
    if found is None:
        raise SubmissionUnknown(f"{label} is no submission number: write it as `ucj submissions` shows it, S000012.")
    with catalogue(Settings()) as engine:
        held = get(engine, int(found[1]))
        approve(engine, held.id, at=datetime.now(UTC))
    typer.echo(f"{held.label} {held.file_name} was held: {held.reason_code} {held.details.get('reason_detail', '')}")
    typer.echo("approved; the next `ucj run` loads it")
    return Exit.GOOD
