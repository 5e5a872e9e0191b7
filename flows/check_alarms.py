"""Check alarms: by schedule, and whenever an automation sees a run end badly; a run that never was raises one too."""

from datetime import datetime
from typing import Any

from prefect import flow, runtime

from expectations.jakarta import JAKARTA
from flows.runtime.flow_names import CHECK_ALARMS
from flows.runtime.late_runs import cancel_late_runs
from flows.runtime.orphaned_runs import reconcile_orphaned_runs
from flows.runtime.run_log import logged_run
from flows.steps.alerting import notify_operators
from settings import Settings
from tasks.execution.redact_errors import redact_errors

LIMIT_SECONDS = 600


def name_of_check() -> str:
    """When it was started, in Jakarta."""
    return f"{CHECK_ALARMS} {datetime.now(JAKARTA):%Y-%m-%d %H:%M}"


@flow(name=CHECK_ALARMS, flow_run_name=name_of_check, timeout_seconds=LIMIT_SECONDS, persist_result=False)
def check_alarms() -> list[dict[str, Any]]:
    """Look how things stand and tell the operators what is new or over; returns what is open.

    First, runs whose process is gone are shown as crashed and handed to a worker again, and runs that were missed are
    cancelled where a later one does the same.
    """
    settings = Settings()
    with redact_errors(), logged_run(settings):
        reconcile_orphaned_runs(settings, but=str(runtime.flow_run.id))
        cancel_late_runs()
        _, alarms, _ = notify_operators(settings)
    return [alarm.record() for alarm in alarms]
