"""What the warehouse costs on SQLite and on PostgreSQL, as rows grow: loads, the as-of read, the look-up of a slot.

    python -m benchmarks.warehouse --rows 1_000_000 10_000_000 --runs 3 --folder /tmp/warehouse
    python -m benchmarks.warehouse --rows 50_000_000 --runs 1 --folder /tmp/warehouse

- load: conformed frames become durable objects and catalogue rows, in positions of `--position` rows (a branch of the
  nation has 154,000). The frames are made up beforehand and kept in the folder for the next call; reading them is not
  timed.
- read: exact distinct people over all live objects, in ranges of regencies as the measure stage reads them.
- lookup: the live object of one slot from the catalogue, and the rows of one regency out of it; the mean of 20.

Every run is a process of its own with the peak of its memory; runs of the two databases take turns. The PostgreSQL
server waits for the disk at every commit, as in production. It is the one of the tests. The count of people is compared
with what was made up; a run that counts another number fails. CPU seconds are those of our process, not the server's.
"""

import argparse
import json
import math
import multiprocessing
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Engine

from benchmarks.made_up_lake import ROWS_PER_PERSON, MadeUpLake
from tasks.measure.counting.regency_ranges import plan_ranges
from tasks.measure.inputs.positions import Position
from tasks.measure.measure import BUCKET_ROWS
from tests.postgresql import Server, running_server
from warehouse.catalogue.engine import open_catalogue
from warehouse.dimensions.regions import load_regions
from warehouse.lake.objects import write_object
from warehouse.records import Arrival, Counts, Status, Verdict
from warehouse.submissions.load import load_position
from warehouse.submissions.positions import live_positions
from warehouse.submissions.submissions import register

AS_OF = date(2026, 1, 31)
NOW = datetime(2026, 2, 1, tzinfo=UTC)
FEED = "enrolment"
DATABASES = ("sqlite", "postgresql")
LOOKUPS = 20
GOALS = {
    ("load", "sqlite", 10_000_000): (20.0, None),
    ("load", "postgresql", 10_000_000): (25.0, None),
    ("read", "sqlite", 50_000_000): (25.0, 2000),
    ("read", "postgresql", 50_000_000): (25.0, 2000),
}


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Of one run; `people` for the comparison."""

    seconds: float
    cpu_seconds: float
    peak_mb: int
    people: int = 0


class Clock:
    """Adds up what passes within its blocks."""

    seconds = cpu_seconds = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count this block."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.seconds += time.perf_counter() - wall
        self.cpu_seconds += time.process_time() - cpu


def make(made: MadeUpLake, folder: Path) -> None:
    """Make up the frames, unless they are there."""
    folder.mkdir(parents=True, exist_ok=True)
    for branch in range(made.branches):
        place = folder / f"{branch:03d}.parquet"
        if not place.exists():
            draft = place.with_suffix(".part")
            made.position(branch, AS_OF).write_parquet(draft, compression="lz4", statistics=False)
            draft.rename(place)


def load(engine: Engine, lake: Path, made: MadeUpLake, clock: Clock) -> int:
    """Load every position."""
    frames = frames_of(lake.parent.parent, made)
    make(made, frames)
    for branch in range(made.branches):
        frame = pl.read_parquet(frames / f"{branch:03d}.parquet")
        code = f"K{branch:03d}"
        arrival = Arrival(
            sha256=sha256(code.encode()).hexdigest(),
            bytes=1,
            file_name=f"PESERTA_{code}_{AS_OF:%Y%m%d}.csv",
            folder=code,
            mtime_ns=branch,
            received_at=NOW,
            branch=code,
            feed=FEED,
            position_date=AS_OF,
            revision=0,
        )
        number = register(engine, arrival).id
        counts = Counts(rows_read=frame.height, rows_accepted=frame.height)
        with clock.running():
            written = write_object(frame, lake=lake, feed=FEED, branch=code, position_date=AS_OF)
            verdict = Verdict(status=Status.ACCEPTED, counts=counts, contract_version="1.0", rules_version="1.0")
            load_position(engine, lake=lake, submission_id=number, object_file=written, verdict=verdict, at=NOW)
    return 0


def frames_of(folder: Path, made: MadeUpLake) -> Path:
    """Where the made-up frames lie."""
    return folder / f"made-up-{made.rows}-{made.branches}"


def read(engine: Engine, lake: Path, made: MadeUpLake, clock: Clock) -> int:
    """Count the people of the nation."""
    people = 0
    with clock.running():
        live = live_positions(engine, FEED, as_of=AS_OF)
        positions = [Position(one.branch, one.position_date, lake / one.file.path, one.file.rows) for one in live]
        for within in plan_ranges(positions, bucket_rows=BUCKET_ROWS):
            scans = [within.rows_of(pl.scan_parquet(one.path)).select("person_id") for one in positions]
            ids = pl.concat(scans).select(pl.col("person_id").bin.reinterpret(dtype=pl.UInt128, endianness="big"))
            people += ids.collect()["person_id"].n_unique()
    if people != int(made.rows / ROWS_PER_PERSON):
        raise SystemExit(f"{people} people were counted, {int(made.rows / ROWS_PER_PERSON)} were made")
    return people


def lookup(engine: Engine, lake: Path, made: MadeUpLake, clock: Clock) -> int:
    """Find slots one after the other."""
    regencies = load_regions().regencies["code"]
    for number in range(LOOKUPS):
        branch = f"K{number * 7919 % made.branches:03d}"
        with clock.running():
            (one,) = [found for found in live_positions(engine, FEED, as_of=AS_OF) if found.branch == branch]
            rows = pl.scan_parquet(lake / one.file.path).filter(region_nik=regencies[number]).collect()
        if rows.is_empty():
            raise SystemExit(f"{branch} has nobody of {regencies[number]}")
    clock.seconds /= LOOKUPS
    clock.cpu_seconds /= LOOKUPS
    return 0


WORKS: dict[str, Callable[[Engine, Path, MadeUpLake, Clock], int]] = {"load": load, "read": read, "lookup": lookup}


def run(work: str, address: str, lake: Path, made: dict[str, int], told: Any) -> None:
    """One run, in this process."""
    clock = Clock()
    engine = open_catalogue(address)
    people = WORKS[work](engine, lake, MadeUpLake(**made, as_of=AS_OF, regions=load_regions()), clock)
    engine.dispose()
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak = int(status.split("VmHWM:")[1].split()[0]) // 1024
    told.send(asdict(Cost(seconds=clock.seconds, cpu_seconds=clock.cpu_seconds, peak_mb=peak, people=people)))


def in_a_process(work: str, address: str, lake: Path, made: dict[str, int]) -> Cost:
    """The same in a new process."""
    fresh = multiprocessing.get_context("spawn")
    told, tell = fresh.Pipe(duplex=False)
    process = fresh.Process(target=run, args=(work, address, lake, made, tell))
    process.start()
    tell.close()
    try:
        cost = Cost(**told.recv())
    except EOFError:
        raise SystemExit(f"{work} failed") from None
    process.join()
    return cost


def measure(
    rows: int, *, position: int, runs: int, databases: list[str], folder: Path, server: Server
) -> dict[tuple[str, str], list[Cost]]:
    """Every work on both databases, in turns; what the last load wrote is read and looked up."""
    branches = max(1, rows // position)
    made = {"rows": rows // branches * branches, "branches": branches}
    found: dict[tuple[str, str], list[Cost]] = {}
    homes: dict[str, tuple[str, Path]] = {}
    for number in range(runs):
        for database in databases:
            home = folder / f"{database}-{rows}"
            shutil.rmtree(home, ignore_errors=True)
            address = server.database() if database == "postgresql" else f"sqlite:///{home / 'warehouse.db'}"
            homes[database] = address, home / "lake"
            found.setdefault(("load", database), []).append(in_a_process("load", *homes[database], made))
            print(f"  run {number + 1}: load {database} {found['load', database][-1].seconds:.1f} s", flush=True)
    for _ in range(runs):
        for work in ("read", "lookup"):
            for database in databases:
                found.setdefault((work, database), []).append(in_a_process(work, *homes[database], made))
    return found


def show(found: dict[int, dict[tuple[str, str], list[Cost]]]) -> None:
    """The table, and how each grows."""
    print(f"{'work':8}{'catalogue':12}{'rows':>12}{'min':>9}{'median':>9}{'max':>9}{'CPU':>9}{'MB':>9}{'x per 10':>9}")
    for work, database in next(iter(found.values())):
        before: tuple[int, float] | None = None
        for rows, costs in sorted(found.items()):
            seconds = [one.seconds for one in costs[work, database]]
            cpu = statistics.median(one.cpu_seconds for one in costs[work, database])
            peak = max(one.peak_mb for one in costs[work, database])
            grown = "" if before is None else f"{growth(before, (rows, cpu)):9.1f}"
            print(
                f"{work:8}{database:12}{rows:12,}{min(seconds):9.3f}{statistics.median(seconds):9.3f}{max(seconds):9.3f}"
                f"{cpu:9.3f}{peak:9,}{grown}{verdict_on(work, database, rows, seconds, peak)}"
            )
            before = rows, cpu


def growth(before: tuple[int, float], now: tuple[int, float]) -> float:
    """How many times the CPU seconds for ten times the rows."""
    return float((now[1] / before[1]) ** (1 / math.log10(now[0] / before[0])))


def verdict_on(work: str, database: str, rows: int, seconds: list[float], peak: int) -> str:
    """Whether the goal was met, where there is one."""
    if (work, database, rows) not in GOALS:
        return ""
    most, memory = GOALS[work, database, rows]
    met = statistics.median(seconds) <= most and (memory is None or peak <= memory)
    return f"  goal {most:.0f} s{'' if memory is None else f', {memory} MB'}: {'met' if met else 'missed'}"


def main() -> None:
    """Read the options, measure, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    options.add_argument("--position", type=int, default=154_000, help="rows of a position")
    options.add_argument("--databases", nargs="+", choices=DATABASES, default=list(DATABASES))
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--folder", type=Path, required=True, help="where lakes are written; they are left there")
    options.add_argument("--json", type=Path, help="add the single runs to this file")
    given = options.parse_args()
    with running_server(durable=True) as server:
        found = {
            rows: measure(
                rows,
                position=given.position,
                runs=given.runs,
                databases=given.databases,
                folder=given.folder,
                server=server,
            )
            for rows in given.rows
        }
    show(found)
    if given.json:
        lines = [
            json.dumps({"rows": rows, "work": work, "database": database, **asdict(cost)})
            for rows, costs in found.items()
            for (work, database), each in costs.items()
            for cost in each
        ]
        with given.json.open("a", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
