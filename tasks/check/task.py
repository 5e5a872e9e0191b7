"""Bind the conservation gate and the Data Docs to Prefect: one task run each, once a run."""

from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from expectations.data_docs.site import build_site
from settings import Settings
from tasks.check.conservation.gate import require_conservation
from tasks.execution.retries import RETRIES, RETRY_DELAYS, another_try
from tasks.execution.safe_errors import discreet_faults
from tasks.execution.stage_log import logged_stage
from warehouse.files.disk_errors import storing
from warehouse.files.durable import write_private
from warehouse.records import Submission

GATE_SECONDS = 3600


@task(
    name="conservation",
    task_run_name="conservation gate",
    retries=RETRIES,
    retry_delay_seconds=RETRY_DELAYS,
    retry_condition_fn=another_try,
    timeout_seconds=GATE_SECONDS,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def hold_conservation(submissions: tuple[Submission, ...]) -> None:
    """Stop the run if a submission of it lost or doubled a row."""
    with logged_stage("conservation", submissions=len(submissions)), discreet_faults():
        require_conservation(submissions)


@task(
    name="data docs",
    task_run_name="data docs",
    retries=RETRIES,
    retry_delay_seconds=RETRY_DELAYS,
    retry_condition_fn=another_try,
    timeout_seconds=GATE_SECONDS,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def build_data_docs(settings: Settings) -> Path:
    """Bring the Data Docs up to date with what the gates of this run kept; returns the index page."""
    with logged_stage("data_docs") as line, discreet_faults(), storing(settings.path("docs")):
        index = build_site(settings.path("docs"), write=write_private)
        line["page"] = str(index)
    return index
