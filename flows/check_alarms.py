"""Check alarms: by schedule, and whenever an automation sees a run end badly; a run that never was raises one too."""

from typing import Any

from prefect import flow
from prefect.artifacts import create_table_artifact

from flows.run_log import logged_run
from flows.shown import shown_only
from flows.watching import tell_operators
from settings import Settings
from tasks.watch.alarm import TEXTS, Alarm

NAME = "check-alarms"
LIMIT_SECONDS = 600


@flow(name=NAME, timeout_seconds=LIMIT_SECONDS, persist_result=False)
def check_alarms() -> list[dict[str, Any]]:
    """Look how things stand and tell the operators what is new or over; returns what is open."""
    settings = Settings()
    with logged_run(settings):
        alarms, _ = tell_operators(settings)
        with shown_only():
            if alarms:
                create_table_artifact(key="alarms", table=list(map(_row, alarms)), description="Alarms that are open")
    return [alarm.record() for alarm in alarms]


def _row(alarm: Alarm) -> dict[str, str]:
    texts = TEXTS[alarm.kind]
    return {"alarm": texts.title_en, "what": alarm.detail, "what to do": texts.do_en}
