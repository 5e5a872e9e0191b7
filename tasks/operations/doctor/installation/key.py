"""Check the key of the person ids: present, private, whole, and the key that the lake was written with."""

import stat
from collections.abc import Iterator
from pathlib import Path

import polars as pl
from sqlalchemy import Engine

from settings import Settings
from tasks.conform.key_file import KeyFileError, PersonKey, read_key
from tasks.execution.places import lake_of
from tasks.operations.doctor.finding import Health, HealthFinding
from warehouse.catalogue.engine import address_of, connect_catalogue, is_there
from warehouse.catalogue.migrate import stored_revision
from warehouse.errors import KeysMixed
from warehouse.lake.key_registry import current_key_id, require_one_key
from warehouse.lake.objects import key_id_in
from warehouse.lake.person_objects import objects_with_ids
from warehouse.migrations import HEAD

RESTORE = "Restore the key file from its backup; no run makes a new one while the lake holds ids."


def check_key(settings: Settings) -> Iterator[HealthFinding]:
    """The key file by itself, then against the catalogue and the lake, as far as these are there."""
    path = settings.key_path
    yield from _private(path)
    try:
        key = read_key(path)
    except KeyFileError as error:
        yield HealthFinding(check="key", health=Health.FAIL, says=str(error), do=RESTORE)
        return
    address = address_of(settings.sqlalchemy_url)
    engine = connect_catalogue(address) if is_there(address) else None
    if engine is None:
        yield from _without_ids(key)
        return
    try:
        if stored_revision(engine) == HEAD:
            yield from _against_lake(engine, key, settings)
    finally:
        engine.dispose()


def _private(path: Path) -> Iterator[HealthFinding]:
    for place in (path.parent, path):
        if place.exists() and stat.S_IMODE(place.stat().st_mode) & 0o077:
            yield HealthFinding(
                check="key", health=Health.FAIL, says=f"{place} is open to others.", do=f"chmod go= {place}"
            )


def _without_ids(key: PersonKey | None) -> Iterator[HealthFinding]:
    says = f"Key {key.key_id}; no ids are under it yet." if key else "No key yet; the first run makes one."
    yield HealthFinding(check="key", health=Health.OK, says=says)


def _against_lake(engine: Engine, key: PersonKey | None, settings: Settings) -> Iterator[HealthFinding]:
    known = current_key_id(engine)
    if known is None:
        yield from _without_ids(key)
        return
    if key is None or key.as_of_step(known) is None:
        what = "is missing" if key is None else "is another one"
        yield HealthFinding(
            check="key", health=Health.FAIL, says=f"The ids are under key {known}; its file {what}.", do=RESTORE
        )
    else:
        yield HealthFinding(
            check="key", health=Health.OK, says=f"The ids are under key {known}, and its file is there."
        )
        if key.key_id != known:
            yield HealthFinding(
                check="key",
                health=Health.WARN,
                says="The key file holds a key that nothing uses yet: a rotation did not end.",
                do="`ucj key rotate --yes` ends it; until then all works with the key before.",
            )
    try:
        require_one_key(engine)
    except KeysMixed as error:
        yield HealthFinding(
            check="key", health=Health.FAIL, says=str(error), do="Restore catalogue and lake from one backup."
        )
    lake = lake_of(settings)
    for one in objects_with_ids(engine):
        told = _told_by(lake / one.file.path) if one.live else None
        if told is not None and told != one.file.key_id:
            yield HealthFinding(
                check="key",
                health=Health.FAIL,
                says=f"{one.file.path} says its ids are under key {told}, the catalogue says {one.file.key_id}.",
                do="Restore that file, or `ucj reprocess` its submission.",
            )


def _told_by(path: Path) -> str | None:
    """What a file says; nothing for one that cannot be read, which is another check's finding."""
    try:
        return key_id_in(path)
    except (OSError, pl.exceptions.PolarsError):
        return None
