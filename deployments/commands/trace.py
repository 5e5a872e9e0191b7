"""`ucj trace`: where a published figure comes from."""

import json
from typing import Annotated

import typer

from deployments.commands.options import AsJson, AsOf, day_of

app = typer.Typer(rich_markup_mode=None)


@app.command()
def trace(
    region: Annotated[str, typer.Option(help="Dotted code (72, 72.05), or ID for the nation.")],
    metric: Annotated[str, typer.Option(help="Code as in docs/metrics.md, e.g. coverage or funder.")] = "coverage",
    basis: Annotated[str, typer.Option(help="nik, nik_adjusted, domicile or workplace.")] = "nik",
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Show where a published figure comes from.

    Release, versions, lake objects, submissions, files, rows per branch, the steps from rows to the figure.
    """
    from deployments.console.trace_text import trace_lines, trace_record
    from flows.runtime.clock import today_in_jakarta
    from settings import Settings
    from tasks.execution.catalogue import catalogue
    from tasks.operations.trace.trace import find_metric, trace_figure

    settings = Settings()
    declared = find_metric(metric)
    day = day_of(as_of) or today_in_jakarta()
    with catalogue(settings) as engine:
        found = trace_figure(engine, metric=declared, region=region.upper(), basis=basis, as_of=day, settings=settings)
    if as_json:
        typer.echo(json.dumps(trace_record(found), ensure_ascii=False, indent=2, default=str))
    else:
        typer.echo("\n".join(trace_lines(found)))
