"""`ucj demo`: branches, a day, and where to look."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from deployments.commands.run.run import run_flow, summary_text
from expectations.written import counted

if TYPE_CHECKING:
    from demo.defects import Defects

app = typer.Typer(rich_markup_mode=None)
SEED = 7


@app.command("demo")
def run_demo(
    rows: Annotated[int, typer.Option(min=1, help="Enrolment rows over all branches.")] = 20_000,
    branches: Annotated[int, typer.Option(min=1, max=325, help="Branch offices.")] = 8,
) -> None:
    """Simulate branches, run the day, show the result."""
    from demo.simulate import simulate
    from deployments.commands.start.first_steps import first_steps
    from deployments.console.home import settings_for_new_home
    from flows.runtime.clock import today_in_jakarta
    from flows.runtime.home import ensure_home

    settings = settings_for_new_home()
    ensure_home(settings)
    as_of = last_month_end(today_in_jakarta())
    typer.echo(
        f"1/2 simulating {counted(branches, 'branch', 'branches')} with {counted(rows, 'row')} in {settings.home}",
        err=True,
    )
    written = simulate(
        home=settings.home,
        as_of=as_of,
        rows=rows,
        branches=branches,
        seed=SEED,
        defects=faulty_files(branches),
    )
    typer.echo(f"    {counted(len(written), 'file')}", err=True)
    typer.echo(f"2/2 running the day as of {as_of} (the first run of a process starts Prefect)", err=True)
    summary = run_flow(as_of)
    typer.echo(summary_text(summary))
    typer.echo(f"Prefect   {summary['flow_run']['name']}, {summary['flow_run']['id']}")
    typer.echo("")
    for line in first_steps(settings, summary):
        typer.echo(line)


def faulty_files(branches: int) -> "Defects":
    """One file whose NIKs a spreadsheet damaged and one that cannot be read, as long as a branch is left to publish."""
    from demo.defects import Defects

    return Defects(excel_damaged_branches=int(branches >= 2), unreadable_branches=int(branches >= 3))


def last_month_end(today: date) -> date:
    """The last day of the month before."""
    return today.replace(day=1) - timedelta(days=1)
