"""`ucj explain`: the whole history of one submission."""

import json
from collections.abc import Iterator
from typing import Any

import typer

from deployments.commands.options import AsJson, SubmissionLabel
from deployments.console.labels import submission_number
from expectations.jakarta import moment_text
from expectations.written import counted
from expectations.written_sizes import size_text

app = typer.Typer(rich_markup_mode=None)
CAUSES = {
    "arrival": "on arrival",
    "check": "checked",
    "fault": "attempt failed",
    "operator": "operator",
    "reprocess": "reprocessed",
}


@app.command()
def explain(submission: SubmissionLabel, as_json: AsJson = False) -> None:
    """Tell the whole history of one submission."""
    from deployments.console.home import require_home
    from tasks.execution.catalogue import catalogue
    from tasks.operations.status.submission_history import history_of

    settings = require_home()
    with catalogue(settings) as engine:
        record = history_of(engine, submission_number(submission), settings=settings)
    typer.echo(json.dumps(record, ensure_ascii=False, indent=2) if as_json else "\n".join(history_lines(record)))


def history_lines(record: dict[str, Any]) -> Iterator[str]:
    """The record for people, paragraph by paragraph."""
    delivery = record["delivery"]
    yield f"{record['submission']}  {delivery['folder']}/{delivery['file_name']}"
    size = size_text(delivery["bytes"])
    yield f"  arrived   {_moment(delivery['received_at'])}, {size}, SHA-256 {delivery['sha256']}"
    yield f"  archived  {_archived(delivery)}"
    if delivery["feed"]:
        revision = f", revision {delivery['revision']}" if delivery["revision"] else ""
        yield f"  holds     {delivery['feed']} of {delivery['branch']}, position {delivery['position_date']}{revision}"
    yield f"  status    {record['status']}: {record['status_en']}"
    if reason := record["reason"]:
        yield f"  reason    {reason['code']}: {reason['text_en']}" + (
            f" [{reason['detail']}]" if reason["detail"] else ""
        )
    yield from _relations(record)
    yield f"  next      {record['next_id']}"
    yield f"            {record['next_en']}"
    yield f"  receipt   {record['receipt'] or 'none yet'}"
    yield from _rows(record)
    yield from _history(record)
    yield from _lake(record)


def _relations(record: dict[str, Any]) -> Iterator[str]:
    for heading, key in (("repeats", "duplicate_of"), ("replaced", "superseded_by")):
        if record[key]:
            yield f"  {heading:<9} {'by ' if key == 'superseded_by' else ''}{record[key]}"
    for heading, key in (("from", "moved_from"), ("to", "moved_to")):
        if record[key]:
            yield f"  moved     {heading} {record[key]}"
    for heading, key in (("replaces", "supersedes"), ("copies", "duplicates"), ("same as", "same_bytes")):
        if record[key]:
            yield f"  {heading:<9} {', '.join(record[key])}"
    for one in record["same_position"]:
        yield f"  beside    {one['submission']} {one['file_name']} {one['status']}, same position, R{one['revision']}"


def _rows(record: dict[str, Any]) -> Iterator[str]:
    if record["rows"]["read"]:
        yield "  rows      " + ", ".join(f"{count:,} {name}" for name, count in record["rows"].items())
    for rule in record["rules"]:
        yield f"    {rule['severity']:<10} {rule['rows']:>10,}  {rule['code']}: {rule['text_en']}"


def _history(record: dict[str, Any]) -> Iterator[str]:
    yield "History"
    for one in record["history"]:
        what = "approved" if one["cause"] == "operator" and one["status"] == "received" else one["status"]
        reason = f" ({one['reason']})" if one["reason"] else ""
        detail = f" [{one['detail']}]" if one["detail"] else ""
        rows = f", {one['rows']['accepted']:,} of {counted(one['rows']['read'], 'row')}" if one["rows"]["read"] else ""
        rules = f", contract {one['contract_version']} rules {one['rules_version']}" if one["rules_version"] else ""
        run = f", run {one['run']}" if one["run"] else ""
        yield f"  {_moment(one['at'])}  {CAUSES[one['cause']]}: {what}{reason}{detail}{rows}{rules}{run}"
    if began := record["attempt_began_at"]:
        yield f"  {_moment(began)}  a run began to judge it, and judges it still or died over it"
    if not record["history"]:
        yield "  not judged yet: the next `ucj run` does it"


def _lake(record: dict[str, Any]) -> Iterator[str]:
    for one in record["lake"]:
        force = "in force" if one["live"] else "not in force"
        if one["purged_at"]:
            force = f"purged {_moment(one['purged_at'])}; `ucj reprocess {record['submission']}` makes the rows again"
        yield f"Lake object {one['object']}: {one['path']}, {counted(one['rows'], 'row')}, {force}"
        yield from (f"  release {release} rests on it" for release in one["releases"])


def _archived(delivery: dict[str, Any]) -> str:
    if delivery["archive_erased"]:
        return "no: erased with a person it held, deliver the file again"
    if delivery["archived"]:
        return "yes"
    if delivery["archive_purged_at"]:
        return f"no: purged {_moment(delivery['archive_purged_at'])}, deliver the file again before you reprocess it"
    return "NO: the bytes are no longer there, though nobody purged them"


def _moment(text: str) -> str:
    return moment_text(text, seconds=True)
