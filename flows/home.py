"""The folder that holds everything: private, but others may pass through it to `published/`."""

from settings import Settings


def ensure_home(settings: Settings) -> None:
    """Make the home and the folders people use; one that is there keeps the operator's modes."""
    for folder, mode in ((settings.home, 0o711), (settings.path("published"), 0o755), (settings.path("inbox"), 0o711)):
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(mode)
