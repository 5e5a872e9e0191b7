"""`ucj submissions`: what was delivered and what became of it."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from deployments.commands.options import AsJson
from expectations.jakarta import moment_text
from expectations.written import counted

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from warehouse.records import Submission

app = typer.Typer(rich_markup_mode=None)


@app.command()
def submissions(
    as_json: AsJson = False,
    limit: Annotated[int, typer.Option(min=1, help="Newest first, at most this many.")] = 50,
) -> None:
    """List what was delivered and what became of it."""
    from deployments.console.home import require_home
    from tasks.execution.catalogue import catalogue
    from warehouse.submissions.lookup import list_submissions

    with catalogue(require_home()) as engine:
        newest = list_submissions(engine)[::-1][:limit]
        records = [_record(engine, one) for one in newest] if as_json else []
    if as_json:
        typer.echo(json.dumps(records, ensure_ascii=False, indent=2))
        return
    for submission in newest:
        typer.echo(_line(submission))
    if not newest:
        typer.echo("Nothing has been delivered yet: put files into inbox/<branch>/ and run `ucj run`.")


def _record(engine: "Engine", submission: "Submission") -> dict[str, object]:
    """What its branch was told, and the SHA-256 under which the archive has its bytes."""
    from tasks.check.receipt import receipt_record
    from warehouse.submissions.lookup import issues_of
    from warehouse.submissions.relations import replaced_original

    issues = issues_of(engine, submission.id)
    told = receipt_record(submission, issues=issues, replaced=replaced_original(engine, submission))
    return {**told, "sha256": submission.sha256}


def _line(submission: "Submission") -> str:
    reason = f"  {submission.reason_code}" if submission.reason_code else ""
    rows = f"{submission.rows_accepted:>10,} of {counted(submission.rows_read, 'row')}" if submission.rows_read else ""
    arrived = moment_text(submission.received_at)
    return (
        f"{submission.label}  {arrived}  {submission.folder}/{submission.file_name}  {submission.status}{rows}{reason}"
    )
