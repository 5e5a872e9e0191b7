"""Objects of the lake are whole or not there, private, and named by what they hold."""

import os
import stat
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from expectations.contracts import FEEDS
from tests.integration.warehouse.deliveries import END_OF_JANUARY, eligible_frame, enrolment_frame
from warehouse.errors import DiskFull, LakeObjectCorrupt, LakeSchemaMismatch
from warehouse.lake.objects import ROW_GROUP_ROWS, remove_unfinished, verify_object, write_object
from warehouse.records import ObjectFile


def write(lake: Path, frame: pl.DataFrame, *, feed: str = "eligible", submission_id: int = 1) -> ObjectFile:
    return write_object(frame, lake=lake, feed=feed, branch="K01", position_date=END_OF_JANUARY)


def files(lake: Path) -> list[str]:
    return sorted(path.relative_to(lake).as_posix() for path in lake.rglob("*") if path.is_file())


def test_a_lake_object_is_named_by_its_content(lake: Path) -> None:
    frame = eligible_frame(5)
    written = write(lake, frame)
    content = (lake / written.path).read_bytes()
    digest = sha256(content).hexdigest()
    assert written == ObjectFile(
        path=f"eligible/2026/K01_20260131_{digest[:16]}.parquet", sha256=digest, rows=2, bytes=len(content)
    )
    assert pl.read_parquet(lake / written.path).equals(frame)
    assert files(lake) == [written.path]
    verify_object(lake, written)


def test_the_same_rows_make_the_same_object(lake: Path) -> None:
    assert write(lake, eligible_frame(5)) == write(lake, eligible_frame(5), submission_id=2)
    assert write(lake, eligible_frame(6)).path != write(lake, eligible_frame(5)).path
    assert len(files(lake)) == 2


def test_everything_in_the_lake_is_private(lake: Path) -> None:
    before = os.umask(0)
    try:
        write(lake, eligible_frame(5))
    finally:
        os.umask(before)
    modes = {path.is_dir(): stat.S_IMODE(path.stat().st_mode) for path in (lake, *lake.rglob("*"))}
    assert modes == {True: 0o700, False: 0o600}


def test_row_groups_have_statistics(lake: Path) -> None:
    rows = ROW_GROUP_ROWS * 2 + 7
    codes = pl.int_range(rows, eager=True) * 90 // rows + 10
    frame = enrolment_frame(1).clear(rows).with_columns(region_nik=pl.format("72.{}", codes))
    metadata = pq.read_metadata(lake / write(lake, frame, feed="enrolment").path)
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    assert [group.num_rows for group in groups] == [ROW_GROUP_ROWS, ROW_GROUP_ROWS, 7]
    column = groups[0].column(frame.columns.index("region_nik"))
    assert column.compression == "ZSTD"
    assert (column.statistics.min, column.statistics.max) == ("72.10", f"72.{codes[ROW_GROUP_ROWS - 1]}")


@pytest.mark.parametrize(
    "wrong",
    [
        eligible_frame(5).with_columns(NAMA_LENGKAP=pl.lit("x")),
        eligible_frame(5).drop("source"),
        eligible_frame(5).cast({"eligible": pl.Int32}),
        eligible_frame(5).select(pl.all().reverse()).select(sorted(FEEDS["eligible"].lake.schema)),
        enrolment_frame(5),
    ],
    ids=["one more", "one less", "other type", "other order", "other feed"],
)
def test_only_what_the_feed_stores_gets_in(lake: Path, wrong: pl.DataFrame) -> None:
    with pytest.raises(LakeSchemaMismatch):
        write(lake, wrong)
    assert not lake.exists()


def test_a_failed_attempt_leaves_nothing(lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", no_space)
    with pytest.raises(DiskFull, match=r"No room to write in .*/eligible/2026: No space left.*Make room"):
        write(lake, eligible_frame(5))
    assert files(lake) == []


def test_leftovers_of_killed_attempts_go_and_nothing_else(lake: Path) -> None:
    kept = write(lake, eligible_frame(5))
    left = lake / "eligible" / "2026" / ".0123456789abcdef.part"
    left.write_bytes(b"half")
    assert remove_unfinished(lake) == 1
    assert remove_unfinished(lake) == 0
    assert files(lake) == [kept.path]


def test_a_changed_object_is_found(lake: Path) -> None:
    written = write(lake, eligible_frame(5))
    path = lake / written.path
    content = bytearray(path.read_bytes())
    content[10] ^= 1
    path.write_bytes(content)
    with pytest.raises(LakeObjectCorrupt, match="was changed"):
        verify_object(lake, written)
    path.write_bytes(content[:-1])
    with pytest.raises(LakeObjectCorrupt, match="was changed"):
        verify_object(lake, written)
    path.unlink()
    with pytest.raises(LakeObjectCorrupt, match="is missing"):
        verify_object(lake, written)


def test_the_years_of_the_lake_are_folders(lake: Path) -> None:
    for year in (2025, 2026):
        write_object(
            eligible_frame(1),
            lake=lake,
            feed="eligible",
            branch="K01",
            position_date=date(year, 12, 31),
        )
    assert [Path(name).parent.as_posix() for name in files(lake)] == ["eligible/2025", "eligible/2026"]
    missing = replace(write(lake, eligible_frame(1)), path="eligible/2024/x.parquet")
    with pytest.raises(LakeObjectCorrupt):
        verify_object(lake, missing)
