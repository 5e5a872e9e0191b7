"""What waits in the inbox: files that nobody takes tell that watcher and daily run are not there."""

import time
from collections.abc import Iterator

from settings import Settings
from tasks.doctor.finding import Finding, Health
from tasks.receive.inbox import look

LONG_SECONDS = 3600.0  # a watcher takes them within seconds, a sweep every half hour


def check_inbox(settings: Settings) -> Iterator[Finding]:
    """One finding: files that have been there for long, by the moment in which they came (not of their content)."""
    now = time.time()
    waits = [now - file.path.stat().st_ctime for file in look(settings.path("inbox")).files]
    long = [seconds for seconds in waits if seconds > LONG_SECONDS]
    if long:
        says = f"{len(long)} files have waited for up to {max(long) / 3600:,.0f} h and nobody takes them."
        do = "Is `ucj serve` up? `ucj run` takes them now."
        yield Finding(check="inbox", health=Health.WARN, says=says, do=do)
    else:
        yield Finding(check="inbox", health=Health.OK, says=f"{len(waits)} files wait to be taken.")
