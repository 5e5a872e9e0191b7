"""Erasure, rotation, purge, replay and moving: what must go is gone from the bucket, and what must stay is there."""

import io
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from tasks.execution.places import lake_of
from tasks.ingest.reprocess import reprocess
from tasks.ingest.selection import Selection, select_submissions
from tasks.operations.doctor.finding import Health
from tasks.operations.doctor.stored.archive import check_archive
from tasks.operations.doctor.stored.lake import check_lake
from tasks.operations.doctor.stored.storage import check_storage
from tasks.operations.identity.erase import erase_people
from tasks.operations.identity.recover import make_ready
from tasks.operations.identity.rotate import rotate_key
from tasks.operations.purge.purge import plan_purge, purge, retention_of
from tasks.operations.status.submission_history import history_of
from tasks.operations.storage.move import fetch_from_store, move_to_store
from tasks.operations.withdrawal.withdrawal import withdraw_delivery
from tests.integration.drop_folders.bucket_server import BucketServer
from tests.integration.ingest.home import NOW
from tests.integration.storage.people_in_bucket import files_here, on_disk, with_store
from tests.integration.warehouse.people import FEBRUARY, JANUARY, Home, assert_same, nik
from warehouse.dimensions.regions import load_regions
from warehouse.lake.inventory import delivered_files, objects_in_use

GONE = (nik(17), nik(1))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Home]:
    home = on_disk(tmp_path / "disk")
    home.begin()
    yield home
    home.engine.dispose()


@pytest.fixture
def home(tmp_path: Path, bucket: BucketServer) -> Iterator[Home]:
    """Begun in the bucket."""
    home = with_store(on_disk(tmp_path / "home"), bucket)
    home.begin()
    yield home
    home.engine.dispose()


def objects(home: Home) -> set[str]:
    return {one.path for one in objects_in_use(home.engine)}


def archived(home: Home) -> set[str]:
    return {f"{one.sha256[:2]}/{one.sha256}" for one in delivered_files(home.engine) if not one.purged}


def assert_kept(home: Home, bucket: BucketServer) -> None:
    """The bucket holds what the catalogue names and nothing else; the home no delivered file, and no other copies."""
    assert bucket.content("lake").keys() == objects(home)
    assert bucket.content("archive").keys() == archived(home)
    assert files_here(home, "archive") == set()
    assert files_here(home, "lake") <= objects(home)
    checks = [*check_lake(home.settings, quick=False), *check_archive(home.settings, quick=False)]
    assert [one.says for one in checks if one.health is not Health.OK] == []


def erase(home: Home) -> None:
    erase_people(
        home.engine, home.settings, niks=GONE, reason="permintaan", actor="operator", now=datetime.now(UTC),
        progress=lambda *_: None,
    )  # fmt: skip


def test_figures_are_those_of_a_home_on_disk_and_copies_are_fetched(
    home: Home, disk: Home, bucket: BucketServer
) -> None:
    assert_kept(home, bucket)
    assert_same(home.tables(JANUARY), disk.tables(JANUARY))
    shutil.rmtree(lake_of(home.settings))
    assert_same(home.tables(JANUARY), disk.tables(JANUARY))
    for copy in lake_of(home.settings).rglob("*.parquet"):
        copy.write_bytes(b"damaged on this disk")
    assert_same(home.tables(JANUARY), disk.tables(JANUARY))
    for one in (home, disk):
        one.go_on()
    assert_same(home.tables(FEBRUARY), disk.tables(FEBRUARY))


def test_erased_people_are_gone_from_the_bucket(home: Home, disk: Home, bucket: BucketServer) -> None:
    told = [*(one.encode() for one in GONE)]
    assert [name for name, content in bucket.content("archive").items() if any(nik in content for nik in told)] != []
    shutil.rmtree(lake_of(home.settings))
    for one in (home, disk):
        erase(one)
    assert_kept(home, bucket)
    assert [name for name, content in bucket.content().items() if any(nik in content for nik in told)] == []
    people = [pl.read_parquet(io.BytesIO(content)) for content in bucket.content("lake").values()]
    kept = [pl.read_parquet(path) for path in disk.settings.path("lake").rglob("*.parquet")]
    assert sum(one.height for one in people) == sum(one.height for one in kept)
    assert_same(home.tables(JANUARY), disk.tables(JANUARY))


def test_copies_of_another_machine_go_at_its_next_run(home: Home) -> None:
    copies = lake_of(home.settings)
    before = {path: path.read_bytes() for path in copies.rglob("*.parquet")}
    erase(home)
    for path, content in before.items():  # as they would be there
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    make_ready(home.settings)
    assert files_here(home, "lake") == objects(home)
    assert {path.relative_to(copies).as_posix() for path in before} - objects(home) != set()


def test_rotation_leaves_nothing_under_the_old_key(home: Home, disk: Home, bucket: BucketServer) -> None:
    before = bucket.content("lake").keys()
    rotate_key(home.engine, home.settings, now=datetime.now(UTC), progress=lambda *_: None)
    assert_kept(home, bucket)
    people = {name for name in before if name.startswith(("enrolment", "benefit"))}
    assert people & bucket.content("lake").keys() == set()
    assert_same(home.tables(JANUARY), disk.tables(JANUARY))


def test_a_purge_removes_objects_and_delivered_files(home: Home, disk: Home, bucket: BucketServer) -> None:
    later = NOW + timedelta(days=200)
    retention = retention_of(home.settings, today=later.date(), now=later)
    plan = plan_purge(home.engine, settings=home.settings, retention=retention)
    assert plan.record() == plan_purge(disk.engine, settings=disk.settings, retention=retention).record()
    assert (len(plan.objects), len(plan.archives)) > (0, 0)
    before = {name.rpartition("/")[2] for name in bucket.content("archive")}
    done = purge(home.engine, plan, settings=home.settings, now=later)
    assert done.bytes > 0
    assert {name.rpartition("/")[2] for name in bucket.content("archive")} == before - plan.archives.keys()
    assert bucket.content("lake").keys() == objects(home)
    again = plan_purge(home.engine, settings=home.settings, retention=retention)
    assert (again.objects, again.left, again.archives) == ((), (), {})


def test_a_file_is_judged_again_from_the_bucket(home: Home, bucket: BucketServer) -> None:
    kept = bucket.content("lake")
    name = next(one for one in kept if one.startswith("enrolment/2026/K01"))
    bucket.client.delete_object(Bucket=bucket.bucket, Key=f"ucj/lake/{name}")
    shutil.rmtree(lake_of(home.settings))
    (lost,) = [one for one in check_lake(home.settings, quick=True) if one.health is not Health.OK]
    assert "is missing" in lost.says
    number = int(lost.do.rpartition(" S")[2])
    regions = load_regions()
    (submission,) = select_submissions(home.engine, Selection(ids=(number,)), regions=regions)
    assert history_of(home.engine, number, settings=home.settings)["delivery"]["archived"] is True
    done = reprocess(submission, settings=home.settings, engine=home.engine, regions=regions, now=NOW, dry_run=False)
    assert done.note == ""
    assert bucket.content("lake")[name] == kept[name]
    assert_kept(home, bucket)


def test_a_delivered_file_that_was_changed_in_the_bucket_is_not_judged(home: Home, bucket: BucketServer) -> None:
    for name, content in bucket.content("archive").items():
        bucket.client.put_object(Bucket=bucket.bucket, Key=f"ucj/archive/{name}", Body=content[::-1])
    regions = load_regions()
    (submission,) = select_submissions(home.engine, Selection(ids=(3,)), regions=regions)
    done = reprocess(submission, settings=home.settings, engine=home.engine, regions=regions, now=NOW, dry_run=False)
    assert "not those that were delivered" in done.note
    assert files_here(home, "archive") == set()
    (found,) = [one for one in check_archive(home.settings, quick=False) if one.health is not Health.OK]
    assert "were changed" in found.says


def test_rows_that_come_into_force_again_are_fetched(home: Home, disk: Home) -> None:
    """A reference file is read within the transaction that takes the newer one back."""
    newer = {("BPS", "PEKERJA_BPS_20251201_R1.csv"): "KODE_WILAYAH,TAHUN,JUMLAH,VERSI\n72.05,2025,90,b\n"}
    for one in (home, disk):
        (done,) = one.take(newer)
        if one is home:
            shutil.rmtree(lake_of(home.settings))
        withdraw_delivery(done.submission.id, settings=one.settings, engine=one.engine, now=NOW, note="salah")
    assert_same(home.tables(JANUARY), disk.tables(JANUARY))


def test_a_home_moves_to_the_bucket_and_back(disk: Home, bucket: BucketServer) -> None:
    tables, lake = disk.tables(JANUARY), files_here(disk, "lake")
    home = with_store(disk, bucket)
    told = [*check_lake(home.settings, quick=True), *check_archive(home.settings, quick=True)]
    assert {one.do for one in told if one.health is not Health.OK} == {"ucj storage move"}
    assert_same(home.tables(JANUARY), tables)  # before anything was moved
    home.take({("K03", "PESERTA_K03_20260131.csv"): "NIK\n"})
    bucket.faults.denied = {("PUT", "/archive/")}
    with pytest.raises(Exception, match="does not let these keys"):  # ends on the way
        move_to_store(home.engine, home.settings)
    bucket.faults.denied = set()
    done = move_to_store(home.engine, home.settings)
    assert (done.missing, done.moved > 0, done.there > 0) == ((), True, True)
    assert_kept(home, bucket)
    assert files_here(home, "lake") >= lake
    again = move_to_store(home.engine, home.settings)
    assert (again.moved, again.missing) == (0, ())

    shutil.rmtree(lake_of(home.settings))
    back = fetch_from_store(home.engine, home.settings)
    assert (back.missing, back.there) == ((), 0)
    assert (files_here(home, "lake"), files_here(home, "archive")) == (objects(home), archived(home))
    without = home.settings.model_copy(update={"storage": type(home.settings.storage)()})
    lake_of(without)
    checks = [*check_lake(without, quick=False), *check_archive(without, quick=False)]
    assert [one.says for one in checks if one.health is not Health.OK] == []


def test_doctor_tries_the_stores_and_lists_what_nobody_names(home: Home, bucket: BucketServer) -> None:
    before = bucket.content().keys()
    assert [one.health for one in check_storage(home.settings)] == [Health.OK, Health.OK]
    assert bucket.content().keys() == before
    bucket.client.put_object(Bucket=bucket.bucket, Key="ucj/lake/enrolment/2026/K09_20260131_x.parquet", Body=b"x")
    (orphan,) = [one for one in check_lake(home.settings, quick=True) if one.check == "orphans"]
    assert "K09_20260131_x.parquet" in orphan.says
    bucket.faults.heedless = True
    assert ["If-None-Match" in one.says for one in check_storage(home.settings)] == [True, True]
    bucket.faults.heedless, bucket.faults.denied = False, {("POST", "/")}
    assert [one.health for one in check_storage(home.settings)] == [Health.FAIL, Health.FAIL]
