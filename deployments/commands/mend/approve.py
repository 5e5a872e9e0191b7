"""`ucj approve` and `ucj refuse`: what an operator decides about a file that is held or waits."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from deployments.commands.options import SubmissionLabel
from deployments.console.labels import submission_number
from deployments.console.notes import fitting_note
from deployments.console.readings import readings_given
from warehouse.errors import OperatorError

if TYPE_CHECKING:
    from warehouse.records import Submission

app = typer.Typer(rich_markup_mode=None)


@app.command()
def approve(
    submission: SubmissionLabel,
    note: Annotated[str, typer.Option("--why", "--note", help="Why; kept with the submission. Name nobody.")] = "",
    read: Annotated[
        list[str] | None,
        typer.Option("--read", help="Read a column so, whatever its cells suggest: last_paid=month-first; repeatable."),
    ] = None,
) -> None:
    """Let a held file go on, or take a withdrawal back.

    The next run loads it. With --read also one that was refused for its content.
    """
    from deployments.console.home import require_home
    from tasks.execution.catalogue import catalogue
    from tasks.operations.withdrawal.withdrawal import require_bytes_of_withdrawn
    from warehouse.submissions import approval
    from warehouse.submissions.lookup import get

    settings = require_home()
    with catalogue(settings) as engine:
        held = get(engine, submission_number(submission))
        require_bytes_of_withdrawn(held, settings)
        readings = readings_given(read or (), feed=held.feed)
        approval.approve(engine, held.id, at=datetime.now(UTC), note=fitting_note(note), readings=readings)
    _say_how_it_stood(held)
    how = "".join(f"; {name} is read {reading}" for name, reading in readings.items())
    typer.echo(f"approved{how}; the next `ucj run` {'judges' if readings else 'loads'} it")


@app.command()
def refuse(
    submission: SubmissionLabel,
    note: Annotated[
        str, typer.Option("--why", "--note", help="Why; the branch reads it in its receipt. Name nobody.")
    ] = "",
) -> None:
    """Refuse for good a file that is held, waits or was given up."""
    from deployments.console.home import require_home
    from tasks.check.deliver import ReceiptPlaces, deliver_receipt
    from tasks.execution.catalogue import catalogue
    from warehouse.submissions import approval
    from warehouse.submissions.lookup import get

    if not note.strip():
        raise OperatorError("Say why with --why: the branch reads it in the receipt.")
    settings = require_home()
    with catalogue(settings) as engine:
        held = get(engine, submission_number(submission))
        approval.refuse(engine, held.id, at=datetime.now(UTC), note=fitting_note(note))
        receipt = deliver_receipt(held.id, places=ReceiptPlaces.of(settings), engine=engine).receipt
    _say_how_it_stood(held)
    typer.echo(f"refused; the branch reads why in {receipt}")


def _say_how_it_stood(before: "Submission") -> None:
    why = f": {before.reason_code} {before.reason_detail}" if before.reason_code else ""
    typer.echo(f"{before.label} {before.file_name} was {before.status}{why}")
