"""`ucj simulate`: synthetic branch files in the inbox."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date

import typer

from demo.defects import Defects
from demo.published import write_published
from demo.simulate import simulate
from deployments.console.exit_codes import Exit
from flows.runtime.clock import today_in_jakarta
from flows.runtime.home import ensure_home
from settings import Settings
from warehouse.errors import OperatorError

COUNTED = ("excel_damaged_branches", "unreadable_branches")


class DefectUnknown(OperatorError):
    """A defect option cannot be understood."""


def simulate_branches(
    *, rows: int, branches: int, seed: int, as_of: date | None, defects: Sequence[str], scenario: str | None
) -> int:
    """Write the files and say what was written."""
    if scenario is not None:
        return _published(scenario)
    settings = Settings()
    ensure_home(settings)
    written = simulate(
        home=settings.home,
        as_of=as_of or today_in_jakarta(),
        rows=rows,
        branches=branches,
        seed=seed,
        defects=parse_defects(defects),
        progress=lambda line: typer.echo(f"ucj: {line}", err=True),
    )
    typer.echo(f"{len(written)} files in {settings.home}; next: ucj run --as-of {as_of or today_in_jakarta()}")
    return Exit.GOOD


def parse_defects(texts: Sequence[str]) -> Defects:
    """From `kind=share` texts; a `none` first switches the default shares off."""
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


def _published(scenario: str) -> int:
    if scenario != "published":
        raise DefectUnknown(f"--scenario {scenario}: the only scenario is `published`.")
    settings = Settings()
    ensure_home(settings)
    for case in write_published(home=settings.home):
        typer.echo(f"{case.name}: {case.title}")
        for day in case.as_of:
            typer.echo(f"  UCJ_HOME={case.home} ucj run --as-of {day}")
    return Exit.GOOD
