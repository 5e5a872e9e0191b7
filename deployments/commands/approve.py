"""`ucj approve` and `ucj refuse`: what an operator decides about a file that is held or waits."""

from datetime import UTC, datetime

import typer

from deployments.console.exit_codes import Exit
from deployments.console.labels import submission_number
from settings import Settings
from tasks.check.deliver import deliver_receipt
from tasks.execution.catalogue import catalogue
from warehouse.errors import OperatorError
from warehouse.records import Submission
from warehouse.submissions.approval import approve, refuse
from warehouse.submissions.submissions import get

NOTE_LENGTH = 500


def approve_submission(label: str, *, note: str) -> int:
    """Let a held file go on, and show why it had been held."""
    with catalogue(Settings()) as engine:
        held = get(engine, submission_number(label))
        approve(engine, held.id, at=datetime.now(UTC), note=_fitting(note))
    _say_how_it_stood(held)
    typer.echo("approved; the next `ucj run` loads it")
    return Exit.GOOD


def refuse_submission(label: str, *, note: str) -> int:
    """Refuse for good a file that is held, waits or was given up, and tell the branch at once."""
    if not note.strip():
        raise OperatorError("Say why with --note: the branch reads it in the receipt.")
    settings = Settings()
    with catalogue(settings) as engine:
        held = get(engine, submission_number(label))
        refuse(engine, held.id, at=datetime.now(UTC), note=_fitting(note))
        receipt = deliver_receipt(held.id, settings=settings, engine=engine).receipt
    _say_how_it_stood(held)
    typer.echo(f"refused; the branch reads why in {receipt}")
    return Exit.GOOD


def _say_how_it_stood(before: Submission) -> None:
    why = f": {before.reason_code} {before.reason_detail}" if before.reason_code else ""
    typer.echo(f"{before.label} {before.file_name} was {before.status}{why}")


def _fitting(note: str) -> str:
    plain = " ".join(note.split())
    if len(plain) > NOTE_LENGTH:
        raise OperatorError(f"The note is longer than {NOTE_LENGTH} characters: shorten it.")
    return plain
