"""`ucj run`, killed, stopped, started twice or hit by a fault: the next one brings everything to the same end."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from tasks.receive import take_files as sweep
from tasks.receive.inbox import look
from tests.forked import PATIENCE_SECONDS
from tests.integration import disturbed
from tests.integration.disturbed import PLANTED_NIK, run_route
from tests.integration.faults.disks import read_only
from tests.integration.home_state import assert_same_end, files_of, prefect_state, rows_of, run_states
from tests.integration.homes import SQLITE
from tests.integration.inbox import JANUARY, deliver, extract
from tests.integration.prefect_database import prefect_database, seed_prefect
from warehouse.catalogue.engine import open_catalogue

on_sqlite = pytest.mark.parametrize("homes", [SQLITE], indirect=True)

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Any:
    """Start `ucj run --json` in a process group of its own, in a home, with a Prefect server or one of its own."""
    with ExitStack() as stack:

        def begin(
            home: Path, *, how: str = disturbed.UNDISTURBED, server: str | None = None
        ) -> "subprocess.Popen[str]":
            kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "UCJ_"))}
            environment = {**kept, "UCJ_HOME": str(home), "UCJ_SETTLE_SECONDS": "0.01"}
            if server:
                environment["PREFECT_API_URL"] = server
            command = [sys.executable, "-m", disturbed.__name__, how, "run", "--json", "--as-of", JANUARY.isoformat()]
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


@on_sqlite
def test_two_at_once_after_a_killed_one(home: Path, undisturbed: Path, server: str, start: Start) -> None:
    killed = start(home, how=disturbed.KILLED, server=server)
    killed.communicate(timeout=PATIENCE_SECONDS)
    assert killed.returncode == -signal.SIGKILL
    lock = FileLock(home / ".run.lock")
    with lock.acquire(timeout=0):  # what the killed run left does not block
        runs = [start(home, server=server) for _ in range(2)]
        for run in runs:
            read_until(run, "wait: another run is under way")
    summaries = [json.loads(run.communicate(timeout=PATIENCE_SECONDS)[0]) for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert sorted(summary["ending"] for summary in summaries) == ["nothing_new", "published"]
    assert len({summary["release"]["id"] for summary in summaries}) == 1
    assert sorted(bool(summary["submissions"]) for summary in summaries) == [False, True]
    assert_same_end(home, undisturbed)


@on_sqlite
def test_ctrl_c_ends_the_run_and_the_next_goes_on(home: Path, undisturbed: Path, server: str, start: Start) -> None:
    seed_prefect(home)
    run = start(home, how=disturbed.SLOWED)
    said = read_until(run, "working")
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does: to Prefect's server too
    out, rest = run.communicate(timeout=PATIENCE_SECONDS)
    assert (run.returncode, out) == (130, "")
    assert "nothing is lost" in rest
    assert "Traceback" not in said + rest
    assert run_states(home) == ["completed", "failed"]
    assert prefect_state(home) == "CRASHED"
    run_route(home, JANUARY)
    assert_same_end(home, undisturbed)


@on_sqlite
def test_a_folder_that_takes_nothing_is_told(home: Path, undisturbed: Path, server: str, start: Start) -> None:
    with read_only(home / "lake"):
        run = start(home, server=server)
        out, said = run.communicate(timeout=PATIENCE_SECONDS)
    assert (run.returncode, out) == (3, "")
    assert f"ucj: {home / 'lake'}" in said
    assert "Traceback" not in said
    run_route(home, JANUARY)
    assert_same_end(home, undisturbed)


@on_sqlite
def test_a_fault_in_one_file(home: Path, undisturbed: Path, server: str, start: Start) -> None:
    run = start(home, how=disturbed.FAULTY, server=server)
    out, said = run.communicate(timeout=PATIENCE_SECONDS)
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
    found, expected = (files_of((one / "published" / "current").resolve()) for one in (home, undisturbed))
    assert found["changes.csv"] != expected["changes.csv"]  # the date was published before, without that file
    tables = [name for name in expected if name.endswith(".csv") and name != "changes.csv"]
    assert {name: found[name] for name in tables} == {name: expected[name] for name in tables}


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
