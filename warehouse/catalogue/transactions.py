"""Reading and writing the catalogue: each `with` block is one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

WRITES = "catalogue_writes"  # execution option; warehouse.catalogue.sqlite begins such transactions with the write lock


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent view of the catalogue; it waits for no writer and no writer waits for it."""
    with engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """All or nothing: commits at the end of the block, rolls back on any exception.

    On SQLite the write lock is taken at the start, so that what is read in the block still holds when it commits.
    Raises `CatalogueBusy` when another process keeps the lock for too long.
    """
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        yield connection
