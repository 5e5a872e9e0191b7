"""`ucj serve`: Prefect server with its UI, worker, watcher and deployments; all of them here, or one of them."""

from enum import StrEnum
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None)


class ServiceName(StrEnum):
    """What is served; on several machines each service is started where it belongs."""

    SERVER = "server"
    REGISTER = "register"
    WORKER = "worker"
    WATCHER = "watcher"


@app.command()
def serve(
    only: Annotated[
        ServiceName | None,
        typer.Option("--only", help="One service by itself; PREFECT_API_URL says where the server is, if not here."),
    ] = None,
    detach: Annotated[
        bool,
        typer.Option("--detach", help="Start it in the background and say where it is; `ucj stop` ends it."),
    ] = False,
    show_login: Annotated[
        bool, typer.Option("--show-login", help="Only print what the server and its UI ask for, user:password.")
    ] = False,
) -> None:
    """Serve the Prefect UI, the daily run, and files on drop.

    Starts a Prefect server on this machine, registers the deployments, starts a worker that runs them and a watcher
    of the inbox, and says a line about each file that is answered. Ctrl-C, SIGTERM, `ucj stop` or closing the terminal
    ends all. A run under way may finish (setting server.stop_seconds); one that does not is taken up again at the next
    start. A home is served once: a second `ucj serve` names the first. Templates and guides for branches are written
    to outbox/panduan.
    """
    import os
    import sys
    from pathlib import Path

    from deployments.console.branch_downloads import write_downloads
    from deployments.console.home import require_home
    from deployments.server.environment import apply_prefect_environment
    from deployments.server.login import ensure_login, login_of
    from deployments.server.serving.services import SERVICES
    from deployments.server.serving.supervisor import require_no_other_address, serve_all
    from flows.runtime.clock import today_in_jakarta
    from flows.runtime.home import ensure_home
    from warehouse.errors import OperatorError
    from warehouse.files.folders import make_folder

    if detach and only is not None:
        raise OperatorError(
            "--detach starts everything; for one service use its unit or container (docs/operations.md)."
        )
    settings = require_home()
    if show_login:
        ensure_login(settings)
        typer.echo(login_of(settings))
        raise typer.Exit
    ensure_home(settings)
    if only in {None, ServiceName.WATCHER}:
        write_downloads(settings, on=today_in_jakarta())
    make_folder(settings.path("prefect"))
    os.environ["UCJ_HOME"] = str(settings.home)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    if only is None:
        require_no_other_address()
        if detach:
            from deployments.server.serving.detached import detach as detached

            raise typer.Exit(detached(settings))
        raise typer.Exit(serve_all(settings))
    apply_prefect_environment(settings)
    raise typer.Exit(SERVICES[only.value](settings))
