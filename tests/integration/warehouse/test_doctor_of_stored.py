"""What the doctor says of a lake, an archive and releases that were harmed; on both databases."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from settings import Settings
from tasks.operations.doctor.stored.archive import check_archive
from tasks.operations.doctor.stored.lake import check_lake
from tasks.operations.doctor.stored.releases import check_releases
from tests.integration.warehouse.deliveries import NOON, Delivery, deliver
from tests.integration.warehouse.test_purge import keep_bytes
from warehouse.catalogue.runs import start_run
from warehouse.releases.releases import record_release
from warehouse.retention.due import Retention, old_objects
from warehouse.retention.purge import mark_purged
from warehouse.submissions.positions import live_positions

JANUARY = date(2026, 1, 31)
FIRST = Delivery(feed="enrolment", position_date=JANUARY, number=1)


@pytest.fixture
def settings(address: str, engine: Engine, lake: Path) -> Settings:
    for revision in (0, 1):
        delivery = Delivery(feed="enrolment", position_date=JANUARY, number=revision + 1, revision=revision)
        file = keep_bytes(lake, delivery)
        file.write_bytes(delivery.file_name.encode())
        deliver(engine, lake, delivery)
    return Settings(home=lake.parent, database_url=address)


def lake_says(settings: Settings, *, quick: bool = False) -> list[tuple[str, str]]:
    return [(one.health.value, one.says) for one in check_lake(settings, quick=quick)]


def test_doctor_finds_nothing_where_all_is_well(settings: Settings) -> None:
    assert lake_says(settings) == [
        ("ok", "2 objects (1 in force) are there, unchanged, with the right number of rows.")
    ]
    (archive,) = check_archive(settings, quick=False)
    assert (archive.health, archive.says) == ("ok", "2 delivered files are there and unchanged; purged: 0.")


@pytest.mark.parametrize("harm", ["missing", "shorter", "changed"])
def test_an_object_that_was_harmed(settings: Settings, engine: Engine, lake: Path, harm: str) -> None:
    (position,) = live_positions(engine, "enrolment", as_of=JANUARY)
    file = lake / position.file.path
    content = file.read_bytes()
    if harm == "missing":
        file.unlink()
    else:
        file.write_bytes(content[:-1] if harm == "shorter" else bytes([content[0] ^ 1]) + content[1:])
    (found,) = check_lake(settings, quick=False)
    assert (found.health, found.do.rpartition(": ")[2]) == ("fail", "ucj reprocess S000002")
    assert {"missing": "is missing", "shorter": "bytes instead of", "changed": "was changed"}[harm] in found.says
    ((health, _),) = lake_says(settings, quick=True)
    assert health == ("ok" if harm == "changed" else "fail")


def test_what_nobody_names_and_a_killed_purge(settings: Settings, engine: Engine, lake: Path) -> None:
    (lake / "enrolment" / "orphan.parquet").write_bytes(b"x")
    retention = Retention(
        today=date(2027, 1, 1), now=NOON.replace(year=2027), thin_after=90, objects=0, releases=0, archive=10_000
    )
    mark_purged(engine, objects=old_objects(engine, retention=retention), archives=[], retention=retention)
    said = lake_says(settings)
    assert ("warn", "1 file in the lake is in no row of the catalogue: enrolment/orphan.parquet.") in said
    assert ("warn", "A purge did not end; 1 file is left.") in said
    assert said[0] == ("ok", "1 object (1 in force) is there, unchanged, with the right number of rows.")


def test_archives_that_are_gone_or_unknown(settings: Settings, lake: Path) -> None:
    files = sorted(path for path in (lake.parent / "archive").rglob("*") if path.is_file())
    files[0].unlink()
    files[1].write_bytes(b"other bytes, of another length and content")
    (files[1].parent / ("0" * 64)).write_bytes(b"x")
    says = [one.says for one in check_archive(settings, quick=False)]
    assert [text for text in says if "are missing" in text or "were changed" in text] == says[:2]
    assert "1 delivered file is in no row of the catalogue: 000000000000." in says[2]


def test_doctor_finds_lost_releases_pointer_and_key(settings: Settings, engine: Engine) -> None:
    record_release(
        engine,
        release_id="2026-01-31-0123456789ab",
        as_of=JANUARY,
        content_sha256="0" * 64,
        inputs_sha256="0" * 64,
        run_id=start_run(engine, as_of=JANUARY, at=NOON).id,
        object_ids=[],
        at=NOON,
    )
    missing, pointer = check_releases(settings, quick=True)
    assert "is missing" in missing.says
    assert missing.do.endswith("ucj run --as-of 2026-01-31")
    assert pointer.says == "published/current shows nothing instead of 2026-01-31-0123456789ab."
