"""Check for files that wait in the inbox or are left there, and whether a watcher or a run takes them."""

import time
from collections.abc import Iterator, Sequence

from expectations.written import counted
from expectations.written_sizes import duration_text
from settings import Settings
from tasks.operations.doctor.finding import Health, HealthFinding
from tasks.receive.inbox import TEMPORARY, LeftAlone, look
from tasks.receive.watcher_heartbeat import too_long, watcher_silent

NAMED_MOST = 5
GIVEN_UP_SECONDS = 86_400.0  # no upload rests for a day
LONG_SECONDS = 3600.0  # a watcher takes them within seconds, a sweep every half hour


def check_inbox(settings: Settings) -> Iterator[HealthFinding]:
    """Files that have been there for long, by the moment in which they came (not of their content); and the watcher.

    What is no delivery is left where it lies, and whoever put it there gets no receipt: the operator is to tell them.
    """
    now, seen = time.time(), look(settings.path("inbox"))
    waits = [now - file.path.stat().st_ctime for file in seen.files]
    long = [seconds for seconds in waits if seconds > LONG_SECONDS]
    if long:
        says = (
            f"{counted(len(long), 'file has', 'files have')} waited for up to "
            f"{duration_text(max(long))}, and nobody takes any."
        )
        do = "Is `ucj serve` up? `ucj run` takes them now."
        yield HealthFinding(check="inbox", health=Health.WARN, says=says, do=do)
    else:
        yield HealthFinding(
            check="inbox", health=Health.OK, says=f"{counted(len(waits), 'file waits', 'files wait')} to be taken."
        )
    strange = [one for one in seen.left if not one.reason.startswith(TEMPORARY)]
    if strange:
        says = f"What is no delivery and gets no receipt: {_named(strange)}."
        do = "Ask whoever put it there what it is; then move or delete it."
        yield HealthFinding(check="inbox", health=Health.WARN, says=says, do=do)
    given_up = [one for one in seen.left if one.unfinished_since and now - one.unfinished_since > GIVEN_UP_SECONDS]
    if given_up:
        says = f"Uploads that were never finished, or files that lie open, are not taken: {_named(given_up)}."
        do = "Ask whoever put them there to deliver again, or to close the file; then delete these."
        yield HealthFinding(check="inbox", health=Health.WARN, says=says, do=do)
    yield _watcher(settings)


def _named(left: Sequence[LeftAlone]) -> str:
    """The first few with the reason of each, and how many there are beside them."""
    more = len(left) - NAMED_MOST
    listed = ", ".join(f"{one.path} ({one.reason})" for one in left[:NAMED_MOST])
    return f"{listed}, and {more} more" if more > 0 else listed


def _watcher(settings: Settings) -> HealthFinding:
    silent = watcher_silent(settings)
    if silent is None:
        says = "none is at work: files wait for the next run."
        return HealthFinding(check="watcher", health=Health.OK, says=says)
    if too_long(silent, settings):
        says = f"it has not looked into the inbox for {duration_text(silent)} and was not ended: it died or hangs."
        do = "Start `ucj serve` again, or the unit ucj-watcher (log: prefect/watcher.log). `ucj run` takes files too."
        return HealthFinding(check="watcher", health=Health.WARN, says=says, do=do)
    return HealthFinding(check="watcher", health=Health.OK, says=f"looked into the inbox {duration_text(silent)} ago.")
