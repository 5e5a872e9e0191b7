"""Write objects of the lake anew, so that either all of it happened or nothing: for key rotation and erasure.

In order: each new file is noted in the catalogue as staged, then gets its name; nobody reads it yet (`stage`). One
transaction points the objects to their new files (`commit_in`). Then the files before are deleted (`remove_replaced`).
Killed before the transaction, the old state holds in full, and `discard_staged` clears away what was prepared; killed
after it, the new one does, and `remove_replaced` ends the work. All of it under the run lock: nobody loads meanwhile.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Any

import polars as pl
import pyarrow.parquet as pq  # type: ignore[import-untyped]
from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from warehouse.catalogue.transactions import reading, writing
from warehouse.errors import KeysMixed, RewriteOvertaken
from warehouse.lake.damage import damage_told
from warehouse.lake.objects import (
    ROW_GROUP_ROWS,
    ZSTD_LEVEL,
    key_id_in,
    key_metadata,
    require_schema,
    store,
    verify_object,
)
from warehouse.lake.person_objects import KeptObject
from warehouse.models.models import LakeObjectRow, LakeRewriteRow, ReleaseObject
from warehouse.records import ObjectFile, RewriteCause
from warehouse.stores.bound_folders import bound_to, drop_copies, files_below, remove

SLICE_ROWS = 500_000
OLDEST = pl.CompatLevel.oldest()

Change = Callable[[pl.DataFrame], pl.DataFrame]


def stage(
    engine: Engine,
    one: KeptObject,
    *,
    lake: Path,
    change: Change,
    key_id: str | None,
    cause: RewriteCause,
    at: datetime,
    slice_rows: int = SLICE_ROWS,
) -> ObjectFile:
    """Write an object's rows as `change` gives them to a file that nobody reads yet; returns it.

    change: from a frame of the feed's schema to one, row by row or region by region: it sees some whole regions at a
    time, in their order. key_id: the key of the ids afterwards. Raises `LakeObjectCorrupt` for a file that is not what
    was written: nothing may be made of it.
    """
    with damage_told(engine, lake=lake):
        verify_object(lake, one.file)
    source = lake / one.file.path
    if key_id_in(source) not in {None, one.file.key_id}:
        raise KeysMixed(f"{one.file.path} says its ids are under another key than the catalogue has: restore it.")

    def note(file: ObjectFile) -> None:
        with writing(engine) as connection:
            connection.execute(insert(LakeRewriteRow).values(_staged(one, file, cause=cause, at=at)))

    return store(
        partial(_write, source=source, feed=one.feed, change=change, key_id=key_id, slice_rows=slice_rows),
        lake=lake,
        folder=source.parent,
        slot=f"{one.branch}_{one.position_date:%Y%m%d}",
        key_id=key_id,
        announce=note,
    )


def commit_in(connection: Connection, *, cause: RewriteCause, at: datetime, erasure_id: int | None = None) -> int:
    """Point every object that was staged for a cause to its new file; returns how many.

    An erasure makes other contents of them, which releases that rest on them remember. Raises `RewriteOvertaken` when
    an object is no longer what was read.
    """
    table = LakeRewriteRow
    staged = select(table.__table__).where(table.cause == cause, table.committed_at.is_(None)).order_by(table.id)
    rewrites = connection.execute(staged).mappings().all()
    for row in rewrites:
        number = LakeObjectRow.id == row["lake_object_id"]
        if cause is RewriteCause.ERASURE:
            _remember_content(connection, row["lake_object_id"])
        values = {name: row[name] for name in ("path", "sha256", "rows", "bytes", "key_id")}
        same_rows = func.coalesce(LakeObjectRow.content_sha256, LakeObjectRow.sha256)
        changed = connection.execute(
            update(LakeObjectRow)
            .where(number, LakeObjectRow.path == row["before_path"], LakeObjectRow.sha256 == row["before_sha256"])
            .values(**values, content_sha256=None if cause is RewriteCause.ERASURE else same_rows)
        )
        if changed.rowcount != 1:
            raise RewriteOvertaken("An object of the lake changed while it was written anew: start again.")
    done = table.cause == cause, table.committed_at.is_(None)
    connection.execute(update(table).where(*done).values(committed_at=at, erasure_id=erasure_id))
    return len(rewrites)


def discard_staged(engine: Engine, *, lake: Path) -> int:
    """Clear away what was prepared and never committed; returns how many files."""
    table = LakeRewriteRow
    with reading(engine) as connection:
        staged = connection.execute(select(table.id, table.path).where(table.committed_at.is_(None))).all()
        loose = {row.path for row in staged if not _in_use(connection, row.path)}
    remove(lake / path for path in loose)
    if staged:
        with writing(engine) as connection:
            connection.execute(delete(table).where(table.id.in_([row.id for row in staged])))
    return len(loose)


def remove_replaced(engine: Engine, *, lake: Path, at: datetime) -> int:
    """Delete the files of before, unless another object has the same; returns how many."""
    table = LakeRewriteRow
    with reading(engine) as connection:
        query = select(table.id, table.before_path).where(table.committed_at.is_not(None), table.removed_at.is_(None))
        replaced = connection.execute(query).all()
        loose = {row.before_path for row in replaced if not _in_use(connection, row.before_path)}
    remove(lake / path for path in loose)
    if replaced:
        with writing(engine) as connection:
            connection.execute(update(table).where(table.id.in_([row.id for row in replaced])).values(removed_at=at))
    return len(loose)


def remove_unknown(engine: Engine, *, lake: Path) -> int:
    """Delete files of the lake that no object has: loads that were killed left them, and write them again."""
    known = _known_paths(engine)
    there = (path for path in files_below(lake) if path.suffix == ".parquet")
    paths = {path.relative_to(lake).as_posix() for path in there} - known
    remove(lake / path for path in paths)
    return len(paths)


def drop_old_copies(engine: Engine, *, lake: Path, before: datetime) -> int:
    """Remove copies of what no object has any more, where another machine took it from the store; returns how many.

    before: later copies stay, since their objects may be about to be committed. A lake without a store has no copies.
    """
    if bound_to(lake) is None:
        return 0
    known = _known_paths(engine)
    return drop_copies(lake, but=lambda path: path.relative_to(lake).as_posix() in known, before=before.timestamp())


def slices_of(regions: pl.Series, *, most: int) -> Iterator[tuple[int, int]]:
    """(offset, rows) of consecutive slices that cut no region in two; more than `most` rows only for a single one."""
    start = end = 0
    for length in regions.rle().struct.field("len"):
        if end > start and end + length - start > most:
            yield start, end - start
            start = end
        end += length
    if end > start:
        yield start, end - start


def _write(file: IO[bytes], *, source: Path, feed: str, change: Change, key_id: str | None, slice_rows: int) -> int:
    scan = pl.scan_parquet(source)
    regions = scan.select("region_nik").collect()["region_nik"]
    schema = pl.DataFrame(schema=scan.collect_schema()).to_arrow(compat_level=OLDEST).schema
    texts = [name for name, dtype in scan.collect_schema().items() if dtype != pl.Binary]  # ids never repeat enough
    rows = 0
    with pq.ParquetWriter(
        file, schema, compression="zstd", compression_level=ZSTD_LEVEL, use_dictionary=texts
    ) as writer:
        for offset, length in slices_of(regions, most=slice_rows):
            changed = change(scan.slice(offset, length).collect())
            require_schema(changed, feed)
            writer.write_table(changed.to_arrow(compat_level=OLDEST).cast(schema), row_group_size=ROW_GROUP_ROWS)
            rows += changed.height
        writer.add_key_value_metadata(key_metadata(key_id) or {})
    return rows


def _staged(one: KeptObject, file: ObjectFile, *, cause: RewriteCause, at: datetime) -> dict[str, Any]:
    before = one.file
    return {
        "lake_object_id": one.object_id,
        "cause": cause,
        "staged_at": at,
        "before_path": before.path,
        "before_sha256": before.sha256,
        "before_rows": before.rows,
        "before_key_id": before.key_id,
        "path": file.path,
        "sha256": file.sha256,
        "rows": file.rows,
        "bytes": file.bytes,
        "key_id": file.key_id,
    }


def _remember_content(connection: Connection, object_id: int) -> None:
    """Releases made of the object keep the name of what they were made of."""
    content = select(func.coalesce(LakeObjectRow.content_sha256, LakeObjectRow.sha256)).where(
        LakeObjectRow.id == object_id
    )
    connection.execute(
        update(ReleaseObject)
        .where(ReleaseObject.lake_object_id == object_id, ReleaseObject.erased_content.is_(None))
        .values(erased_content=content.scalar_subquery())
    )


def _known_paths(engine: Engine) -> set[str]:
    with reading(engine) as connection:
        kept = select(LakeObjectRow.path).where(LakeObjectRow.purged_at.is_(None))
        return set(connection.execute(kept).scalars())


def _in_use(connection: Connection, path: str) -> bool:
    table = LakeObjectRow
    query = select(table.id).where(table.path == path, table.purged_at.is_(None)).limit(1)
    return connection.execute(query).first() is not None
