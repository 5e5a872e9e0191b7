"""Bind housekeeping to Prefect."""

from prefect import get_run_logger

from settings import Settings
from tasks.execution.catalogue import catalogue
from tasks.execution.stage_task import stage_task
from tasks.ingest.unfinished_runs import clear_home
from tasks.publish.mirror.task import mirror_published
from tasks.publish.release.settle import settle_releases
from tasks.receive.intake import only_one_taker

MEND_SECONDS = 1800


@stage_task(name="drafts", run_name="clear away drafts", time_limit=MEND_SECONDS)
def clear_drafts(settings: Settings) -> int:
    """Remove what killed runs left half written; returns how many. Only under the run lock."""
    with only_one_taker(settings):
        drafts = clear_home(settings)
    get_run_logger().info("%d drafts removed", drafts)
    return drafts


@stage_task(name="pointer", run_name="repair published/current", time_limit=MEND_SECONDS)
def repair_pointer(settings: Settings) -> str | None:
    """Bring `published/` and its mirror to what the catalogue says of releases; returns the current one, None where
    there is none.
    """
    with catalogue(settings) as engine:
        current = settle_releases(engine, settings.path("published"))
        mirror_published(engine, settings)
    return current.id if current else None
