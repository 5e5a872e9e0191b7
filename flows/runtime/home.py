"""The folder that holds everything: private, but others may pass through it to `published/`."""

from collections.abc import Mapping

from settings import Settings
from tasks.execution.private_places import PRIVATE_FOLDERS, close_to_others
from warehouse.files.disk_errors import storing
from warehouse.files.folders import make_folder

ENTERED, SHOWN, PRIVATE = 0o711, 0o755, 0o700
FOLDERS: Mapping[str, int] = {  # by name below the home; the home itself is ""
    "": ENTERED,
    "published": SHOWN,
    "inbox": ENTERED,
    "outbox": ENTERED,
    "metrics": SHOWN,
    **dict.fromkeys(PRIVATE_FOLDERS, PRIVATE),
}


def ensure_home(settings: Settings) -> None:
    """Make the home and the folders people use, which keep the operator's modes; close to others what is private."""
    for name in ("", "published", "inbox"):
        with storing(settings.path(name).parent):
            make_folder(settings.path(name), mode=FOLDERS[name])
    close_to_others(settings)
