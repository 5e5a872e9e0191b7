"""A home whose files are received and ingested by the stages' own functions, without Prefect."""

from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine

from settings import Settings
from tasks.check.deliver import Ingested
from tasks.ingest.ingest import ingest
from tasks.receive.archive import archive_path
from tasks.receive.inbox import look
from tasks.receive.take_files import sweep_files
from tasks.states import Received
from warehouse.dimensions.regions import load_regions
from warehouse.submissions.lookup import pending

TODAY = date(2026, 2, 15)
NOW = datetime(2026, 2, 15, 3, 0, tzinfo=UTC)
HEADER = "NIK;KPJ;SEGMEN;TANGGAL_KEPESERTAAN;BLTH_AKHIR"


def extract(people: int, *, first: int = 1, bad: int = 0) -> str:
    good = [f"720501170890{n:04d};1234567{n:04d};PU;01/03/2020;01-2026" for n in range(first, first + people)]
    return "\n".join([HEADER, *good, *["7205011708900000;12345678901;PU;01/03/2020;01-2026"] * bad]) + "\n"


def deliver(home: Path, folder: str, name: str, content: str) -> None:
    place = home / "inbox" / folder
    place.mkdir(parents=True, exist_ok=True)
    (place / name).write_text(content)


def take(settings: Settings, engine: Engine) -> list[Ingested]:
    """Sweep the inbox and ingest what is pending, in order of arrival."""
    archive = settings.path("archive")
    sweep_files(
        look(settings.path("inbox")).files,
        archive=archive,
        engine=engine,
        branches=None,
        today=TODAY,
        now=NOW,
        max_bytes=settings.max_file_bytes,
    )
    waiting = [Received.of(one, archived=archive_path(archive, one.sha256)) for one in pending(engine)]
    return [ingest(received, settings=settings, engine=engine, regions=load_regions(), now=NOW) for received in waiting]
