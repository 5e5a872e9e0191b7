"""A sign that somebody watches the inbox: a file that the watcher touches at each look and removes when ended."""

import time

from settings import Settings
from warehouse.files.folders import make_folder

PATIENCE_LOOKS, PATIENCE_SECONDS = 3, 600.0  # it may be copying large files between two looks


def sign_of_watcher(settings: Settings) -> None:
    """Say that the watcher looks now."""
    file = settings.path("watch", "watcher")
    make_folder(file.parent)
    file.touch(mode=0o600)


def watcher_ended(settings: Settings) -> None:
    """Say that nobody watches any more because somebody wanted it so."""
    settings.path("watch", "watcher").unlink(missing_ok=True)


def watcher_silent(settings: Settings) -> float | None:
    """Seconds since its last look; None when there is no watcher, or it was ended."""
    try:
        return max(0.0, time.time() - settings.path("watch", "watcher").stat().st_mtime)
    except OSError:
        return None


def too_long(silent: float, settings: Settings) -> bool:
    """Whether a watcher that lives would have looked since."""
    return silent > max(PATIENCE_SECONDS, PATIENCE_LOOKS * settings.poll_seconds)
