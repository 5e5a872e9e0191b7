"""Visit the drop folders on other machines again and again, beside the watcher: what they bring, the watcher sees."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from deployments.console.progress import PROGRESS_LOGGER
from expectations.written import counted
from settings import Settings
from tasks.ingest.drop_folders import visit_drop_folders
from warehouse.errors import UcjError, kind_and_place

ENDING_SECONDS = 5.0  # a visit that is cut off does no harm

progress = logging.getLogger(PROGRESS_LOGGER)


@contextmanager
def visited_drop_folders(settings: Settings, *, stop: Event) -> Iterator[None]:
    """In the block, a thread visits them every `drop_folders_seconds`; none where there are no drop folders."""
    if not settings.drop_folders:
        yield
        return
    thread = Thread(target=_visit_until, args=(settings, stop), name="drop folders", daemon=True)
    thread.start()
    yield
    thread.join(ENDING_SECONDS)


def _visit_until(settings: Settings, stop: Event) -> None:
    while not stop.is_set():
        try:
            for visit in visit_drop_folders(settings, fetch=True):
                if visit.fetched:
                    progress.info("watch: drop folder %s: %s fetched", visit.name, counted(visit.fetched, "file"))
                if visit.fault:
                    progress.warning("watch: drop folder %s: %s", visit.name, visit.fault)
        except UcjError as fault:
            progress.warning("watch: drop folders: %s", fault)
        except Exception as fault:  # whatever it is, the next visit may go well
            progress.warning("watch: drop folders: %s", kind_and_place(fault))
        stop.wait(settings.drop_folders_seconds)
