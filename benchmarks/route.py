"""The whole route on one day, as a ratio to a bare Polars scan and group-by of the same files.

    python -m benchmarks.route --rows 5_000_000 --files 50 --runs 3
    python -m benchmarks.route --rows 650_000 --files 325 --runs 1     # a burst of small files

Both are timed in turn in the same process, so that the ratio holds when the machine's speed drifts. Orchestration is
left out (no Prefect), settling too; imports happen before the clock starts. Files are CSV without defects.
"""

import argparse
import os
import resource
import shutil
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import psutil

from demo.defects import Defects
from demo.simulate import simulate
from demo.styles import Style
from settings import Settings
from tasks.execution.catalogue import catalogue
from tasks.ingest.ingest import ingest
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.inputs import Sources, read_inputs
from tasks.measure.measure import measure_coverage
from tasks.receive.archive import archive_path
from tasks.receive.branches import load_branches
from tasks.receive.inbox import look
from tasks.receive.take_files import sweep_files
from tasks.states import Received
from warehouse.dimensions.regions import load_regions
from warehouse.submissions.submissions import pending

AS_OF = date(2026, 10, 31)


def bare_scan(files: list[Path]) -> int:
    """What any tool must do at least: read every cell, count people by the regency of the NIK."""
    frames = [
        pl.scan_csv(path, separator=";", infer_schema=False).select(pl.col("NIK").str.head(4).alias("regency"))
        for path in files
    ]
    return pl.concat(frames).group_by("regency").len().collect(engine="streaming").height


def whole_route(home: Path, workers: int) -> int:
    """Receive to measured facts, from a copy of the inbox; returns the active people of the nation."""
    settings = Settings(home=home)
    now = datetime.now(UTC)
    with catalogue(settings) as engine:
        sweep_files(
            look(settings.path("inbox")).files,
            archive=settings.path("archive"),
            engine=engine,
            branches=load_branches(settings.branches_path),
            today=AS_OF,
            now=now,
            max_bytes=settings.max_file_bytes,
        )

        def one(received: Received) -> None:
            ingest(received, settings=settings, engine=engine, regions=load_regions(), now=now)

        waiting = [
            Received.of(submission, archived=archive_path(settings.path("archive"), submission.sha256))
            for submission in pending(engine)
        ]
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(one, waiting))
        choices, sources = FigureSettings.of(settings), Sources.of(settings)
        basis = read_inputs(engine, as_of=AS_OF, today=AS_OF, sources=sources, settings=choices)
        facts = measure_coverage(
            as_of=AS_OF,
            positions=basis.positions,
            expected_branches=basis.expected_branches,
            eligible=basis.eligible,
            regions=load_regions(),
            settings=choices,
        )
    return int(facts.coverage["active"][0])


def timed(work: Callable[[], int]) -> float:
    """Seconds of wall clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def cpu_seconds() -> float:
    """CPU seconds of this process and of the readers that it started."""
    me = psutil.Process()
    return sum(one.user + one.system for one in (process.cpu_times() for process in (me, *me.children())))


def main() -> None:
    """Generate, warm up, measure in pairs, print medians and spread."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--files", type=int, default=10)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--folder", type=Path, default=Path("var/benchmark-route"))
    options = parser.parse_args()
    import expectations.contracts.suite  # noqa: F401, PLC0415 - imports are not counted

    source = options.folder / "source"
    shutil.rmtree(options.folder, ignore_errors=True)
    simulate(
        home=source,
        as_of=AS_OF,
        rows=options.rows,
        branches=options.files,
        seed=1,
        defects=Defects.none(),
        styles=[Style("csv")],
    )
    files = sorted((source / "inbox").glob("*/PESERTA_*.csv"))
    size = sum(path.stat().st_size for path in files)
    print(f"{len(files)} files, {size / 1e6:.0f} MB")
    ratios: list[float] = []
    for run in range(options.runs + 1):
        home = options.folder / f"run{run}"
        shutil.copytree(source, home)
        bare = timed(lambda: bare_scan(files))
        begun = cpu_seconds()
        route = timed(lambda home=home: whole_route(home, options.workers))  # type: ignore[misc]
        cpu = cpu_seconds() - begun
        shutil.rmtree(home)
        name = f"run {run}" if run else "warm-up"
        each = f"{cpu:.1f} CPU s, {cpu / len(files):.3f} a file"
        print(f"{name}: bare {bare:.2f} s, route {route:.2f} s, {route / bare:.1f} times; {each}")
        ratios += [route / bare] if run else []
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"ratio: median {statistics.median(ratios):.1f}, from {min(ratios):.1f} to {max(ratios):.1f}")
    print(f"peak memory {peak:.2f} GB")


if __name__ == "__main__":
    main()
