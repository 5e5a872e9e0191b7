"""`ucj stop`: end what serves the home, from any shell."""

from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None)


@app.command()
def stop(
    now: Annotated[
        bool, typer.Option("--now", help="Wait for no run under way: it is taken up again at the next start.")
    ] = False,
) -> None:
    """End what `ucj serve` started for this home.

    From any shell on its machine, with `--detach` or without. Runs under way may finish (setting server.stop_seconds);
    one that does not is taken up again at the next start. What a killed `ucj serve` left is ended too. Does nothing
    where nothing is served.
    """
    from deployments.console.home import require_home
    from deployments.server.serving.detached import stop_serving

    raise typer.Exit(stop_serving(require_home(), at_once=now))
