"""Bind housekeeping to Prefect."""

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from settings import Settings
from tasks.execution.catalogue import catalogue
from tasks.execution.retries import RETRIES, RETRY_DELAYS, another_try
from tasks.execution.safe_errors import discreet_faults
from tasks.ingest.unfinished_runs import clear_home
from tasks.publish.release.pointer import switch_current
from tasks.receive.intake import only_one_taker
from warehouse.releases.releases import current_release

MEND_SECONDS = 1800


@task(
    name="drafts",
    task_run_name="clear away drafts",
    retries=RETRIES,
    retry_delay_seconds=RETRY_DELAYS,
    retry_condition_fn=another_try,
    timeout_seconds=MEND_SECONDS,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def clear_drafts(settings: Settings) -> int:
    """Remove what killed runs left half written; returns how many. Only under the run lock."""
    with discreet_faults(), only_one_taker(settings):
        drafts = clear_home(settings)
    get_run_logger().info("%d drafts removed", drafts)
    return drafts


@task(
    name="pointer",
    task_run_name="repair published/current",
    retries=RETRIES,
    retry_delay_seconds=RETRY_DELAYS,
    retry_condition_fn=another_try,
    timeout_seconds=MEND_SECONDS,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def repair_pointer(settings: Settings) -> str | None:
    """Point `published/current` to the release that the catalogue names; returns it, None where there is none."""
    with discreet_faults(), catalogue(settings) as engine:
        current = current_release(engine)
        if current is not None:
            switch_current(settings.path("published"), current.id, make_current=True)
    return current.id if current else None
