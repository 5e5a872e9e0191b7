"""`ucj publish`: the flow `publish-release`, once, in this process: what is loaded, without looking into the inbox."""

import json
from datetime import date
from typing import Annotated, Any

import typer

from deployments.commands.options import AsJson, AsOf

app = typer.Typer(rich_markup_mode=None)


@app.command()
def publish(
    as_of: AsOf = None,
    draft: Annotated[
        bool, typer.Option("--draft", help="For the operator only, until `ucj release promote` publishes it.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Measure and publish what is loaded.

    The inbox is left alone.
    """
    from deployments.commands.run.run import exit_code, summary_text

    summary = _published(as_of, draft=draft)
    typer.echo(json.dumps(summary, ensure_ascii=False, indent=2) if as_json else summary_text(summary))
    raise typer.Exit(exit_code(summary, strict=False))


def _published(as_of: date | None, *, draft: bool) -> dict[str, Any]:
    from deployments.console.home import require_home
    from deployments.console.progress import shown_progress
    from deployments.server.command.ephemeral_server import begin_ephemeral_server
    from deployments.server.environment import apply_prefect_environment
    from flows.runtime.clock import today_in_jakarta
    from warehouse.errors import AsOfInFuture

    settings, today = require_home(), today_in_jakarta()
    if as_of is not None and as_of > today:
        raise AsOfInFuture(f"The as-of date {as_of} lies after today ({today} in Jakarta): choose an earlier date.")
    apply_prefect_environment(settings)
    with shown_progress():
        await_server = begin_ephemeral_server(settings)
        from deployments.server.command.local_run import run_with_heartbeat
        from flows.publish_release import publish_as_of  # Prefect reads its environment once

        await_server()
        summary = run_with_heartbeat(publish_as_of, settings, as_of=as_of or today, draft=draft)
    paths = {name: str(settings.path(name)) for name in ("inbox", "outbox", "published", "archive", "lake")}
    return {**summary.record(), "home": str(settings.home), "paths": paths}
