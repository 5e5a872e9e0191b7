"""The `ucj` command line. Heavy imports happen inside the commands, so that `--help` answers at once."""

import re
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from deployments.commands.alarms import app as alarms
from deployments.commands.backfill import app as backfill
from deployments.commands.backup import app as backup
from deployments.commands.db import app as db
from deployments.commands.doctor import app as doctor
from deployments.commands.erase import app as erase
from deployments.commands.init import app as init
from deployments.commands.key import app as key
from deployments.commands.purge import app as purge
from deployments.commands.serve import app as serve
from deployments.console.allocator import keep_freed_memory
from deployments.console.exit_codes import Exit
from deployments.console.private_process import keep_private

app = typer.Typer(
    name="ucj",
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(db)
for commands in (init, backfill, purge, backup, doctor, alarms, serve):  # the commands of each stand beside those below
    app.add_typer(commands)
app.add_typer(key)
app.add_typer(erase)
LONG_NUMBER = re.compile(r"[0-9]{11,}")  # a NIK or card number given by mistake is not repeated
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="Day the figures hold for; default: today in Jakarta."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print a machine-readable summary on standard output.")]
SubmissionLabel = Annotated[
    str, typer.Argument(metavar="SUBMISSION", help="Number as `ucj submissions` shows it, for example S000012.")
]


@app.callback()
def ucj(context: typer.Context) -> None:
    """From branch enrolment extracts to published UCJ coverage of employment social security, per regency."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def run(
    as_of: AsOf = None,
    cohort_since: Annotated[
        datetime | None,
        typer.Option(
            "--cohort-since",
            formats=["%Y-%m-%d"],
            help="First day of a month; shows who was first counted since then. For every run: setting cohort_since.",
        ),
    ] = None,
    as_json: AsJson = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with 1 when rows were rejected, 2 when a file was refused.")
    ] = False,
) -> None:
    """Take the inbox through all stages to a release."""
    from deployments.commands.run import run_once  # noqa: PLC0415

    raise typer.Exit(run_once(as_of=_day(as_of), cohort_since=_day(cohort_since), as_json=as_json, strict=strict))


@app.command()
def check(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="File to check; its name counts.")],
    as_json: AsJson = False,
    receipt: Annotated[
        Path | None, typer.Option("--receipt", help="Folder for the receipt's files: page, workbook, rows, JSON.")
    ] = None,
) -> None:
    """Check a file before delivery.

    The rules of the pipeline; no warehouse is needed. Ends with 0 good, 1 rows rejected, 2 file refused.
    """
    from deployments.commands.check import check_file  # noqa: PLC0415

    raise typer.Exit(check_file(file, as_json=as_json, receipt_folder=receipt))


@app.command()
def template(
    feed: Annotated[str, typer.Argument(help="enrolment, eligible, target, ecosystem or benefit.")],
    output: Annotated[
        Path | None, typer.Option("--output", help="Where to write it; default: here, under the prefix of its feed.")
    ] = None,
) -> None:
    """Write the XLSX template of a feed."""
    from deployments.commands.template import write_template  # noqa: PLC0415

    raise typer.Exit(write_template(feed, output=output))


@app.command()
def simulate(
    rows: Annotated[int, typer.Option(min=1, help="Enrolment rows over all branches.")] = 20_000,
    branches: Annotated[int, typer.Option(min=1, max=325, help="Branch offices.")] = 8,
    seed: Annotated[int, typer.Option(help="Same seed, same files.")] = 1,
    as_of: AsOf = None,
    defects: Annotated[
        list[str] | None,
        typer.Option("--defect", help="Share of a kind of defect, for example nik_missing=0.02; repeatable."),
    ] = None,
    scenario: Annotated[
        str | None, typer.Option(help="`published`: extracts that match published coverage figures, one home a case.")
    ] = None,
) -> None:
    """Write synthetic branch files into the inbox."""
    from deployments.commands.simulate import simulate_branches  # noqa: PLC0415

    code = simulate_branches(
        rows=rows, branches=branches, seed=seed, as_of=_day(as_of), defects=defects or [], scenario=scenario
    )
    raise typer.Exit(code)


@app.command()
def demo(
    rows: Annotated[int, typer.Option(min=1, help="Enrolment rows over all branches.")] = 20_000,
    branches: Annotated[int, typer.Option(min=1, max=325, help="Branch offices.")] = 8,
) -> None:
    """Simulate branches, run the day, show the result."""
    from deployments.commands.demo import run_demo  # noqa: PLC0415

    raise typer.Exit(run_demo(rows=rows, branches=branches))


@app.command()
def approve(
    submission: SubmissionLabel,
    note: Annotated[str, typer.Option("--note", help="Why; kept with the submission. Name nobody.")] = "",
) -> None:
    """Let a held file go on; the next run loads it."""
    from deployments.commands.approve import approve_submission  # noqa: PLC0415

    raise typer.Exit(approve_submission(submission, note=note))


@app.command()
def refuse(
    submission: SubmissionLabel,
    note: Annotated[str, typer.Option("--note", help="Why; the branch reads it in its receipt. Name nobody.")] = "",
) -> None:
    """Refuse for good a file that is held, waits or was given up."""
    from deployments.commands.approve import refuse_submission  # noqa: PLC0415

    raise typer.Exit(refuse_submission(submission, note=note))


@app.command()
def reprocess(
    submissions: Annotated[list[str] | None, typer.Argument(help="Numbers, for example S000012.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Everything that was ever judged.")] = False,
    feed: Annotated[str | None, typer.Option("--feed", help="Of one feed, for example PESERTA.")] = None,
    branch: Annotated[str | None, typer.Option("--branch", help="Of one branch.")] = None,
    since: Annotated[
        datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help="That arrived on this day or later.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    as_json: AsJson = False,
) -> None:
    """Judge archived files again, after a change of rules.

    Prints what changed; what was said before is kept (`ucj explain`). The next run publishes what follows.
    """
    from deployments.commands.reprocess import reprocess_archived  # noqa: PLC0415

    code = reprocess_archived(
        submissions or [],
        everything=everything,
        feed=feed,
        branch=branch,
        since=_day(since),
        dry_run=dry_run,
        as_json=as_json,
    )
    raise typer.Exit(code)


@app.command()
def status(
    as_of: AsOf = None,
    branch: Annotated[str | None, typer.Option("--branch", help="Only this branch.")] = None,
    late: Annotated[bool, typer.Option("--late", help="Only what is late or missing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show what branches delivered, and what is late."""
    from deployments.commands.status import show_status  # noqa: PLC0415

    raise typer.Exit(show_status(as_of=_day(as_of), branch=branch, late=late, as_json=as_json))


@app.command()
def explain(submission: SubmissionLabel, as_json: AsJson = False) -> None:
    """Tell the whole story of one submission."""
    from deployments.commands.explain import explain_submission  # noqa: PLC0415

    raise typer.Exit(explain_submission(submission, as_json=as_json))


@app.command()
def submissions(
    as_json: AsJson = False,
    limit: Annotated[int, typer.Option(min=1, help="Newest first, at most this many.")] = 50,
) -> None:
    """List what was delivered and what became of it."""
    from deployments.commands.submissions import show_submissions  # noqa: PLC0415

    raise typer.Exit(show_submissions(as_json=as_json, limit=limit))


@app.command()
def audit(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV of published figures, one a line.")],
    as_json: AsJson = False,
) -> None:
    """Check whether a table of published figures adds up.

    Rates, gaps, segments, changes, ranks. Ends with 0 when everything recomputes, 1 when something does not.
    """
    from deployments.commands.audit import audit_file  # noqa: PLC0415

    raise typer.Exit(audit_file(file, as_json=as_json))


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
    from deployments.commands.trace import trace_one  # noqa: PLC0415

    raise typer.Exit(trace_one(region=region, metric=metric, basis=basis, as_of=_day(as_of), as_json=as_json))


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def main() -> None:
    """Entry point. Wrong options and configuration end with 3, faults of the program with 4."""
    keep_private()
    keep_freed_memory()
    try:
        code = app(standalone_mode=False)
    except typer.Abort:
        typer.echo("stopped", err=True)
        code = Exit.STOPPED
    except TyperException as error:
        said = LONG_NUMBER.sub("...", error.format_message())
        typer.echo(f"ucj: {said} (`ucj --help` lists commands and options)", err=True)
        code = Exit.USAGE
    except Exception as error:
        from deployments.console.command_errors import tell_fault  # noqa: PLC0415 - only needed here

        code = tell_fault(error)
    sys.exit(code if isinstance(code, int) else Exit.GOOD)
