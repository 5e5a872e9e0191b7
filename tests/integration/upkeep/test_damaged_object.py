"""A bit that changes on the disk stops the publication, with the name of the file and the command that repairs it."""

import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from flows.reprocess import reprocess_archive
from tests.integration.upkeep.conftest import Run
from tests.integration.upkeep.months import deliver, deliver_eligible
from warehouse.errors import LakeObjectCorrupt

JANUARY = date(2026, 1, 31)
REGIONS: dict[str, Callable[[int], int]] = {  # where a byte lies in a file of some size
    "first page": lambda size: 40,
    "middle": lambda size: size // 2,
    "footer": lambda size: size - 60,
    "last byte": lambda size: size - 1,
}


def flip(path: Path, place: int) -> bytes:
    """Change one bit, as a disk does: neither size nor time of change tell; returns the bytes before."""
    seen, before = path.stat(), path.read_bytes()
    path.write_bytes(before[:place] + bytes([before[place] ^ 0b100]) + before[place + 1 :])
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    return before


def current(home: Path) -> dict[str, bytes]:
    current = home / "published" / "current"
    return {path.relative_to(current).as_posix(): path.read_bytes() for path in current.rglob("*") if path.is_file()}


def two_branches(home: Path, run: Run) -> None:
    """The second branch comes later: then the object of the first is read again."""
    deliver(home, JANUARY, range(1, 31))
    deliver_eligible(home, JANUARY, year=2026, eligible=100)
    run(JANUARY)
    deliver(home, JANUARY, range(20, 61), branch="K02")


@pytest.mark.usefixtures("prefect_server")
def test_damage_stops_the_publication_and_the_named_command_repairs_it(
    home: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_branches(home, run)
    before = current(home)
    (path,) = (home / "lake" / "enrolment").rglob("K01_*.parquet")
    command = ""
    for place in REGIONS.values():
        intact = flip(path, place(len(path.read_bytes())))
        with pytest.raises(LakeObjectCorrupt, match=rf"enrolment/2026/{path.name} was changed") as told:
            run(JANUARY)
        (command,) = re.findall(r"or: ucj reprocess S(\d+)$", str(told.value))
        assert current(home) == before
        damaged = path.read_bytes()
        path.write_bytes(intact)
    path.write_bytes(damaged)

    replayed = reprocess_archive(submissions=[int(command)])
    assert [one.changed for one in replayed.replayed] == [True]
    repaired = run(JANUARY)["release"]
    twin = tmp_path / "twin"
    monkeypatch.setenv("UCJ_HOME", str(twin))
    if "UCJ_DATABASE_URL" not in os.environ:  # figures of a home that nothing befell
        from flows.run_daily import run_daily

        two_branches(twin, lambda day: run_daily(as_of=day).record())
        assert run_daily(as_of=JANUARY).record()["release"]["id"] == repaired["id"]
        assert current(home)["ucj_coverage.csv"] == current(twin)["ucj_coverage.csv"]
    assert repaired["nation"]["active"] == 60


@pytest.mark.usefixtures("prefect_server")
def test_a_damaged_archived_file_is_not_judged(home: Path, run: Run) -> None:
    deliver(home, JANUARY, range(1, 31))
    run(JANUARY)
    (path,) = (home / "archive").glob("??/*")
    flip(path, 100)
    (one,) = reprocess_archive(submissions=[1]).replayed
    assert (one.after, one.changed) == (None, False)
    assert "not those that were delivered: restore them from the backup" in one.note
    assert run(JANUARY)["ending"] == "nothing_new"
