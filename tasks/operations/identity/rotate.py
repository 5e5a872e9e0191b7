"""Put the ids of the whole lake under a new key by one further step: new id = HMAC(new key, old id).

In order: the new key stands in the key file; every object is written anew beside the old one; one transaction makes the
new files and the new key the current ones; the old files are deleted. Killed anywhere, either the old state holds in
full, with a key in the file that nothing uses yet and the next rotation takes, or the new one does.
"""

import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

import polars as pl
from sqlalchemy import Engine

from expectations.contracts import FEEDS
from expectations.written_sizes import size_text
from settings import Settings
from tasks.conform.current_key import key_in_use
from tasks.conform.key_file import PersonKey, add_step, read_key
from tasks.conform.person_id import step_further
from tasks.execution.places import lake_of
from tasks.operations.identity.keyed_objects import kept_objects
from tasks.operations.identity.recover import settle_rewrites
from warehouse.catalogue.transactions import writing
from warehouse.errors import OperatorError
from warehouse.lake.cache import drop_cache
from warehouse.lake.key_registry import current_key_id, switch_key_in
from warehouse.lake.rewrite import commit_in, remove_replaced, stage
from warehouse.records import RewriteCause

SPARE_SHARE = 0.1  # of the bytes to write: other files grow meanwhile
Progress = Callable[[int, int, str], None]  # done, of how many, what


class NothingToRotate(OperatorError):
    """There are no ids yet; the first run makes the first key."""


class NoRoom(OperatorError):
    """The lake does not fit on its disk a second time, which a rotation needs until it is committed."""


@dataclass(frozen=True, kw_only=True)
class Rotation:
    """What a rotation writes anew. missing: objects out of force whose files are gone; they stay as they are."""

    key_id_before: str
    key_id: str | None
    objects: int
    rows: int
    bytes: int
    missing: int
    free_bytes: int

    def record(self) -> dict[str, Any]:
        """Data for `--json`."""
        return asdict(self)


def plan_rotation(engine: Engine, settings: Settings) -> Rotation:
    """What there is to do; nothing is written. Raises `NothingToRotate`, `WrongKey`, `KeysMixed`."""
    before = current_key_id(engine)
    if before is None:
        raise NothingToRotate("The lake holds no ids yet: there is nothing to rotate.")
    key_in_use(engine, settings.key_path)
    found = kept_objects(engine, lake=lake_of(settings), key_id=before)
    kept = [one for one in found.kept if one.file.key_id]
    return Rotation(
        key_id_before=before,
        key_id=None,
        objects=len(kept),
        rows=sum(one.file.rows for one in kept),
        bytes=sum(one.file.bytes for one in kept),
        missing=found.missing,
        free_bytes=shutil.disk_usage(settings.home).free,
    )


def rotate_key(engine: Engine, settings: Settings, *, now: datetime, progress: Progress) -> Rotation:
    """Rotate; to be called under the run lock. Raises as `plan_rotation`, and `NoRoom`, `LakeObjectCorrupt`."""
    settle_rewrites(engine, settings, now=now)
    plan = plan_rotation(engine, settings)
    if plan.free_bytes < plan.bytes * (1 + SPARE_SHARE):
        needed, free = size_text(plan.bytes), size_text(plan.free_bytes)
        raise NoRoom(f"A rotation needs {needed} beside the lake, {free} are free: make room.")
    old = key_in_use(engine, settings.key_path)
    new = _next_key(old, settings=settings)
    lake = lake_of(settings)
    drop_cache(settings.home)  # it has ids under the old key
    kept = [one for one in kept_objects(engine, lake=lake, key_id=old.key_id).kept if one.file.key_id]
    for number, one in enumerate(kept, start=1):
        change = partial(put_under, feed=one.feed, secret=new.secrets[-1])
        stage(engine, one, lake=lake, change=change, key_id=new.key_id, cause=RewriteCause.ROTATION, at=now)
        progress(number, len(kept), one.file.path)
    with writing(engine) as connection:
        commit_in(connection, cause=RewriteCause.ROTATION, at=now)
        switch_key_in(connection, new.key_id, at=now)
    remove_replaced(engine, lake=lake, at=now)
    return Rotation(**{**asdict(plan), "key_id": new.key_id})


def put_under(rows: pl.DataFrame, *, feed: str, secret: str) -> pl.DataFrame:
    """Rows of whole regions with their ids one step further, in the order of the lake."""
    lake = FEEDS[feed].lake
    ids = [step_further(column, secret=secret) for column in lake.ids if column in rows.columns]
    return rows.with_columns(ids).sort(lake.sort_by, nulls_last=True)


def _next_key(old: PersonKey, *, settings: Settings) -> PersonKey:
    """The key after the one in use: left in the file by a rotation that was killed, or made now."""
    written = read_key(settings.key_path) or old
    if len(written.secrets) > len(old.secrets):
        return PersonKey(written.secrets[: len(old.secrets) + 1])
    return add_step(settings.key_path, old)
