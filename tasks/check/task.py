"""Bind the conservation gate and the Data Docs to Prefect: one task run each, once a run."""

from pathlib import Path

from expectations.data_docs.site import build_site
from settings import Settings
from tasks.check.conservation.gate import require_conservation
from tasks.execution.stage_log import logged_stage
from tasks.execution.stage_task import stage_task
from warehouse.files.disk_errors import storing
from warehouse.files.durable import write_private
from warehouse.records import Submission

GATE_SECONDS = 3600


@stage_task(name="conservation", run_name="conservation gate", time_limit=GATE_SECONDS)
def hold_conservation(submissions: tuple[Submission, ...]) -> None:
    """Stop the run if a submission of it lost or doubled a row."""
    with logged_stage("conservation", submissions=len(submissions)):
        require_conservation(submissions)


@stage_task(name="data docs", run_name="data docs", time_limit=GATE_SECONDS)
def build_data_docs(settings: Settings) -> Path:
    """Bring the Data Docs up to date with what the gates of this run kept; returns the index page."""
    with logged_stage("data_docs") as line, storing(settings.path("docs")):
        index = build_site(settings.path("docs"), write=write_private)
        line["page"] = str(index)
    return index
