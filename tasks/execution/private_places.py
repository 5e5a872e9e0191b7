"""The folders and files of a home that only the operator's account may read, and their modes."""

import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from settings import Settings
from warehouse.catalogue.choose_backend import backend_of
from warehouse.catalogue.engine import address_of
from warehouse.errors import CatalogueUnreachable

PRIVATE_FOLDERS = ("archive", "lake", "derived", "quarantine", "docs", "prefect", "secret", "logs", "watch")
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def too_open(settings: Settings) -> list[Path]:
    """Private folders, and private files that do not lie in one, which others than the operator may enter or read."""
    return [path for path in _private(settings) if path.exists() and path.stat().st_mode & OTHERS]


def close_to_others(settings: Settings) -> None:
    """Take from others what is private; of a file of somebody else the doctor tells. No mode is ever loosened."""
    for path in too_open(settings):
        with suppress(OSError):
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~OTHERS)


def _private(settings: Settings) -> Iterator[Path]:
    yield from (settings.path(name) for name in PRIVATE_FOLDERS)
    yield from (settings.path("ucj.toml"), settings.key_path)
    with suppress(CatalogueUnreachable):
        address = address_of(settings.sqlalchemy_url)
        yield from backend_of(address).files(address)
    secret = settings.path("secret")
    if secret.is_dir():
        with suppress(OSError):
            yield from (path for path in secret.iterdir() if path.is_file() and path != settings.key_path)
