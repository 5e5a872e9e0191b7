"""Bind purging to Prefect."""

from datetime import date
from typing import Any

from settings import Settings
from tasks.execution.stage_log import logged_stage
from tasks.execution.stage_task import stage_task
from tasks.operations.purge.home import purge_home

PURGE_SECONDS = 3000


@stage_task(name="purge", run_name="purge what is past its retention time", time_limit=PURGE_SECONDS)
def purge_expired(settings: Settings, today: date, *, done: bool) -> dict[str, Any]:
    """The record of the plan, as `ucj purge --json` prints it; only planned unless `done`. Under the run lock."""
    with logged_stage("purge", done=done) as line:
        record = {"done": done, **purge_home(settings, today=today, done=done).record()}
        line |= {
            "objects": len(record["objects"]),
            "archives": record["archives"],
            "fact_dates": len(record["fact_dates"]),
            "bytes": record["object_bytes"] + record["archive_bytes"],
        }
    return record
