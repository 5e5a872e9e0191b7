"""`ucj withdraw` and `ucj move`: a delivery that should not count, or counts for a wrong date, is taken back."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from deployments.commands.options import DAY, AsJson, SubmissionLabel, parse_day
from deployments.console.labels import submission_number
from deployments.console.notes import fitting_note
from warehouse.errors import OperatorError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from settings import Settings
    from tasks.operations.withdrawal.withdrawal import TakenBack

app = typer.Typer(rich_markup_mode=None)
Why = Annotated[str, typer.Option("--why", help="Why; kept, and the branch reads it in its receipt. Name nobody.")]


@app.command()
def withdraw(submission: SubmissionLabel, why: Why = "", as_json: AsJson = False) -> None:
    """Take an accepted file out of force.

    What it had replaced for its date is in force again. `ucj approve` takes that back. The next run publishes what
    follows.
    """
    from tasks.operations.withdrawal.withdrawal import withdraw_delivery

    number, note = submission_number(submission), _said(why)
    _do(
        lambda settings, engine: withdraw_delivery(
            number, settings=settings, engine=engine, now=datetime.now(UTC), note=note
        ),
        as_json=as_json,
    )


@app.command()
def move(
    submission: SubmissionLabel,
    day: Annotated[
        date, typer.Option("--date", parser=parse_day, metavar=DAY, help="The position date that it is really about.")
    ],
    why: Why = "",
    revision: Annotated[
        int | None, typer.Option("--revision", min=0, max=9999, help="Its revision for that date; default: as it was.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Put a file of a wrong position date under the right one.

    It is withdrawn, and its content entered as a submission of its own, which the next run judges for that date.
    """
    from flows.runtime.clock import today_in_jakarta
    from tasks.operations.withdrawal.withdrawal import move_delivery

    number, note = submission_number(submission), _said(why)
    _do(
        lambda settings, engine: move_delivery(
            number,
            position_date=day,
            revision=revision,
            settings=settings,
            engine=engine,
            today=today_in_jakarta(),
            now=datetime.now(UTC),
            note=note,
        ),
        as_json=as_json,
    )


def _do(change: "Callable[[Settings, Engine], TakenBack]", *, as_json: bool) -> None:
    """Under the run lock: a run that measures must not see half of it."""
    from deployments.console.home import require_home
    from deployments.console.progress import shown_progress
    from deployments.server.environment import apply_prefect_environment
    from tasks.execution.catalogue import catalogue

    settings = require_home()
    apply_prefect_environment(settings)
    from flows.runtime.run_lock import only_one_run  # Prefect reads its environment once

    with shown_progress(), only_one_run(settings), catalogue(settings) as engine:
        record = change(settings, engine).record()
    typer.echo(json.dumps(record, ensure_ascii=False, indent=2) if as_json else "\n".join(taken_back_lines(record)))


def taken_back_lines(record: dict[str, Any]) -> Iterator[str]:
    """What was done, for people."""
    day, label = record["position_date"], record["submission"]
    yield f"{label} {record['file_name']} was {record['was']}; it no longer counts for {day}"
    if record["in_force_now"] and record["rows_purged"]:
        yield (
            f"{record['in_force_now']} stands for {day} again, but its rows were purged: "
            f"`ucj reprocess {record['in_force_now']}` makes them again"
        )
    elif record["in_force_now"]:
        yield f"in force for {day}: {record['in_force_now']}"
    else:
        yield f"nothing is in force for {day} now"
    if moved := record["moved_to"]:
        yield from _moved_lines(moved)
    else:
        yield f"`ucj approve {label}` takes this back"
    yield f"receipt of the branch: {record['receipt']}"
    yield "the next `ucj run` publishes what follows"


def _moved_lines(moved: dict[str, Any]) -> Iterator[str]:
    label, day = moved["submission"], moved["position_date"]
    if moved["duplicate_of"]:
        yield f"its content is there for {day} already, as {moved['duplicate_of']}: nothing was added"
    else:
        yield f"entered for {day} as {label} {moved['file_name']}: the next `ucj run` judges it"


def _said(why: str) -> str:
    if not why.strip():
        raise OperatorError("Say why with --why: it is kept, and the branch reads it in its receipt.")
    return fitting_note(why)
