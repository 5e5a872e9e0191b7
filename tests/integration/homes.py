"""Homes of whole runs, with their catalogue on SQLite or on PostgreSQL; a home's `ucj.toml` says where it is.

A home may hold a list of regions of its own, a short one, which the runs of `disturbed` take for the carried one.
"""

import json
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from tests.postgresql import Server
from tests.region_list import write_few_regions
from warehouse.catalogue.engine import connect_catalogue

SQLITE, POSTGRESQL = "sqlite", "postgresql"
ADDRESS = "database_url"
OWN_REGIONS = "regions"


@dataclass(frozen=True)
class Homes:
    """Makes and copies homes; those of a server have a database each."""

    server: Server | None = None

    @property
    def database(self) -> str:
        return POSTGRESQL if self.server else SQLITE

    def new(self, folder: Path, *, few_regions: bool = False, **settings: object) -> Path:
        """An empty home in a folder, with settings; of the whole nation or of few regions."""
        home = folder / "home"
        home.mkdir(mode=0o711, parents=True)
        if few_regions:
            write_few_regions(home / OWN_REGIONS)
        _write(home, {**settings, **({ADDRESS: self.server.database()} if self.server else {})})
        return home

    def copy(self, home: Path, folder: Path) -> Path:
        """A home that holds what another holds, which nobody may be using."""
        copy = Path(shutil.copytree(home, folder / "home", symlinks=True))
        if self.server:
            settings = _read(home)
            _write(copy, {**settings, ADDRESS: self.server.database(like=str(settings[ADDRESS]))})
        return copy

    def drop(self, home: Path) -> None:
        """Give the space of a home back."""
        if self.server:
            self.server.drop(str(_read(home)[ADDRESS]))
        shutil.rmtree(home)


def address_of(home: Path) -> str:
    """Where the catalogue of a home is."""
    return str(_read(home).get(ADDRESS, f"sqlite:///{home / 'warehouse.db'}"))


def add_settings(home: Path, settings: Mapping[str, object]) -> None:
    """Set more in a home."""
    _write(home, {**_read(home), **settings})


def own_regions(home: Path) -> Path | None:
    """The list of regions that a home holds, if any."""
    folder = home / OWN_REGIONS
    return folder if folder.is_dir() else None


@contextmanager
def catalogue_of(home: Path) -> Iterator[Engine]:
    """The catalogue of a home, as it is."""
    engine = connect_catalogue(address_of(home))
    yield engine
    engine.dispose()


def _read(home: Path) -> dict[str, object]:
    place = home / "ucj.toml"
    return tomllib.loads(place.read_text()) if place.exists() else {}


def _write(home: Path, settings: dict[str, object]) -> None:
    if settings:
        (home / "ucj.toml").write_text("".join(f"{line}\n" for line in _lines(settings)))


def _lines(settings: Mapping[str, object], group: str = "") -> Iterator[str]:
    for name, value in settings.items():
        if isinstance(value, Mapping):
            yield from _lines(value, f"{name}.")
        else:
            yield f"{group}{name} = {json.dumps(value)}"
