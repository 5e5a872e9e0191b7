"""`ucj trace`: where a published figure comes from."""

import json
from datetime import date
from typing import Annotated

import typer

from deployments.commands.options import DAY, AsJson, parse_day

app = typer.Typer(rich_markup_mode=None)


@app.command()
def trace(
    region: Annotated[str, typer.Option(help="ID, a province or a regency: its code, as 72.05, or its name.")],
    metric: Annotated[str, typer.Option(help="Code as in docs/metrics.md, e.g. coverage or funder.")] = "coverage",
    basis: Annotated[str, typer.Option(help="nik, nik_adjusted, domicile or workplace.")] = "nik",
    as_of: Annotated[
        date | None,
        typer.Option(
            "--as-of",
            parser=parse_day,
            metavar=DAY,
            help="Day the figures hold for; default: that of the current release.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show where a published figure comes from.

    Release, versions, lake objects, submissions, files, rows per branch, the steps from rows to the figure.
    """
    from deployments.commands.look.trace_text import trace_lines, trace_record
    from deployments.console.home import require_home
    from tasks.execution.catalogue import catalogue
    from tasks.operations.trace.trace import current_day, find_metric, trace_figure
    from warehouse.dimensions.region_names import region_named

    settings = require_home()
    code, _ = region_named(region)
    declared = find_metric(metric)
    with catalogue(settings) as engine:
        day = as_of or current_day(engine)
        found = trace_figure(engine, metric=declared, region=code, basis=basis, as_of=day, settings=settings)
    if as_json:
        typer.echo(json.dumps(trace_record(found), ensure_ascii=False, indent=2, default=str))
    else:
        typer.echo("\n".join(trace_lines(found)))
