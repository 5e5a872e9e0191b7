"""Sweeps of the inbox that are killed at any step, run twice at once, or meet odd files: no byte lost, none twice."""

import os
import re
import shutil
import signal
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from hashlib import sha256
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from tasks.receive.inbox import LeftAlone, look
from tasks.receive.take_files import Sweep, sweep_files
from tests.forked import FORKS, PATIENCE_SECONDS
from tests.integration.disturbed import Moment, acting, die
from warehouse.catalogue.engine import open_catalogue

TODAY = date(2026, 1, 31)
PERSON = "+1+1_7205011501800001 BUDI"
FILES = {
    "K01/PESERTA_K01_20260131.csv": b"NIK;KPJ\n1;2\n" * 1_000,
    "K01/PESERTA_K01_20260130.csv": b"NIK;KPJ\n3;4\n",
    "K02/data januari.xlsx": b"bukan nama yang benar",
    "K02/PESERTA_K02_20260131.csv": b"",
}
STEPS = [
    Moment("warehouse.files.durable:os.fsync"),
    Moment("warehouse.files.durable:os.fsync", after=True),
    Moment("warehouse.files.durable:Draft.becomes"),
    Moment("warehouse.files.durable:Path.replace"),
    Moment("warehouse.files.durable:Path.replace", after=True),
    Moment("warehouse.files.durable:sync_folder"),
    Moment("tasks.receive.archive:sync_folder", 2, after=True),
    Moment("tasks.receive.take_files:is_unchanged"),
    Moment("tasks.receive.take_files:register"),
    Moment("tasks.receive.take_files:register", after=True),
    Moment("tasks.receive.take_files:register", 3, after=True),
    Moment("tasks.receive.take_files:is_unchanged", 2, after=True),
    Moment("tasks.receive.take_files:Path.unlink", 2),  # the first takes away the archive's draft
    Moment("tasks.receive.take_files:Path.unlink", 2, after=True),
    Moment("tasks.receive.take_files:Path.unlink", 8, after=True),
]


def sweep(home: Path, inbox: Path | None = None) -> Sweep:
    engine = open_catalogue(f"sqlite:///{home / 'warehouse.db'}")
    try:
        return sweep_files(
            look(inbox or home / "inbox").files,
            archive=home / "archive",
            engine=engine,
            branches=None,
            today=TODAY,
            now=datetime.now(UTC),
            max_bytes=100_000,
        )
    finally:
        engine.dispose()


def sweep_until(moment: Moment, home: Path) -> None:
    with acting(moment, die)():
        sweep(home)


def sweep_at_once(home: Path, barrier: Barrier) -> None:
    barrier.wait()
    sweep(home)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Four files wait, in a known order of arrival; the catalogue is made."""
    deliver(tmp_path / "inbox", FILES)
    open_catalogue(f"sqlite:///{tmp_path / 'warehouse.db'}").dispose()
    return tmp_path


def deliver(inbox: Path, files: dict[str, bytes]) -> None:
    for order, (name, content) in enumerate(files.items()):
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (1_700_000_000 + order,) * 2)


def registered(home: Path) -> list[tuple[str, str, str, str | None]]:
    query = "SELECT folder || '/' || file_name, sha256, status, reason_code FROM submission ORDER BY id"
    with closing(sqlite3.connect(home / "warehouse.db")) as connection:
        return connection.execute(query).fetchall()


def archived(home: Path) -> dict[str, bytes]:
    """Objects by name; drafts, which begin with a dot, are none."""
    return {path.name: path.read_bytes() for path in home.glob("archive/*/*") if path.name[0] != "."}


def expected(files: dict[str, bytes]) -> list[tuple[str, str, str, str | None]]:
    return [
        (name, sha256(data).hexdigest(), *(("received", None) if "PESERTA" in name else ("refused", "NAME_INVALID")))
        for name, data in files.items()
    ]


@pytest.mark.parametrize("step", STEPS, ids=str)
def test_killed_at_a_step_then_swept_again(home: Path, step: Moment) -> None:
    process = FORKS.Process(target=sweep_until, args=(step, home))
    process.start()
    process.join(PATIENCE_SECONDS)
    assert process.exitcode == -signal.SIGKILL
    kept = set(archived(home).values()) | {path.read_bytes() for path in (home / "inbox").glob("*/*")}
    assert kept == set(FILES.values())
    assert all(sha256(data).hexdigest() == name for name, data in archived(home).items())
    sweep(home)
    assert registered(home) == expected(FILES)
    assert archived(home) == {sha256(data).hexdigest(): data for data in FILES.values()}
    assert look(home / "inbox").files == ()


def test_two_sweeps_at_once_take_every_file_once(tmp_path: Path) -> None:
    files = {f"K{n:02}/PESERTA_K{n:02}_20260131.csv": f"berkas {n}".encode() * 5_000 for n in range(40)}
    deliver(tmp_path / "inbox", files)
    open_catalogue(f"sqlite:///{tmp_path / 'warehouse.db'}").dispose()
    barrier = FORKS.Barrier(2)
    both = [FORKS.Process(target=sweep_at_once, args=(tmp_path, barrier)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join(PATIENCE_SECONDS)
    assert [process.exitcode for process in both] == [0, 0]
    assert sorted(name for name, *_ in registered(tmp_path)) == sorted(files)
    assert sorted(archived(tmp_path).values()) == sorted(files.values())
    assert look(tmp_path / "inbox").files == ()


@pytest.fixture
def other_device(tmp_path: Path) -> Iterator[Path]:
    """A folder on another file system than the home."""
    memory = Path("/dev/shm")  # the one file system of another kind that Linux always has
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second file system: /dev/shm is missing or holds the temporary folder")
    folder = Path(tempfile.mkdtemp(dir=memory))
    yield folder
    shutil.rmtree(folder)


def test_the_inbox_may_lie_on_another_device(tmp_path: Path, other_device: Path) -> None:
    deliver(other_device, FILES)
    sweep(tmp_path, other_device)
    assert registered(tmp_path) == expected(FILES)
    assert sorted(archived(tmp_path).values()) == sorted(FILES.values())
    assert look(other_device).files == ()


def test_what_cannot_be_read_stays_and_the_rest_is_taken(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = os.open
    locked = home / "inbox" / "K01" / "PESERTA_K01_20260130.csv"

    def refuse(path: Path, flags: int, mode: int = 0o777) -> int:
        if path == locked:
            raise PermissionError(13, "Permission denied", str(path))
        return original(path, flags, mode)

    monkeypatch.setattr(os, "open", refuse)
    swept = sweep(home)
    left = LeftAlone(path="K01/PESERTA_K01_20260130.csv", reason="could not be copied (PermissionError)")
    assert swept.left == (left,)
    assert len(swept.submissions) == 3
    assert locked.exists()


def test_a_file_that_becomes_a_pipe_or_link_is_not_read(home: Path) -> None:
    files = look(home / "inbox").files
    pipe, link = home / "inbox" / "K01" / "PESERTA_K01_20260130.csv", home / "inbox" / "K02" / "data januari.xlsx"
    (home / "secret").write_bytes(b"rahasia")
    for path in (pipe, link):
        path.unlink()
    os.mkfifo(pipe)
    link.symlink_to(home / "secret")
    engine = open_catalogue(f"sqlite:///{home / 'warehouse.db'}")
    archive = home / "archive"
    swept = sweep_files(
        files, archive=archive, engine=engine, branches=None, today=TODAY, now=datetime.now(UTC), max_bytes=100_000
    )
    engine.dispose()
    assert [entry.reason for entry in swept.left] == ["could not be copied (OSError)"] * 2
    assert set(archived(home).values()) == {data for name, data in FILES.items() if "0131" in name}


def test_an_over_size_file_is_kept_and_refused(home: Path) -> None:
    data = b"x" * 100_001
    deliver(home / "inbox", {"K03/PESERTA_K03_20260131.csv": data})
    sweep(home)
    found = {name: reason for name, _, _, reason in registered(home)}
    assert found["K03/PESERTA_K03_20260131.csv"] == "TOO_LARGE"
    assert data in archived(home).values()


def test_names_that_cannot_be_shown_are_refused_with_one_that_can(home: Path) -> None:
    name = os.fsdecode(b"PESERTA_K01_2026\x1b[2J\xff.csv")
    deliver(home / "inbox", {f"K01/{name}": b"isi"})
    sweep(home)
    (found,) = [row for row in registered(home) if row[1] == sha256(b"isi").hexdigest()]
    assert re.fullmatch(r"K01/nama-disamarkan_[0-9a-f]{8}\.csv", found[0])
    assert found[3] == "NAME_INVALID"
    assert look(home / "inbox").files == ()


def test_a_masked_delivery_is_registered_once_and_another_name_is_another(home: Path) -> None:
    names = [f"K01/{PERSON}.csv", f"K01/{PERSON} (2).csv", "K01/PESERTA_BUDI_20260131.csv"]
    for name in [*names, names[0]]:  # the first comes back as it was, as after a crash before it was removed
        deliver(home / "inbox", {name: b"isi"})
        sweep(home)
    found = [row for row in registered(home) if row[1] == sha256(b"isi").hexdigest()]
    assert [reason for *_, reason in found] == ["NAME_INVALID", "NAME_INVALID", "BRANCH_MISMATCH"]
    assert len({name for name, *_ in found}) == 3
    kept = b"".join(path.read_bytes() for path in home.glob("warehouse.db*"))
    assert not [part for part in (b"7205011501800001", b"BUDI") if part in kept]
    with closing(sqlite3.connect(home / "warehouse.db")) as connection:
        details = connection.execute(
            "SELECT details FROM submission WHERE branch IS NULL AND folder = 'K01'"
        ).fetchall()
    assert len(details) == 3
    assert all(sha256(b"isi").hexdigest() in one and "3 bytes" in one for (one,) in details)
