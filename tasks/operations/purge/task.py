"""Bind purging to Prefect."""

from datetime import date
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE

from settings import Settings
from tasks.execution.retries import RETRIES, RETRY_DELAYS, another_try
from tasks.execution.safe_errors import discreet_faults
from tasks.execution.stage_log import logged_stage
from tasks.operations.purge.home import purge_home

PURGE_SECONDS = 3000


@task(
    name="purge",
    task_run_name="purge what is past its retention time",
    retries=RETRIES,
    retry_delay_seconds=RETRY_DELAYS,
    retry_condition_fn=another_try,
    timeout_seconds=PURGE_SECONDS,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def purge_expired(settings: Settings, today: date, *, done: bool) -> dict[str, Any]:
    """The record of the plan, as `ucj purge --json` prints it; only planned unless `done`. Under the run lock."""
    with logged_stage("purge", done=done) as line, discreet_faults():
        record = {"done": done, **purge_home(settings, today=today, done=done).record()}
        line |= {
            "objects": len(record["objects"]),
            "archives": record["archives"],
            "fact_dates": len(record["fact_dates"]),
            "bytes": record["object_bytes"] + record["archive_bytes"],
        }
    return record
