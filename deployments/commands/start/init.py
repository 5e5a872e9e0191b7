"""`ucj init`: a home with its folders, a commented settings file, a sample branch list, a login for the server."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from deployments.commands.options import AsJson
from deployments.console.exit_codes import Exit

if TYPE_CHECKING:
    from settings import Settings

app = typer.Typer(rich_markup_mode=None)
SAMPLE_ROWS = (
    "K01,CONTOH - ganti (sample: replace),Kanwil CONTOH,,72.05 72.06,,monthly@10",
    "K02,CONTOH - ganti (sample: replace),Kanwil CONTOH,enrolment,72.71,20%,",
    "BPS,CONTOH - penerbit angka (sample: issuer of denominators),,{issued},,,eligible=yearly@60",
)


@app.command()
def init(
    as_json: AsJson = False,
) -> None:
    """Make the home: its folders, files to fill in.

    The files: a commented ucj.toml, a sample branch list, a random login for the Prefect server, templates
    and guides for branches in outbox/panduan.

    Writes only what is not there yet; run it again after the branch list was filled, and every branch gets its folder.
    """
    from deployments.console.home import settings_for_new_home

    settings = settings_for_new_home()
    made = make_home(settings)
    next_steps = what_next(settings)
    if as_json:
        record = {"home": str(settings.home), "made": [str(path) for path in made], "next": next_steps}
        typer.echo(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        for path in made:
            typer.echo(f"made {path}")
        typer.echo("" if made else f"{settings.home}: everything was there already.\n", nl=False)
        typer.echo("Next:")
        for number, step in enumerate(next_steps, start=1):
            typer.echo(f"  {number}. {step}")
    raise typer.Exit(Exit.GOOD)


def sample_rows() -> list[str]:
    """Lines of the sample branch list; its issuer delivers all official numbers."""
    from expectations.contracts import FEEDS, feeds_from
    from expectations.contracts.schema import Sender

    issued = feeds_from(Sender.ISSUER)
    return [row.format(issued=" ".join(name for name in FEEDS if name in issued)) for row in SAMPLE_ROWS]


def make_home(settings: "Settings") -> list[Path]:
    """Make what is missing and return it; of what is there only modes are changed, where others could read."""
    from deployments.commands.start.settings_template import settings_template
    from deployments.console.branch_downloads import DOWNLOADS, write_downloads
    from deployments.server.login import ensure_login
    from flows.runtime.clock import today_in_jakarta
    from flows.runtime.home import FOLDERS
    from tasks.execution.private_places import close_to_others
    from tasks.receive.branches import COLUMNS, load_branches
    from warehouse.files.durable import write_file
    from warehouse.files.folders import make_folder

    made = [path for name, mode in FOLDERS.items() if make_folder(path := settings.path(name), mode=mode)]
    files = {"ucj.toml": settings_template(), "branches.sample.csv": "\n".join([",".join(COLUMNS), *sample_rows(), ""])}
    for name, text in files.items():
        if not (path := settings.path(name)).exists():
            write_file(path, text, replace=False)
            made.append(path)
    close_to_others(settings)
    if login := ensure_login(settings):
        made.append(login)
    downloads = settings.path("outbox", DOWNLOADS)
    if not downloads.exists():
        made.append(write_downloads(settings, on=today_in_jakarta()))
    codes = load_branches(settings.branches_path) or {}
    return made + [path for code in codes if make_folder(path := settings.path("inbox", code))]


def what_next(settings: "Settings") -> list[str]:
    """What is left to do, in order."""
    home = settings.home
    listed = settings.branches_path.exists()
    steps = (
        [] if listed else [f"cp {home}/branches.sample.csv {settings.branches_path}, fill in your branches, `ucj init`"]
    )
    steps.append(f"let each branch write into its folder: chgrp <group> {home}/inbox/<branch>; chmod 2770 the same")
    steps.append(f"look through {home}/ucj.toml; secrets go into {home}/secret (docs/security.md)")
    steps.append(
        "`ucj doctor` says what is still missing; `ucj run` takes what was delivered; `ucj serve` does so daily, and "
        "its UI asks for what `ucj serve --show-login` prints"
    )
    return steps
