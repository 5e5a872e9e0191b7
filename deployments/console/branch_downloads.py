"""Put templates and guides where branches reach them without an installation: `outbox/panduan/` of the home."""

from datetime import date
from pathlib import Path

from flows.runtime.home import FOLDERS
from settings import Settings
from warehouse.files.disk_errors import storing
from warehouse.files.durable import write_file
from warehouse.files.folders import make_folder

DOWNLOADS = "panduan"
FOLDER_MODE, FILE_MODE = 0o755, 0o644  # for every branch; there is nothing of anybody in them


def write_downloads(settings: Settings, *, on: date) -> Path:
    """Write the templates and guides of this version over those of an earlier one; returns their folder."""
    from expectations.templates.downloads import download_files  # noqa: PLC0415 - only when a home is made or served

    place = settings.path("outbox", DOWNLOADS)
    with storing(settings.path("outbox")):
        make_folder(place.parent, mode=FOLDERS["outbox"])
        make_folder(place, mode=FOLDER_MODE)
        for name, content in download_files(on=on).items():
            write_file(place / name, content, mode=FILE_MODE)
    return place
