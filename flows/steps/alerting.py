"""Look how things stand, tell the operators what is new, and write the figures that are scraped."""

from collections.abc import Mapping
from datetime import UTC, datetime

from flows.runtime.heartbeat import silent_signs
from flows.runtime.run_lock import run_under_way
from flows.runtime.server_record import server_is_expected
from flows.runtime.server_status import ask_server, lasting_server
from flows.ui.alarms import show_alarms
from settings import Settings
from tasks.execution.stage_log import logged_stage
from tasks.operations.alarms.catalogue import Alarm
from tasks.operations.alarms.channels import ways
from tasks.operations.alarms.conditions import SilentRun, Situation, open_alarms
from tasks.operations.alarms.dismissals import closed_alarms
from tasks.operations.alarms.last_runs import LastRun, read_last_runs
from tasks.operations.alarms.notifications import Sent, notify
from tasks.operations.alarms.prometheus import write_metrics
from tasks.operations.alarms.situation import read_situation


def collect_status(settings: Settings, *, now: datetime) -> Situation:
    """Collect all that alarms depend on: runs, submissions, deliveries, disk."""
    served = ask_server()
    expected = server_is_expected(settings) or bool(lasting_server())
    runs, under_way = _runs_and_lock(settings)
    return read_situation(
        settings,
        now=now,
        runs=runs,
        under_way=under_way,
        served=served,
        server_lost=expected and served is None,
        silent=tuple(
            SilentRun(flow_run_id=one.flow_run_id, process=one.process, heard=one.at) for one in silent_signs(settings)
        ),
    )


def _runs_and_lock(settings: Settings) -> tuple[Mapping[str, LastRun], bool]:
    """How the last runs went, and whether one is under way now: also said of what changed while the lock was looked at.

    A run notes that it began after it got the lock, and how it ended before it lets go of it. So one that is noted as
    running before and after, while nobody holds the lock, is dead; anything else tells nothing of the kind.
    """
    before = read_last_runs(settings)
    held = run_under_way(settings)
    after = read_last_runs(settings)
    return after, held or before != after


def notify_operators(settings: Settings) -> tuple[Situation, tuple[Alarm, ...], Sent]:
    """Send what has not been told by the channels that are set up; returns how things stand, what is open, what was
    sent. A flow run also shows what is open in the UI."""
    now = datetime.now(UTC)
    with logged_stage("watch") as line:
        situation = collect_status(settings, now=now)
        alarms = open_alarms(situation, settings)
        write_metrics(situation, alarms, settings)
        sent = notify(alarms, ways=ways(settings), now=now, settings=settings)
        line |= {"alarms": len(alarms), "told": sum(sent.told.values()), "over": sum(sent.over.values())}
        line["fault"] = "; ".join(sent.faults)
    show_alarms(alarms, closed_alarms(situation, settings))
    return situation, alarms, sent
