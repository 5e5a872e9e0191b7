"""Runs that are killed, stopped, started twice or hit by a fault: the next one brings everything to the same end."""

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from tasks.receive import sweep
from tasks.receive.inbox import look
from tests.integration import disturbed
from tests.integration.disturbed import FAULTY_PEOPLE, PLANTED_NIK, Moment, run_route, run_routes, run_until
from tests.integration.home_state import files_of, prefect_state, rows_of, run_states
from tests.integration.prefect_database import prefect_database, seed_prefect
from warehouse.engine import open_catalogue

DECEMBER, JANUARY = date(2025, 12, 31), date(2026, 1, 31)
HEADER = "NIK;KPJ;NAMA_LENGKAP;SEGMEN;TANGGAL_KEPESERTAAN;BLTH_AKHIR;KODE_DESA;KODE_KAB_KERJA"
ELIGIBLE = "KODE_WILAYAH,TAHUN,JUMLAH,VERSI\n72.05,2026,150,a\n"


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
    """December is published; January's files wait: good and bad ones, a copy, a wrong name."""
    home = tmp_path_factory.mktemp("before") / "home"
    deliver(home, "K01", "PESERTA_K01_20251231.csv", extract(20, paid="12-2025"))
    deliver(home, "BPS", "PEKERJA_BPS_20251201.csv", ELIGIBLE.replace("150", "100"))
    run_route(home, DECEMBER)
    deliver(home, "K01", "data januari.csv", "bukan data\n")
    deliver(home, "K01", "PESERTA_K01_20260131.csv", extract(40, bad=2))
    deliver(
        home, "K02", "PESERTA_K02_20260131.csv.gz", gzip.compress(extract(FAULTY_PEOPLE, first=31).encode(), mtime=0)
    )
    deliver(
        home, "K02", "PESERTA_K02_20260130.csv.gz", gzip.compress(extract(FAULTY_PEOPLE, first=31).encode(), mtime=0)
    )
    deliver(home, "K03", "PESERTA_K03_20260131.xlsx", b"PK\x03\x04 not a workbook")
    deliver(home, "BPS", "PEKERJA_BPS_20260101.csv", ELIGIBLE)
    return home


@pytest.fixture(scope="module")
def undisturbed(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = copy_of(before, tmp_path_factory.mktemp("undisturbed"))
    run_route(home, JANUARY)
    return home


@pytest.fixture
def home(before: Path, tmp_path: Path) -> Path:
    return copy_of(before, tmp_path)


def copy_of(home: Path, folder: Path) -> Path:
    return Path(shutil.copytree(home, folder / "home", symlinks=True))


def assert_same_end(home: Path, undisturbed: Path) -> None:
    assert rows_of(home) == rows_of(undisturbed)
    assert sorted(files_of(home)) == sorted(files_of(undisturbed))
    assert files_of(home) == files_of(undisturbed)


def assert_current_is_whole(home: Path, before: Path, undisturbed: Path) -> None:
    """`published/current` is December's release or January's, byte for byte."""
    shown = files_of((home / "published" / "current").resolve())
    assert shown in [files_of((one / "published" / "current").resolve()) for one in (before, undisturbed)]


MOMENTS = [
    Moment("tasks.receive.archive:os.fsync"),
    Moment("tasks.receive.sweep:register", 2),
    Moment("tasks.receive.sweep:register", 6, after=True),
    Moment("tasks.load.ingest:write_receipt", 1),  # of the wrong name
    Moment("tasks.load.ingest:write_receipt", 2),  # of the copy
    Moment("tasks.check.set_aside:_draft", 3, after=True),  # half written
    Moment("tasks.check.set_aside:Path.rename"),
    Moment("warehouse.lake:_sha256"),
    Moment("tasks.load.ingest:load_position"),
    Moment("tasks.load.ingest:load_position", after=True),  # its receipt is owed, with the rows set aside
    Moment("tasks.load.ingest:settle"),
    Moment("tasks.load.ingest:settle", after=True),  # the refused file's receipt is owed
    Moment("tasks.measure.task:replace_facts", after=True),
    Moment("tasks.publish.release:_write_file", 3),
    Moment("tasks.publish.task:record_release"),
    Moment("tasks.publish.task:record_release", after=True),
    Moment("tasks.publish.pointer:Path.symlink_to", after=True),
    Moment("tasks.publish.task:switch_current", after=True),
    Moment("flows.run_daily:close_run"),
]


@pytest.fixture(scope="module")
def mended(before: Path, undisturbed: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[Moment, Path]:
    """For each moment a home in which a run was killed then, and another was started."""
    homes = {moment: copy_of(before, tmp_path_factory.mktemp("killed")) for moment in MOMENTS}
    with ThreadPoolExecutor(2) as pool:
        killed = list(pool.map(lambda item: run_until(item[0], item[1], JANUARY), homes.items()))
    assert [moment for moment, was_killed in zip(homes, killed, strict=True) if not was_killed] == []
    for home in homes.values():
        assert_current_is_whole(home, before, undisturbed)
    run_routes(list(homes.values()), JANUARY)
    return homes


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_killed_then_run_again(moment: Moment, mended: dict[Moment, Path], undisturbed: Path) -> None:
    assert_same_end(mended[moment], undisturbed)
    assert run_states(mended[moment]) == ["completed", "interrupted", "completed"]


def test_killed_twice_then_run_again(home: Path, undisturbed: Path) -> None:
    assert run_until(Moment("tasks.load.ingest:load_position", after=True), home, JANUARY)
    assert run_until(Moment("tasks.load.ingest:write_receipt"), home, JANUARY)  # the owed one, still not written
    run_route(home, JANUARY)
    assert_same_end(home, undisturbed)
    assert run_states(home) == ["completed", "interrupted", "interrupted", "completed"]


Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Any:
    """Start `ucj run --json` in a process group of its own, in a home, with a Prefect server or one of its own."""
    with ExitStack() as stack:

        def begin(home: Path, *, how: str | None = None, server: str | None = None) -> "subprocess.Popen[str]":
            kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "UCJ_"))}
            environment = {**kept, "UCJ_HOME": str(home), "UCJ_SETTLE_SECONDS": "0.01"}
            if server:
                environment["PREFECT_API_URL"] = server
            ucj = ["-m", disturbed.__name__, how] if how else ["-c", "from deployments.cli import main; main()"]
            command = [sys.executable, *ucj, "run", "--json", "--as-of", JANUARY.isoformat()]
            pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
            run = stack.enter_context(subprocess.Popen(command, env=environment, start_new_session=True, **pipes))
            stack.callback(end_group, run)
            return run

        yield begin


def end_group(run: "subprocess.Popen[str]") -> None:
    """A run that a test left under way, and the server of a killed one."""
    with suppress(ProcessLookupError):
        os.killpg(run.pid, signal.SIGKILL)


def read_until(run: "subprocess.Popen[str]", text: str) -> str:
    """What the run says on standard error up to the line with the text."""
    said = ""
    for line in run.stderr or ():
        said += line
        if text in line:
            return said
    pytest.fail(f"the run ended without saying {text!r}: {said}")


@pytest.fixture
def server(prefect_server: None) -> str:
    from prefect.settings import PREFECT_API_URL

    return str(PREFECT_API_URL.value())


def test_two_at_once_after_a_killed_one(home: Path, undisturbed: Path, server: str, start: Start) -> None:
    killed = start(home, how=disturbed.KILLED, server=server)
    killed.communicate(timeout=disturbed.PATIENCE_SECONDS)
    assert killed.returncode == -signal.SIGKILL
    lock = FileLock(home / ".run.lock")
    with lock.acquire(timeout=0):  # what the killed run left does not block
        runs = [start(home, server=server) for _ in range(2)]
        for run in runs:
            read_until(run, "wait: another run is under way")
    summaries = [json.loads(run.communicate(timeout=disturbed.PATIENCE_SECONDS)[0]) for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert sorted(summary["ending"] for summary in summaries) == ["nothing_new", "published"]
    assert len({summary["release"]["id"] for summary in summaries}) == 1
    assert sorted(bool(summary["submissions"]) for summary in summaries) == [False, True]
    assert_same_end(home, undisturbed)


def test_ctrl_c_ends_the_run_and_the_next_goes_on(home: Path, undisturbed: Path, server: str, start: Start) -> None:
    seed_prefect(home)
    run = start(home, how=disturbed.SLOWED)
    said = read_until(run, "working")
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does: to Prefect's server too
    out, rest = run.communicate(timeout=disturbed.PATIENCE_SECONDS)
    assert (run.returncode, out) == (130, "")
    assert "nothing is lost" in rest
    assert "Traceback" not in said + rest
    assert run_states(home) == ["completed", "failed"]
    assert prefect_state(home) == "CRASHED"
    run_route(home, JANUARY)
    assert_same_end(home, undisturbed)


def test_a_fault_in_one_file(home: Path, undisturbed: Path, server: str, start: Start) -> None:
    run = start(home, how=disturbed.FAULTY, server=server)
    out, said = run.communicate(timeout=disturbed.PATIENCE_SECONDS)
    assert run.returncode == 4
    summary = json.loads(out)
    assert summary["ending"] == "published"
    statuses = {submission["file_name"]: submission["status"] for submission in summary["submissions"]}
    assert statuses["PESERTA_K02_20260131.csv.gz"] == "failed"
    assert statuses["PESERTA_K01_20260131.csv"] == "accepted_with_rejects"
    assert PLANTED_NIK not in out + said
    assert [path for path in (home, prefect_database().parent) if holds(path, PLANTED_NIK)] == []
    run_route(home, JANUARY)
    assert rows_of(home)["submission"] == rows_of(undisturbed)["submission"]
    assert files_of(home / "outbox") == files_of(undisturbed / "outbox")
    assert files_of((home / "published" / "current").resolve()) == files_of(
        (undisturbed / "published" / "current").resolve()
    )


def holds(folder: Path, text: str) -> bool:
    return any(text.encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(("step", "taken"), [("archive_file", 0), ("register", 1)])
def test_bytes_written_while_a_file_is_taken_are_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, taken: int
) -> None:
    name, early, late = "PESERTA_K01_20260131.csv", extract(1), extract(2)
    deliver(tmp_path, "K01", name, early)
    original: Any = getattr(sweep, step)

    def overtaken(*given: Any, **named: Any) -> Any:
        done = original(*given, **named)
        if (tmp_path / "inbox" / "K01" / name).read_text() == early:
            deliver(tmp_path, "K01", name, late)
        return done

    monkeypatch.setattr(sweep, step, overtaken)
    engine = open_catalogue(f"sqlite:///{tmp_path / 'warehouse.db'}")
    archive = tmp_path / "archive"
    inbox = tmp_path / "inbox"
    found: list[int] = []
    while files := look(inbox).files:
        swept = sweep.sweep_files(
            files,
            archive=archive,
            engine=engine,
            branches=None,
            today=JANUARY,
            now=datetime.now(UTC),
            max_bytes=10_000,
        )
        found.append(len(swept.submissions))
    engine.dispose()
    assert found == [taken, 1]
    assert late.encode() in files_of(archive).values()
