"""Names on disk that survive a power cut."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make sure that files which were made, renamed or removed in a folder are so after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
