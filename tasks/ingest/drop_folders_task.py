"""Bind the visits of drop folders to Prefect."""

from settings import Settings
from tasks.execution.stage_task import stage_task
from tasks.ingest.drop_folders import visit_drop_folders
from tasks.receive.drop_folders.visit import Visit

DROP_FOLDERS_SECONDS = 3 * 3600  # more than a visit may wait for another process and take by itself


@stage_task(name="fetch", run_name="fetch from drop folders", time_limit=DROP_FOLDERS_SECONDS)
def fetch_from_drop_folders(settings: Settings) -> tuple[Visit, ...]:
    """Bring what branches put there into the inbox."""
    return visit_drop_folders(settings, fetch=True)


@stage_task(name="answer", run_name="answer in drop folders", time_limit=DROP_FOLDERS_SECONDS)
def answer_in_drop_folders(settings: Settings) -> tuple[Visit, ...]:
    """Put receipts there, and move away what is registered by now."""
    return visit_drop_folders(settings, fetch=False)
