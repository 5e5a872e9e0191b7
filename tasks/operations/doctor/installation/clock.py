"""Check clock and time zones: the current day decides what is published."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from settings import Settings
from tasks.operations.doctor.finding import Health, HealthFinding
from warehouse.files.durable import draft_in

ZONE, EAST = "Asia/Jakarta", timedelta(hours=7)
SKEW_SECONDS = 5.0
SYNCHRONISE = "Let both synchronise their clocks (chrony, systemd-timesyncd)."


def check_clock(settings: Settings) -> Iterator[HealthFinding]:
    """Jakarta's day, and the clock of the file system that holds the home."""
    try:
        now = datetime.now(ZoneInfo(ZONE))
    except ZoneInfoNotFoundError:
        says = f"there is no time zone {ZONE}."
        yield HealthFinding(
            check="clock", health=Health.FAIL, says=says, do="pip install tzdata, or install your system's."
        )
        return
    if now.utcoffset() != EAST:
        says = f"{ZONE} is {now.utcoffset()} ahead of UTC here, not seven hours."
        yield HealthFinding(
            check="clock", health=Health.FAIL, says=says, do="Install the time zone data again: tzdata."
        )
        return
    yield HealthFinding(check="clock", health=Health.OK, says=f"today is {now.date()} in Jakarta ({now:%H:%M}).")
    if settings.home.is_dir():
        yield from skewed("the file system of the home", file_system_skew(settings.home))


def file_system_skew(folder: Path) -> float:
    """Seconds by which the clock of a file system is ahead of ours; of a server's, where it is one of a network."""
    with draft_in(folder) as draft:
        draft.file.write(b"?")
        draft.file.flush()
        return os.fstat(draft.file.fileno()).st_mtime - time.time()


def clock_skew(told: datetime) -> float:
    """Seconds by which somebody who has just told the time is ahead of us."""
    return (told - datetime.now(UTC)).total_seconds()


def skewed(whose: str, seconds: float) -> Iterator[HealthFinding]:
    """A finding when two clocks are too far apart."""
    if abs(seconds) > SKEW_SECONDS:
        says = f"the clock of {whose} is {seconds:+.0f} s from this machine's."
        yield HealthFinding(check="clock", health=Health.WARN, says=says, do=SYNCHRONISE)
