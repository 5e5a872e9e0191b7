"""Open the catalogue for the duration of one task."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from settings import Settings
from tasks.execution.places import bind_stores
from warehouse.catalogue.engine import open_catalogue


@contextmanager
def catalogue(settings: Settings) -> Iterator[Engine]:
    """The catalogue that the settings name, closed at the end; what it names is looked for where that is kept."""
    bind_stores(settings)
    engine = open_catalogue(settings.sqlalchemy_url)
    try:
        yield engine
    finally:
        engine.dispose()
