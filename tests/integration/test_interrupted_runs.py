"""Runs that are killed, stopped, started twice or hit by a fault: the next one brings everything to the same end."""

import gzip
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tests.integration.disturbed import Moment, run_route

DECEMBER, JANUARY = date(2025, 12, 31), date(2026, 1, 31)
HEADER = "NIK;KPJ;NAMA_LENGKAP;SEGMEN;TANGGAL_KEPESERTAAN;BLTH_AKHIR;KODE_DESA;KODE_KAB_KERJA"
ELIGIBLE = "KODE_WILAYAH,TAHUN,JUMLAH,VERSI\n72.05,2026,150,a\n"
ROWS = {
    "submission": """SELECT id, sha256, file_name, folder, branch, feed, position_date, revision, status, reason_code,
        duplicate_of, superseded_by, rows_read, rows_accepted, rows_rejected, rows_merged, rows_warned, details,
        finished_at IS NULL FROM submission""",
    "submission_issue": "SELECT * FROM submission_issue",
    "lake_object": "SELECT submission_id, branch, position_date, revision, live, path, sha256, rows FROM lake_object",
    "ref_eligible": "SELECT * FROM ref_eligible",
    "release": "SELECT id, as_of, content_sha256, inputs_sha256, is_current FROM release",
    "release_object": "SELECT * FROM release_object",
}
FACTS = ("fact_coverage", "fact_participation")
RUN_NUMBER = "run_id"


def extract(people: int, *, first: int = 1, bad: int = 0, paid: str = "01-2026") -> str:
    lines = [HEADER]
    for number in range(first, first + people):
        nik, kpj = f"720501170890{number:04d}", f"1234567{number:04d}"
        lines.append(f"{nik};{kpj};SITI PERCOBAAN;PU;01/03/2020;{paid};72.05.01.2001;7271")
    lines += [f"7205011708900000;12345678901;SITI PERCOBAAN;PU;01/03/2020;{paid};;" for _ in range(bad)]
    return "\n".join(lines) + "\n"


def deliver(home: Path, folder: str, name: str, content: str | bytes) -> None:
    place = home / "inbox" / folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content.encode() if isinstance(content, str) else content)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """December is published; January's files wait: good and bad ones, a revision, a copy, a wrong name."""
    home = tmp_path_factory.mktemp("before") / "home"
    deliver(home, "K01", "PESERTA_K01_20251231.csv", extract(20, paid="12-2025"))
    deliver(home, "BPS", "PEKERJA_BPS_20251201.csv", ELIGIBLE.replace("150", "100"))
    assert run_route(home, DECEMBER)["ending"] == "published"
    deliver(home, "K01", "data januari.csv", "bukan data\n")
    deliver(home, "K01", "PESERTA_K01_20260131.csv", extract(40, bad=2))
    deliver(home, "K01", "PESERTA_K01_20260131_R1.csv", extract(41, bad=1))
    deliver(home, "K02", "PESERTA_K02_20260131.csv.gz", gzip.compress(extract(30, first=31).encode(), mtime=0))
    deliver(home, "K02", "PESERTA_K02_20260130.csv.gz", gzip.compress(extract(30, first=31).encode(), mtime=0))
    deliver(home, "K03", "PESERTA_K03_20260131.xlsx", b"PK\x03\x04 not a workbook")
    deliver(home, "BPS", "PEKERJA_BPS_20260101.csv", ELIGIBLE)
    return home


@pytest.fixture(scope="module")
def undisturbed(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = copy_of(before, tmp_path_factory.mktemp("undisturbed"))
    assert run_route(home, JANUARY)["ending"] == "published"
    return home


@pytest.fixture
def home(before: Path, tmp_path: Path) -> Path:
    return copy_of(before, tmp_path)


def copy_of(home: Path, folder: Path) -> Path:
    return Path(shutil.copytree(home, folder / "home", symlinks=True))


def files_of(folder: Path, *, but: tuple[str, ...] = ()) -> dict[str, bytes | str]:
    """Every file and link below a folder, hidden ones too."""
    return {
        str(path.relative_to(folder)): str(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if (path.is_symlink() or path.is_file()) and not path.name.startswith(but or "\0")
    }


def rows_of(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """What the catalogue says, but for times and numbers of runs."""
    with closing(sqlite3.connect(home / "warehouse.db")) as connection:
        found = {name: sorted(connection.execute(query), key=repr) for name, query in ROWS.items()}
        for table in FACTS:
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] != RUN_NUMBER]
            found[table] = sorted(connection.execute(f"SELECT {', '.join(names)} FROM {table}"), key=repr)
    return found


def run_states(home: Path) -> list[str]:
    with closing(sqlite3.connect(home / "warehouse.db")) as connection:
        return [state for (state,) in connection.execute("SELECT state FROM run ORDER BY id")]


def assert_same_end(home: Path, undisturbed: Path) -> None:
    catalogue = ("warehouse.db", ".run.lock")
    assert rows_of(home) == rows_of(undisturbed)
    assert sorted(files_of(home, but=catalogue)) == sorted(files_of(undisturbed, but=catalogue))
    assert files_of(home, but=catalogue) == files_of(undisturbed, but=catalogue)


def assert_current_is_whole(home: Path, before: Path, undisturbed: Path) -> None:
    """`published/current` is December's release or January's, byte for byte."""
    shown = files_of((home / "published" / "current").resolve())
    assert shown in [files_of((one / "published" / "current").resolve()) for one in (before, undisturbed)]


RECEIVE = [
    Moment("tasks.receive.archive:os.fsync"),
    Moment("tasks.receive.sweep:archive_file", 3, after=True),
    Moment("tasks.receive.sweep:register", 2),
    Moment("tasks.receive.sweep:register", 3, after=True),
    Moment("tasks.receive.sweep:register", 7, after=True),
]
RECEIPTS = [
    Moment("tasks.load.ingest:write_receipt", 1),
    Moment("tasks.load.ingest:write_receipt", 2),
    Moment("tasks.check.set_aside:receipt_text", 3),
    Moment("tasks.load.ingest:write_receipt", 3, after=True),
    Moment("tasks.load.ingest:write_receipt", 4),
    Moment("tasks.load.ingest:write_receipt", 6),
    Moment("tasks.load.ingest:write_receipt", 7, after=True),
]
LOAD = [
    Moment("tasks.load.ingest:read_extract", 2),
    Moment("tasks.load.ingest:write_quarantine", 1),
    Moment("tasks.check.set_aside:Path.rename", 1),
    Moment("tasks.load.ingest:settle", 1),
    Moment("tasks.load.ingest:settle", 1, after=True),
    Moment("warehouse.lake:_sha256", 1),
    Moment("tasks.load.ingest:load_position", 1),
    Moment("tasks.load.ingest:load_position", 2, after=True),
    Moment("tasks.load.ingest:load_position", 3),
]
PUBLISH = [
    Moment("tasks.measure.task:replace_facts"),
    Moment("tasks.measure.task:replace_facts", after=True),
    Moment("tasks.publish.task:build_release"),
    Moment("tasks.publish.release:_write_file", 3),
    Moment("tasks.publish.task:build_release", after=True),
    Moment("tasks.publish.task:record_release"),
    Moment("tasks.publish.task:record_release", after=True),
    Moment("tasks.publish.pointer:Path.symlink_to", after=True),
    Moment("tasks.publish.task:switch_current", after=True),
    Moment("flows.run_daily:close_run"),
]


@pytest.mark.parametrize("moment", [*RECEIVE, *RECEIPTS, *LOAD, *PUBLISH], ids=str)
def test_killed_then_run_again(moment: Moment, home: Path, before: Path, undisturbed: Path) -> None:
    run_route(home, JANUARY, killed=moment)
    assert_current_is_whole(home, before, undisturbed)
    run_route(home, JANUARY)
    assert_same_end(home, undisturbed)
    assert run_states(home) == ["completed", "interrupted", "completed"]
