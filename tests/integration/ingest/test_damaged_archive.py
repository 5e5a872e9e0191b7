"""A delivered file that changed in the archive before it was judged."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from settings import Settings
from tasks.ingest.ingest import ingest
from tasks.receive.archive import archive_path
from tasks.receive.inbox import look
from tasks.receive.take_files import sweep_files
from tasks.states import Received
from tests.integration.ingest.home import TODAY, deliver, extract, take
from warehouse.dimensions.regions import load_regions
from warehouse.errors import ArchivedFileDamaged
from warehouse.records import PENDING, Status
from warehouse.submissions.lookup import get, pending

NAME = "PESERTA_K01_20260131.csv"


def test_it_is_not_judged_and_judged_once_it_was_delivered_again(settings: Settings, engine: Engine) -> None:
    deliver(settings.home, "K01", NAME, extract(40))
    archive = settings.path("archive")
    sweep_files(
        look(settings.path("inbox")).files,
        archive=archive,
        engine=engine,
        branches=None,
        today=TODAY,
        now=datetime.now(UTC),
        max_bytes=settings.max_file_bytes,
    )
    (waiting,) = pending(engine)
    path = archive_path(archive, waiting.sha256)
    path.write_bytes(path.read_bytes().replace(b"7205", b"7206"))
    with pytest.raises(ArchivedFileDamaged, match="restore it from the backup, or have the branch deliver it again"):
        ingest(
            Received.of(waiting, archived=path),
            settings=settings,
            engine=engine,
            regions=load_regions(),
            now=datetime.now(UTC),
        )
    assert get(engine, waiting.id).status in PENDING
    deliver(settings.home, "K01", NAME, extract(40))
    take(settings, engine)
    assert get(engine, waiting.id).status is Status.ACCEPTED
