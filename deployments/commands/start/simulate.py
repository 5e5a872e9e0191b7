"""`ucj simulate`: synthetic branch files in the inbox."""

import shlex
import sys
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from deployments.commands.options import AsOf
from expectations.written import counted
from warehouse.errors import OperatorError

if TYPE_CHECKING:
    from demo.defects import Defects

app = typer.Typer(rich_markup_mode=None)
COUNTED = ("excel_damaged_branches", "unreadable_branches")


class DefectUnknown(OperatorError):
    """A defect option cannot be understood."""


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
    if scenario is not None:
        _write_published(scenario)
    else:
        _write_branches(rows=rows, branches=branches, seed=seed, as_of=as_of, defects=defects or [])


def _write_branches(*, rows: int, branches: int, seed: int, as_of: date | None, defects: Sequence[str]) -> None:
    """Write the files and say what was written."""
    from demo.simulate import simulate as write_extracts
    from deployments.commands.start.first_steps import typed_name
    from deployments.console.home import require_home
    from flows.runtime.clock import today_in_jakarta
    from flows.runtime.home import ensure_home

    settings = require_home()
    ensure_home(settings)
    written = write_extracts(
        home=settings.home,
        as_of=as_of or today_in_jakarta(),
        rows=rows,
        branches=branches,
        seed=seed,
        defects=parse_defects(defects),
        progress=(lambda line: typer.echo(f"ucj: {line}", err=True)) if sys.stderr.isatty() else None,
    )
    typer.echo(
        f"{counted(len(written), 'file')} in {settings.home}; next: {typed_name()} run --as-of "
        f"{as_of or today_in_jakarta()}"
    )


def parse_defects(texts: Sequence[str]) -> "Defects":
    """From `kind=share` texts; a `none` first switches the default shares off."""
    from demo.defects import Defects

    defects = Defects()
    known = [field.name for field in fields(Defects)]
    for text in texts:
        if text == "none":
            defects = Defects.none()
            continue
        kind, sign, share = text.partition("=")
        if kind not in known or not sign:
            raise DefectUnknown(f"--defect {text}: write none or <kind>=<share>; kinds: {', '.join(known)}.")
        try:
            value = int(share) if kind in COUNTED else float(share)
            defects = replace(defects, **{kind: value})  # type: ignore[arg-type]  # counts are int, shares float
        except ValueError as error:
            raise DefectUnknown(
                f"--defect {text}: {share!r} does not fit; shares lie between 0 and 1, branches are whole numbers."
            ) from error
    return defects


def _write_published(scenario: str) -> None:
    """Write the homes of the published figures and say how to run each."""
    from demo.published import write_published
    from deployments.commands.start.first_steps import typed_name
    from deployments.console.home import require_home
    from flows.runtime.home import ensure_home

    if scenario != "published":
        raise DefectUnknown(f"--scenario {scenario}: the only scenario is `published`.")
    settings = require_home()
    ensure_home(settings)
    for case in write_published(home=settings.home):
        typer.echo(f"{case.name}: {case.title}")
        for day in case.as_of:
            typer.echo(f"  UCJ_HOME={shlex.quote(str(case.home))} {typed_name()} run --as-of {day}")
