"""`ucj release export` and `ucj release sheet`: what one region has of a release."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from deployments.commands.options import AsJson
from expectations.written import counted

Release = Annotated[
    str, typer.Argument(metavar="RELEASE", help="Id as `ucj release list` shows it, its beginning, or current.")
]


class Tongue(StrEnum):
    """In which language a sheet is printed."""

    ID = "id"
    EN = "en"


def export(
    region: Annotated[str, typer.Option("--region", help="A province or regency: its code, as 72.05, or its name.")],
    release: Release = "current",
    to: Annotated[Path | None, typer.Option("--to", help="New folder for the files; default: named here.")] = None,
    edition: Annotated[str, typer.Option("--edition", help="restricted (every figure) or public.")] = "restricted",
) -> None:
    """Cut out what one province or regency may have.

    The tables of an edition with the rows of the region and of those within it, and a workbook of them, in a new folder
    that only you may read.
    Whoever has the restricted figures of a region can work out hidden figures of its neighbours: give them only to
    those who answer for it.
    """
    from deployments.console.home import require_home
    from tasks.execution.catalogue import catalogue
    from tasks.operations.release.decide import release_id_of
    from tasks.publish.editions.export import export_region
    from warehouse.dimensions.region_names import region_named

    settings = require_home()
    code, name = region_named(region)
    with catalogue(settings) as engine:
        chosen = release_id_of(engine, release)
    place = to or Path(f"{edition}-{code}-{chosen}")
    written = export_region(settings.home, release_id=chosen, edition=edition, region=code, to=place)
    typer.echo(f"{counted(len(written), 'file')} of {name} ({code}), {edition} edition of {chosen}, in {place}")


def sheet(
    region: Annotated[
        str, typer.Argument(metavar="REGION", help="ID, a province or a regency: its code, as 72.05, or its name.")
    ],
    release: Annotated[str, typer.Option("--release", help="Id, its beginning, or current.")] = "current",
    language: Annotated[Tongue, typer.Option("--language", help="Indonesian or English.")] = Tongue.ID,
    out: Annotated[
        Path | None,
        typer.Option("--out", dir_okay=False, help="File to write, in the place of one there; default: named here."),
    ] = None,
    edition: Annotated[str, typer.Option("--edition", help="public, or restricted (every figure).")] = "public",
    browser: Annotated[
        Path | None,
        typer.Option("--browser", envvar="CHROMIUM", help="Chromium, Chrome or Edge; default: the one found here."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print one region of a release on one sheet of A4, as PDF.

    It has the figures that are quoted, each table with its source, made from the tables of the release. A sheet of the
    restricted edition says that it must not be passed on, and only you may read it.
    """
    from deployments.commands.mend.print_pdf import find_browser, print_one_sheet
    from deployments.console.home import require_home
    from tasks.execution.catalogue import catalogue
    from tasks.operations.release.decide import release_id_of
    from tasks.publish.editions.sheet import region_sheet
    from warehouse.dimensions.region_names import region_named
    from warehouse.files.disk_errors import storing
    from warehouse.files.durable import write_file

    settings = require_home()
    code, name = region_named(region)
    program = find_browser(browser)
    with catalogue(settings) as engine:
        chosen = release_id_of(engine, release)
    made = region_sheet(settings.home, release_id=chosen, edition=edition, region=code)
    place = out or Path(f"{made.document}-{language}.pdf")
    with storing(place.parent):
        place.parent.mkdir(parents=True, exist_ok=True)
        pdf = print_one_sheet(
            made.files, page=made.name, query=f"bahasa={language}", browser=program, beside=place.parent
        )
        write_file(place, pdf, mode=made.file_mode)
    record = {"release": chosen, "edition": edition, "region": code, "language": language, "path": str(place)}
    said = f"{name} ({code}), {edition} edition of {chosen}: {place}"
    typer.echo(json.dumps(record, ensure_ascii=False, indent=2) if as_json else said)
