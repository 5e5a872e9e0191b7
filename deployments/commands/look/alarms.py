"""`ucj alarms`: what is wrong now, and messages about it."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from deployments.commands.options import AsJson
from deployments.console.exit_codes import Exit
from deployments.console.notes import fitting_note
from expectations.jakarta import moment_text
from warehouse.errors import OperatorError

if TYPE_CHECKING:
    from settings import Settings
    from tasks.operations.alarms.catalogue import Alarm
    from tasks.operations.alarms.dismissals import Dismissal
    from tasks.operations.alarms.notifications import Sent

app = typer.Typer(rich_markup_mode=None)


@app.command()
def alarms(
    send: Annotated[
        bool, typer.Option("--send", help="Send what is new or over by webhook and mail; each once.")
    ] = False,
    test: Annotated[bool, typer.Option("--test", help="Only send a test message.")] = False,
    dismissed: Annotated[
        str, typer.Option("--dismiss", metavar="ID", help="Close one by its id; it comes back with a new cause.")
    ] = "",
    why: Annotated[str, typer.Option("--why", help="Why it is closed; kept and shown. Name nobody.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show what is wrong now, and what to do.

    Ends with 0 when there is no alarm, else 1; with 4 when a message could not be sent.
    """
    from deployments.console.home import require_home
    from deployments.server.environment import apply_prefect_environment

    settings = require_home()
    if send or test:
        _require_channel(settings)
    apply_prefect_environment(settings)
    if dismissed:
        _dismiss(settings, dismissed, why=why)
        return
    raise typer.Exit(_test(settings) if test else _show(settings, send=send, as_json=as_json))


def _dismiss(settings: "Settings", alarm_id: str, *, why: str) -> None:
    import getpass
    from datetime import UTC, datetime

    from flows.runtime.home import ensure_home
    from flows.steps.alerting import collect_status
    from tasks.operations.alarms.conditions import open_alarms
    from tasks.operations.alarms.dismissals import dismiss

    if not why.strip():
        raise OperatorError("Say why with --why: it is kept, and `ucj alarms` shows it.")
    ensure_home(settings)
    now = datetime.now(UTC)
    found = open_alarms(collect_status(settings, now=now), settings)
    closed = dismiss(found, alarm_id, why=fitting_note(why), by=getpass.getuser(), at=now, settings=settings)
    typer.echo(f"dismissed: {closed.detail}; it comes back when there is a new cause")


def _show(settings: "Settings", *, send: bool, as_json: bool) -> int:
    from datetime import UTC, datetime

    from flows.runtime.home import ensure_home
    from flows.steps.alerting import collect_status, notify_operators
    from tasks.operations.alarms.conditions import open_alarms
    from tasks.operations.alarms.dismissals import closed_alarms

    ensure_home(settings)
    sent = None
    if send:
        situation, found, sent = notify_operators(settings)
    else:
        situation = collect_status(settings, now=datetime.now(UTC))
        found = open_alarms(situation, settings)
    closed = closed_alarms(situation, settings)
    typer.echo(_json(found, closed, sent) if as_json else _text(found, closed, sent))
    if sent is not None and sent.faults:
        return Exit.INTERNAL
    return Exit.ROWS_REJECTED if found else Exit.GOOD


def _json(found: "tuple[Alarm, ...]", closed: "tuple[Dismissal, ...]", sent: "Sent | None") -> str:
    told = {"told": dict(sent.told), "over": dict(sent.over), "faults": list(sent.faults)} if sent else None
    record = {
        "alarms": [one.record() for one in found],
        "dismissed": [one.record() for one in closed],
        "sent": told,
    }
    return json.dumps(record, ensure_ascii=False, indent=2)


def _text(found: "tuple[Alarm, ...]", closed: "tuple[Dismissal, ...]", sent: "Sent | None") -> str:
    from tasks.operations.alarms.message import alarm_parts

    lines = "\n\n".join(alarm_parts(found)) if found else "Tidak ada alarm. / No alarms."
    if closed:
        shown = [f"  - [{one.id}] {one.detail}: {one.why} ({one.by}, {moment_text(one.at)})" for one in closed]
        lines = "\n".join([lines, "", "DITUTUP PENGELOLA / Dismissed", *shown])
    if sent is None:
        return lines
    said = [f"sent by {channel}: {count} new, {sent.over[channel]} over" for channel, count in sent.told.items()]
    return "\n".join([lines, "", *(said or ["nothing new to send"]), *(f"not sent: {one}" for one in sent.faults)])


def _test(settings: "Settings") -> int:
    from datetime import UTC, datetime

    from tasks.operations.alarms.channels import NotSent, ways
    from tasks.operations.alarms.message import trial

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
    from tasks.operations.alarms.channels import NoChannel, ways

    if not ways(settings):
        raise NoChannel("Nowhere to send alarms: set alarms.webhook_url, or alarms.email_to and smtp.host.")
