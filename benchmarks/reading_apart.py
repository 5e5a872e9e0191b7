"""What it costs to open deliveries in a process apart, against opening them in the same process: ratios of one run.

    python -m benchmarks.reading_apart [--rows 2000 100000] [--repeats 9] [--json]

A simulated enrolment file of each size, as CSV and as Parquet, is read and typed both ways in turn. CPU seconds are
those of both processes. The reader's process is warm, as it is from the second file of a run on; what its start costs
is shown apart.
"""

import argparse
import io
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import polars as pl
import psutil

from demo.defects import Defects
from demo.simulate import simulate
from demo.styles import Style
from expectations.contracts import FEEDS
from settings import Settings
from tasks.read.isolated.readers import close_readers, read_apart
from tasks.read.limits import ReadLimits
from tasks.read.typed_table import read_typed_table
from tasks.refusal import Refusal

AS_OF = date(2026, 10, 31)
FEED = FEEDS["enrolment"]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One file read both ways: medians of CPU and wall seconds, and the quartiles of the CPU ratio."""

    rows: int
    kind: str
    same_cpu: float
    apart_cpu: float
    same_wall: float
    apart_wall: float
    cpu_ratio: tuple[float, float, float]


def read_here(path: Path, max_bytes: int) -> int:
    """Rows, read in this process."""
    limits = ReadLimits.of(path.stat().st_size, max_bytes=max_bytes)
    with path.open("rb") as delivery:
        found = read_typed_table(delivery, feed=FEED, position_date=AS_OF, limits=limits)
    if isinstance(found, Refusal):
        raise SystemExit(f"{path.name} is refused: {found}")
    return found.frame.height


def read_there(path: Path, max_bytes: int) -> int:
    """Rows, read by the warm process."""
    found = read_apart(path, feed=FEED.name, position_date=AS_OF.isoformat(), max_bytes=max_bytes)
    if isinstance(found, Refusal):
        raise SystemExit(f"{path.name} is refused: {found}")
    return found[0].height


def clocked(work: Callable[[], int]) -> tuple[float, float]:
    """CPU seconds of this process and its readers, and wall seconds."""
    before, start = _cpu(), time.perf_counter()
    work()
    return _cpu() - before, time.perf_counter() - start


def _cpu() -> float:
    me = psutil.Process()
    times = [process.cpu_times() for process in (me, *me.children())]
    return sum(one.user + one.system for one in times)


def measure(path: Path, *, rows: int, repeats: int) -> Measured:
    """Both ways in turn."""
    max_bytes = Settings().max_file_bytes
    read_here(path, max_bytes), read_there(path, max_bytes)
    pairs = [
        (clocked(lambda: read_here(path, max_bytes)), clocked(lambda: read_there(path, max_bytes)))
        for _ in range(repeats)
    ]
    same, apart = ([pair[side] for pair in pairs] for side in (0, 1))
    ratios = [b[0] / max(a[0], 0.01) for a, b in pairs]
    low, middle, high = statistics.quantiles(ratios, n=4)
    return Measured(
        rows=rows,
        kind=path.suffix[1:],
        same_cpu=round(statistics.median(cpu for cpu, _ in same), 3),
        apart_cpu=round(statistics.median(cpu for cpu, _ in apart), 3),
        same_wall=round(statistics.median(wall for _, wall in same), 3),
        apart_wall=round(statistics.median(wall for _, wall in apart), 3),
        cpu_ratio=(round(low, 2), round(middle, 2), round(high, 2)),
    )


def files_of(rows: int, folder: Path) -> tuple[Path, Path]:
    """The same extract as CSV and as Parquet."""
    home = folder / str(rows)
    simulate(home=home, rows=rows, branches=1, seed=1, as_of=AS_OF, defects=Defects.none(), styles=[Style("csv")])
    csv = next(home.glob("inbox/*/PESERTA_*"))
    parquet = csv.with_suffix(".parquet")
    pl.read_csv(io.BytesIO(csv.read_bytes()), separator=";", infer_schema=False).write_parquet(parquet)
    return csv, parquet


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[2000, 100_000])
    parser.add_argument("--repeats", type=int, default=9)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = [(rows, path) for rows in chosen.rows for path in files_of(rows, Path(folder))]
        start_cpu, start_wall = clocked(lambda: read_there(files[0][1], Settings().max_file_bytes))
        found = [measure(path, rows=rows, repeats=chosen.repeats) for rows, path in files]
    close_readers()
    if chosen.json:
        print(json.dumps([asdict(one) for one in found]))
        return
    print(f"first file, with the start of the process: {start_cpu:.2f} s CPU, {start_wall:.2f} s wall")
    for one in found:
        print(one)


if __name__ == "__main__":
    main()
