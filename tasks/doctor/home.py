"""The home of the system: is it there, and private."""

import stat
from collections.abc import Iterator

from settings import Settings
from tasks.doctor.finding import Finding, Health

PRIVATE = ("archive", "lake", "quarantine", "secret", "docs", "prefect", "logs", "watch", "derived")


def check_home(settings: Settings) -> Iterator[Finding]:
    """One finding for the home, one for each private folder that others may enter."""
    if not settings.home.is_dir():
        yield Finding(
            check="home",
            health=Health.FAIL,
            says=f"{settings.home} is not there.",
            do="Run `ucj init`, or set UCJ_HOME.",
        )
        return
    open_folders = [
        name for name in PRIVATE if (path := settings.path(name)).is_dir() and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    yield Finding(check="home", health=Health.OK, says=f"{settings.home} is there.")
    for name in open_folders:
        path = settings.path(name)
        yield Finding(
            check="private", health=Health.FAIL, says=f"{path} may be entered by others.", do=f"chmod -R go= {path}"
        )
