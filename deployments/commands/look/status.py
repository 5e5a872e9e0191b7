"""`ucj status`: what every branch delivered, what is late, missing or waits for the operator."""

import json
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from deployments.commands.options import AsJson, AsOf
from expectations.written import counted
from warehouse.errors import AsOfInFuture

app = typer.Typer(rich_markup_mode=None)
HEADINGS = ("branch", "feed", "state", "position", "age", "due", "rows", "rejects", "last delivery", "waits")
NUMERIC = frozenset({"age", "rows", "rejects"})


@app.command()
def status(
    as_of: AsOf = None,
    branch: Annotated[str | None, typer.Option("--branch", help="Only this branch.")] = None,
    late: Annotated[bool, typer.Option("--late", help="Only what is late or missing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show what branches delivered, and what is late."""
    from deployments.console.home import require_home
    from flows.runtime.clock import today_in_jakarta
    from flows.runtime.server_record import living_server
    from tasks.execution.catalogue import catalogue
    from tasks.operations.status.read import read_status, status_rows
    from tasks.operations.status.table import LATE, MISSING, summarise

    settings, today = require_home(), today_in_jakarta()
    day = as_of or today
    if day > today:
        raise AsOfInFuture(f"The as-of date {day} lies after today ({today} in Jakarta): choose an earlier date.")
    with catalogue(settings) as engine:
        table = read_status(engine, as_of=day, today=today, settings=settings)
    summary = summarise(table)
    server = living_server(settings)
    rows = [
        row
        for row in status_rows(table)
        if (branch is None or row["branch"] == branch.upper()) and (not late or row["state"] in {LATE, MISSING})
    ]
    if as_json:
        served = server.record() if server else None
        record = {"as_of": day.isoformat(), "summary": summary, "deliveries": rows, "server": served}
        typer.echo(json.dumps(record, ensure_ascii=False, indent=2))
        return
    for line in table_lines(rows):
        typer.echo(line)
    if not rows:
        typer.echo("Nothing to show: nothing was delivered or expected." if not late else "Nothing is late or missing.")
    typer.echo(
        f"As of {day}: {summary['ok']} of "
        f"{counted(summary['expected'], 'expected delivery', 'expected deliveries')} in time, {summary['late']} late, "
        f"{summary['missing']} missing, {summary['not_due']} not due yet; {summary['held']} held, "
        f"{summary['failed']} failed"
    )
    typer.echo(f"Served: {server}" if server and server.is_served else "Served: no (`ucj serve` takes files on drop)")


def table_lines(rows: Sequence[dict[str, Any]]) -> list[str]:
    """The rows under headings, in columns as wide as their content."""
    cells = [dict(zip(HEADINGS, _cells(row), strict=True)) for row in rows]
    widths = {head: max([len(head), *(len(cell[head]) for cell in cells)]) for head in HEADINGS}
    lines = [{head: head for head in HEADINGS}, *cells] if rows else []
    return [
        "  ".join(
            line[head].rjust(widths[head]) if head in NUMERIC else line[head].ljust(widths[head]) for head in HEADINGS
        ).rstrip()
        for line in lines
    ]


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    ago = "" if row["days_late"] is None else f" ({row['days_late']} d ago)"
    due = f"{row['due_by']}{ago}" if row["due_by"] else ""
    waits = ", ".join(f"{row[name]} {name}" for name in ("held", "failed") if row[name])
    last = f"{row['last_submission']} {row['last_status']}" if row["last_submission"] else "none"
    return (
        row["branch"],
        row["feed"],
        row["state"].replace("_", " "),
        row["position_date"] or "-",
        "" if row["age_days"] is None else f"{row['age_days']} d",
        due,
        "" if row["rows"] is None else f"{row['rows']:,}",
        _rejects(row),
        last + (f" ({row['last_reason']})" if row["last_reason"] else ""),
        waits,
    )


def _rejects(row: dict[str, Any]) -> str:
    if row["reject_pct"] is None:
        return ""
    change = "" if row["reject_change"] is None else f" ({row['reject_change']:+.2f})"
    return f"{row['reject_pct']:.2f} %{change}"
