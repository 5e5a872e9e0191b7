"""Look how things stand, tell the operators what is new, and write the figures that are scraped."""

from datetime import UTC, datetime

from prefect.settings import PREFECT_API_URL

from flows.runtime.run_lock import run_under_way
from flows.runtime.server_record import server_is_expected
from flows.runtime.server_status import ask_server
from settings import Settings
from tasks.execution.stage_log import logged_stage
from tasks.operations.alarms.catalogue import Alarm
from tasks.operations.alarms.channels import ways
from tasks.operations.alarms.conditions import Situation, open_alarms
from tasks.operations.alarms.notifications import Sent, notify
from tasks.operations.alarms.prometheus import write_metrics
from tasks.operations.alarms.situation import read_situation


def collect_status(settings: Settings, *, now: datetime) -> Situation:
    """Collect all that alarms depend on: runs, submissions, deliveries, disk."""
    served = ask_server()
    expected = server_is_expected(settings) or bool(PREFECT_API_URL.value())
    return read_situation(
        settings,
        now=now,
        under_way=run_under_way(settings),
        served=served,
        server_lost=expected and served is None,
    )


def notify_operators(settings: Settings) -> tuple[tuple[Alarm, ...], Sent]:
    """Send what has not been told by the channels that are set up; returns what is open, and what was sent."""
    now = datetime.now(UTC)
    with logged_stage("watch") as line:
        situation = collect_status(settings, now=now)
        alarms = open_alarms(situation, settings)
        write_metrics(situation, alarms, settings)
        sent = notify(alarms, ways=ways(settings), now=now, settings=settings)
        line |= {"alarms": len(alarms), "told": sum(sent.told.values()), "over": sum(sent.over.values())}
        line["fault"] = "; ".join(sent.faults)
    return alarms, sent
