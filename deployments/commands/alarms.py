"""`ucj alarms`: what is wrong now, and messages about it."""

import json
from typing import TYPE_CHECKING

import typer

from deployments.console.exit_codes import Exit

if TYPE_CHECKING:
    from settings import Settings
    from tasks.operations.alarms.catalogue import Alarm
    from tasks.operations.alarms.notifications import Sent

app = typer.Typer(rich_markup_mode=None)
AsJson = typer.Option(False, "--json", help="Print a machine-readable summary on standard output.")


@app.command()
def alarms(
    send: bool = typer.Option(False, "--send", help="Send what is new or over by webhook and mail; each once."),
    test: bool = typer.Option(False, "--test", help="Only send a test message."),
    as_json: bool = AsJson,
) -> None:
    """Show what is wrong now, and what to do.

    Ends with 0 when there is no alarm, else 1; with 4 when a message could not be sent.
    """
    from deployments.server.environment import apply_prefect_environment  # noqa: PLC0415
    from settings import Settings  # noqa: PLC0415

    settings = Settings()
    if send or test:
        _require_channel(settings)
    apply_prefect_environment(settings)
    raise typer.Exit(_test(settings) if test else _show(settings, send=send, as_json=as_json))


def _show(settings: "Settings", *, send: bool, as_json: bool) -> int:
    from datetime import UTC, datetime  # noqa: PLC0415

    from flows.runtime.home import ensure_home  # noqa: PLC0415
    from flows.steps.alerting import look, tell_operators  # noqa: PLC0415
    from tasks.operations.alarms.conditions import open_alarms  # noqa: PLC0415

    ensure_home(settings)
    sent = None
    if send:
        found, sent = tell_operators(settings)
    else:
        found = open_alarms(look(settings, now=datetime.now(UTC)), settings)
    typer.echo(_json(found, sent) if as_json else _text(found, sent))
    if sent is not None and sent.faults:
        return Exit.INTERNAL
    return Exit.ROWS_REJECTED if found else Exit.GOOD


def _json(found: "tuple[Alarm, ...]", sent: "Sent | None") -> str:
    told = {"told": dict(sent.told), "over": dict(sent.over), "faults": list(sent.faults)} if sent else None
    return json.dumps({"alarms": [one.record() for one in found], "sent": told}, ensure_ascii=False, indent=2)


def _text(found: "tuple[Alarm, ...]", sent: "Sent | None") -> str:
    from tasks.operations.alarms.message import alarm_parts  # noqa: PLC0415

    lines = "\n\n".join(alarm_parts(found)) if found else "Tidak ada alarm. / No alarms."
    if sent is None:
        return lines
    said = [f"sent by {channel}: {count} new, {sent.over[channel]} over" for channel, count in sent.told.items()]
    return "\n".join([lines, "", *(said or ["nothing new to send"]), *(f"not sent: {one}" for one in sent.faults)])


def _test(settings: "Settings") -> int:
    from datetime import UTC, datetime  # noqa: PLC0415

    from tasks.operations.alarms.channels import NotSent, ways  # noqa: PLC0415
    from tasks.operations.alarms.message import trial  # noqa: PLC0415

    ended = Exit.GOOD
    for channel, way in ways(settings).items():
        try:
            way(trial(datetime.now(UTC)))
        except NotSent as fault:
            typer.echo(f"not sent: {fault}", err=True)
            ended = Exit.INTERNAL
        else:
            typer.echo(f"a test message was sent by {channel}")
    return ended


def _require_channel(settings: "Settings") -> None:
    from tasks.operations.alarms.channels import NoChannel, ways  # noqa: PLC0415

    if not ways(settings):
        raise NoChannel("Nowhere to send alarms: set alarm_webhook_url, or alarm_email_to and smtp_host.")
