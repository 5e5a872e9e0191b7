"""Before loading: check that the key is right, and finish or undo what a killed run left in the lake."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from settings import Settings
from tasks.conform.current_key import key_in_use
from tasks.execution.catalogue import catalogue
from tasks.execution.places import archive_of, lake_of
from tasks.operations.identity.erased_archive import remove_erased
from warehouse.files.disk_errors import storing
from warehouse.lake.objects import remove_unfinished
from warehouse.lake.rewrite import discard_staged, drop_old_copies, remove_replaced


def make_ready(settings: Settings) -> None:
    """To be called under the run lock, first of all. Raises `WrongKey`, `KeyFileError`: then nothing was touched."""
    with catalogue(settings) as engine:
        key_in_use(engine, settings.key_path)
        settle_rewrites(engine, settings, now=datetime.now(UTC))


def settle_rewrites(engine: Engine, settings: Settings, *, now: datetime) -> None:
    """Undo what was prepared and not committed; end what was."""
    lake = lake_of(settings)
    with storing(settings.home):
        remove_unfinished(lake)
    discard_staged(engine, lake=lake)
    remove_replaced(engine, lake=lake, at=now)
    drop_old_copies(engine, lake=lake, before=now)
    remove_erased(engine, archive=archive_of(settings))
