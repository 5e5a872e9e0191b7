"""`ucj serve`: Prefect server with its UI, worker, watcher and deployments; all of them here, or one of them."""

from enum import StrEnum
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None)


class Piece(StrEnum):
    """What is served; on several machines each piece is started where it belongs."""

    SERVER = "server"
    REGISTER = "register"
    WORKER = "worker"
    WATCHER = "watcher"


@app.command()
def serve(
    only: Annotated[
        Piece | None,
        typer.Option("--only", help="One piece by itself; PREFECT_API_URL says where the server is, if not here."),
    ] = None,
    show_login: Annotated[
        bool, typer.Option("--show-login", help="Only print what the server and its UI ask for, user:password.")
    ] = False,
) -> None:
    """Serve the Prefect UI, the daily run, and files on drop.

    Starts a Prefect server on this machine, registers the deployments, starts a worker that runs them and a watcher
    of the inbox; Ctrl-C or SIGTERM ends all. A run under way may finish (setting server.stop_seconds); one that does
    not is taken up again at the next start.
    """
    import os
    import sys
    from pathlib import Path

    from deployments.server.environment import apply_prefect_environment
    from deployments.server.login import ensure_login, login_of
    from deployments.server.services import PIECES
    from deployments.server.supervisor import serve_all
    from flows.runtime.home import ensure_home
    from settings import Settings
    from warehouse.files.folders import make_folder

    settings = Settings()
    if show_login:
        ensure_login(settings)
        typer.echo(login_of(settings))
        raise typer.Exit
    ensure_home(settings)
    make_folder(settings.path("prefect"))
    os.environ["UCJ_HOME"] = str(settings.home)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    apply_prefect_environment(settings)
    raise typer.Exit(serve_all(settings) if only is None else PIECES[only.value](settings))
