"""`ucj check FILE`: what a branch can do before it delivers; the code of the pipeline, no warehouse, nothing kept."""

import json
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deployments.commands.options import AsJson
from deployments.console.exit_codes import Exit
from deployments.console.readings import readings_given
from warehouse.errors import OperatorError

if TYPE_CHECKING:
    from tasks.states import Checked

app = typer.Typer(rich_markup_mode=None)


class CheckFileError(OperatorError):
    """The file cannot be looked into, or its receipt cannot be written; the message says why."""


@app.command()
def check(
    file: Annotated[Path, typer.Argument(exists=True, help="File to check; its name counts. With --watch a folder.")],
    as_json: AsJson = False,
    receipt: Annotated[
        Path | None, typer.Option("--receipt", help="Folder for the receipt's files: page, workbook, rows, JSON.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show how each column was read, and what was left out and why.")
    ] = False,
    read: Annotated[
        list[str] | None,
        typer.Option("--read", help="Try another reading of a column: last_paid=month-first; repeatable."),
    ] = None,
    watch: Annotated[
        bool,
        typer.Option("--watch", help="Check each file of a folder as it becomes complete, until Ctrl-C; starts once."),
    ] = False,
) -> None:
    """Check a file before delivery.

    The rules of the pipeline; no warehouse is needed. Ends with 0 good, 1 rows rejected, 2 file refused or held.
    """
    if watch:
        check_folder(file, as_json=as_json, receipt_folder=receipt, explain=explain, read=read or [])
        raise typer.Exit(Exit.GOOD)
    raise typer.Exit(check_file(file, as_json=as_json, receipt_folder=receipt, explain=explain, read=read or []))


def check_folder(
    folder: Path, *, as_json: bool, receipt_folder: Path | None, explain: bool = False, read: Sequence[str] = ()
) -> None:
    """Check files as they become complete, in this warm process, until Ctrl-C; a file that cannot be read is told.

    receipt_folder: each file has a folder of its own name in it.
    """
    from threading import Event

    from deployments.inbox.watched_folder import complete_files
    from settings import Settings

    if not folder.is_dir():
        raise CheckFileError(f"{folder} is not a folder: --watch looks at the files of one.")
    with suppress(KeyboardInterrupt):
        for file in complete_files(folder, settle_seconds=Settings().settle_seconds, stop=Event()):
            place = receipt_folder / file.name if receipt_folder is not None else None
            try:
                check_file(file, as_json=as_json, receipt_folder=place, explain=explain, read=read)
            except OperatorError as error:
                typer.echo(f"ucj: {error}", err=True)


def check_file(
    file: Path, *, as_json: bool, receipt_folder: Path | None, explain: bool = False, read: Sequence[str] = ()
) -> int:
    """Print the receipt that the file would get, and write its files where a folder is given; the exit code.

    explain: also how each column was read. read: readings to try, as `last_paid=month-first`.
    """
    from deployments.commands.deliver.dry_run import judge_here
    from deployments.console.progress import PROGRESS_LOGGER, shown_progress
    from settings import Settings
    from tasks.check.receipt.build import receipt_record
    from tasks.check.receipt.dry_run import DryRun
    from tasks.check.receipt.explanation import explanation_text
    from tasks.check.receipt.files import result_files
    from tasks.check.receipt.rows import row_lines
    from tasks.check.receipt.terminal import receipt_text
    from warehouse.records import Status

    settings = Settings()
    size = _size_of(file)
    with shown_progress():
        submission, checked = judge_here(file, size, settings, read=read)
        issues = checked.issues if checked else ()
        lines = row_lines(checked.rejected, checked.warned) if checked else None
        if receipt_folder is not None:
            logging.getLogger(PROGRESS_LOGGER).info("receipt: writing to %s", receipt_folder)
            _write(result_files(submission, issues=issues, lines=lines, dry_run=DryRun.COMMAND), receipt_folder)
    receipt = receipt_record(submission, issues=issues, lines=lines, dry_run=DryRun.COMMAND)
    if as_json:
        record = {**receipt, "rejected_rows": _rejected(checked)}
        typer.echo(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        typer.echo(receipt_text(receipt), nl=False)
        if explain:
            facts = submission.details.get("file", {})
            set_by_hand = readings_given(read, feed=submission.feed)
            typer.echo(explanation_text(facts, feed=submission.feed, readings=set_by_hand), nl=False)
    if submission.status in {Status.REFUSED, Status.HELD}:
        return Exit.FILE_REFUSED
    return Exit.ROWS_REJECTED if submission.rows_rejected else Exit.GOOD


def _size_of(file: Path) -> int:
    """Size of a regular file that can be opened; a device or a pipe would never end."""
    if file.is_dir():
        raise CheckFileError(f"{file} is a folder: name a file, or check all files in it with --watch.")
    if not file.is_file():
        raise CheckFileError(f"{file} is not a file: name one that lies on a disk.")
    try:
        with file.open("rb") as opened:
            return opened.seek(0, 2)
    except OSError as error:
        raise CheckFileError(f"{file} cannot be read ({error.strerror}): check who may read it.") from None


def _rejected(checked: "Checked | None") -> list[tuple[int, str]]:
    return list(checked.rejected.select("row_no", "code").iter_rows()) if checked else []


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    """The receipt's files, in place of those of an earlier one."""
    from tasks.check.receipt.files import in_order

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in in_order(files, place=folder).items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise CheckFileError(f"The receipt cannot be written to {folder} ({error.strerror}): name a folder.") from None
