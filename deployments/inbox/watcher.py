"""The watcher: takes what settles in the inbox, gives its first receipt, and has `ingest-inbox` run.

It is a hint, not the truth: whatever it misses, or takes without a run following, the next sweep finds. File systems
that tell nothing of changes (network shares) are looked into every `poll_seconds`.
"""

import logging
from collections.abc import Callable, Iterator
from threading import Event

from watchfiles import watch

from deployments.console.progress import PROGRESS_LOGGER
from deployments.inbox.drop_folder_visits import visited_drop_folders
from flows.runtime.clock import today_in_jakarta
from settings import Settings
from tasks.ingest.arrivals import Arrivals, anything_waits, take_arrivals
from tasks.receive.inbox import InboxFile, is_unchanged, look
from tasks.receive.watcher_heartbeat import sign_of_watcher, watcher_ended
from warehouse.errors import UcjError

progress = logging.getLogger(PROGRESS_LOGGER)


def watch_inbox(settings: Settings, *, stop: Event, request: Callable[[], bool]) -> None:
    """Take files from the inbox as they arrive, until the process is stopped.

    request: asks for a run of `ingest-inbox`; False when nobody answers, then it is asked again at the next look.
    Drop folders on other machines are visited meanwhile.
    """
    with visited_drop_folders(settings, stop=stop):
        _watch(settings, stop=stop, request=request)
    watcher_ended(settings)


def _watch(settings: Settings, *, stop: Event, request: Callable[[], bool]) -> None:
    owed = True  # an earlier watcher may have been killed between taking and asking
    asked: set[InboxFile] = set()  # checks for which a run was asked; the half-hourly sweep answers what it left
    for _ in hints(settings, stop=stop):
        try:
            sign_of_watcher(settings)
            for arrivals in settled_arrivals(settings, stop=stop):
                report(arrivals)
                asked = {file for file in asked if is_unchanged(file)}
                owed = owed or bool(arrivals.waiting) or not asked.issuperset(arrivals.checks)
                asked.update(arrivals.checks)
                if owed:
                    owed = not request()
            if owed:
                owed = anything_waits(settings) and not request()
        except UcjError as fault:
            progress.warning("watch: %s", fault)
        except OSError as fault:
            progress.warning("watch: %s while looking into the inbox; tried again", type(fault).__name__)


def hints(settings: Settings, *, stop: Event) -> Iterator[None]:
    """When to look: at once, whenever something changed, and every `poll_seconds` whatever was told."""
    yield
    milliseconds = int(settings.poll_seconds * 1000)
    options = {"rust_timeout": milliseconds, "yield_on_timeout": True, "stop_event": stop, "watch_filter": None}
    try:
        for _ in watch(settings.path("inbox"), **options, raise_interrupt=False):  # type: ignore[arg-type]
            yield
    except OSError as fault:  # no more watches to be had
        progress.warning("watch: %s; looking every %s s instead", type(fault).__name__, settings.poll_seconds)
        while not stop.wait(settings.poll_seconds):
            yield


def settled_arrivals(settings: Settings, *, stop: Event) -> Iterator[Arrivals]:
    """Take files as they settle, until none is left that still changes; a file that cannot be taken is left alone."""
    before = look(settings.path("inbox")).files
    tried = set(before[:0])
    while before and not stop.wait(settings.settle_seconds):
        now = look(settings.path("inbox")).files
        settled = [file for file in now if file in before and file not in tried]
        if settled:
            yield take_arrivals(settled, settings=settings, today=today_in_jakarta())
        tried.update(settled)
        before = tuple(file for file in now if file not in tried)


def report(arrivals: Arrivals) -> None:
    """One line a file that was taken and answered."""
    for one in arrivals.waiting:
        progress.info("watch: %s %s/%s: arrived, answered, to be read", one.label, one.folder, one.file_name)
    for file in arrivals.checks:
        progress.info("watch: %s: to be checked, not delivered", file.shown)
    for one in arrivals.settled:
        why = f"{one.status} ({one.reason_code})" if one.reason_code else one.status
        progress.info("watch: %s %s/%s: %s; answered", one.label, one.folder, one.file_name, why)
