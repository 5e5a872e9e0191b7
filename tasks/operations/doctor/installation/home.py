"""Check that the home folder exists and is private."""

from collections.abc import Iterator

from settings import Settings
from tasks.execution.private_places import too_open
from tasks.operations.doctor.finding import Health, HealthFinding


def check_home(settings: Settings) -> Iterator[HealthFinding]:
    """One finding for the home, one for each private place that others may enter or read."""
    if not settings.home.is_dir():
        yield HealthFinding(
            check="home",
            health=Health.FAIL,
            says=f"{settings.home} is not there.",
            do="Run `ucj init`, or set UCJ_HOME.",
        )
        return
    yield HealthFinding(check="home", health=Health.OK, says=f"{settings.home} is there.")
    for path in too_open(settings):
        if path == settings.key_path:  # told with the key
            continue
        yield HealthFinding(
            check="private",
            health=Health.FAIL,
            says=f"{path} may be {'entered' if path.is_dir() else 'read'} by others.",
            do=f"chmod {'-R ' if path.is_dir() else ''}go= {path}",
        )
