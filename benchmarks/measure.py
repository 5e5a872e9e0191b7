"""What measuring costs on a made-up nation: wall and CPU seconds, peak memory and the load of the last five minutes.

    python -m benchmarks.measure --rows 5000000 --objects 325 --folder /tmp/nation
    python -m benchmarks.measure --rows 5000000 --objects 325 --folder /tmp/nation --history 12

Writes the objects first (kept in the folder for the next call, about 45 bytes a row and date), then measures, each case
in a process of its own,

    one date     the as-of date alone, nothing kept
    cold         with three comparison dates and the history, nothing kept
    warm         the same, who counted before is kept
    changed      one branch corrected in a tenth of its rows, everything kept
    unchanged    nothing new but, say, a denominator

`--history` adds that many month ends before the as-of date to the history. Without, it has the comparison dates.
"""

import argparse
import hashlib
import multiprocessing
import os
import resource
import shutil
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import polars as pl

from benchmarks.made_up_lake import MadeUpLake
from deployments.startup.allocator import SETTING, keep_freed_memory
from settings import Settings
from tasks.execution.stage_log import key_values
from tasks.measure.inputs.comparison_dates import NO_PAST, Past, comparison_days
from tasks.measure.inputs.figure_settings import FigureSettings
from tasks.measure.inputs.months import month_start
from tasks.measure.inputs.positions import Position
from tasks.measure.measure import BUCKET_ROWS, measure_coverage
from warehouse.dimensions.regions import load_regions
from warehouse.lake.cache import Cache
from warehouse.lake.integrity import name_of_object
from warehouse.lake.objects import ROW_GROUP_ROWS, ZSTD_LEVEL

AS_OF = date(2024, 5, 31)
CASES = ("one date", "cold", "warm", "changed", "unchanged")


def history_days(months: int) -> list[date]:
    """Comparison dates and the last `months` month ends before the as-of date."""
    ends = {month_start(AS_OF, back=back) - timedelta(days=1) for back in range(months)}
    return sorted(ends | set(comparison_days(AS_OF).values()))


def write(folder: Path, *, rows: int, objects: int, months: int) -> None:
    """All objects that are not there yet, and a correction of the first branch; several branches at a time."""
    lake = MadeUpLake(rows=rows, branches=objects, as_of=AS_OF, regions=load_regions())
    days = [AS_OF, *history_days(months)]
    for day in days:
        (folder / f"{day}").mkdir(parents=True, exist_ok=True)
    with multiprocessing.get_context("spawn").Pool() as pool:
        for _ in pool.imap_unordered(partial(write_branch, folder, lake=lake, days=days), range(objects)):
            pass
    corrected = lake.position(0, AS_OF).filter(pl.col("row_no") % 10 != 0)
    write_object(corrected, folder / f"{AS_OF}", slot="000-1")


def write_branch(folder: Path, branch: int, *, lake: MadeUpLake, days: Sequence[date]) -> None:
    """The objects of one branch."""
    slot = f"{branch:03d}-0"
    missing = [day for day in days if not [*(folder / f"{day}").glob(f"{slot}_*")]]
    if missing:
        for day, position in zip(missing, lake.positions(branch, missing), strict=True):
            write_object(position, folder / f"{day}", slot=slot)


def write_object(frame: pl.DataFrame, folder: Path, *, slot: str) -> None:
    """As the lake has it; a name is that of a whole object."""
    part = folder / f"{slot}.part"
    frame.write_parquet(part, compression="zstd", compression_level=ZSTD_LEVEL, row_group_size=ROW_GROUP_ROWS)
    part.replace(folder / name_of_object(slot, sha256=hashlib.sha256(part.read_bytes()).hexdigest()))


def positions_at(folder: Path, day: date, *, pattern: str = "*-0_*.parquet") -> list[Position]:
    """The positions of that date."""
    paths = sorted((folder / f"{day}").glob(pattern))
    return [
        Position(path.stem.split("-")[0], day, path, pl.scan_parquet(path).select(pl.len()).collect().item())
        for path in paths
    ]


def measure(case: str, folder: Path, *, months: int, bucket_rows: int) -> None:
    """One case, and what it took."""
    positions, past = positions_at(folder, AS_OF), NO_PAST
    if case != "one date":
        then = {day: positions_at(folder, day) for day in comparison_days(AS_OF).values()}
        past = Past(then=then, history=[one for day in history_days(months) for one in positions_at(folder, day)])
    if case in ("changed", "unchanged"):
        positions = [*positions_at(folder, AS_OF, pattern="000-1_*.parquet"), *positions[1:]]
    cache = Cache(folder / "derived")
    if case == "cold":
        shutil.rmtree(cache.folder, ignore_errors=True)
    if case == "warm":
        shutil.rmtree(cache.folder / "counts")
    regions = load_regions()
    eligible = {"region_code": regions.regencies["code"], "year": AS_OF.year, "segment": "TOTAL", "version": "v1"}
    wall, before = time.perf_counter(), os.times()
    facts = measure_coverage(
        as_of=AS_OF,
        positions=positions,
        expected_branches=[position.branch for position in positions],
        eligible=pl.DataFrame(eligible | {"eligible": 100_000, "position_date": AS_OF, "issuer": "BPS"}),
        regions=regions,
        settings=FigureSettings.of(Settings()),
        past=past,
        bucket_rows=bucket_rows,
        cache=None if case == "one date" else cache,
    )
    after = os.times()
    cpu = after.user + after.system - before.user - before.system
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    digest = hashlib.sha256(b"".join(table.write_csv().encode() for _, table in sorted(facts.tables.items())))
    took = f"{time.perf_counter() - wall:.1f} s, {cpu:.1f} CPU s, {peak:.2f} GB peak, load {os.getloadavg()[1]:.1f}"
    told = f"{key_values(facts.touched.told())}; figures {digest.hexdigest()[:8]}"
    sys.stdout.write(f"{case:10} {sum(one.rows for one in positions):,} rows: {took}; {told}\n")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, write what is missing, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--objects", type=int, default=325)
    parser.add_argument("--history", type=int, default=0, help="month ends before the as-of date")
    parser.add_argument("--bucket-rows", type=int, default=BUCKET_ROWS)
    parser.add_argument("--cases", nargs="+", choices=CASES, default=CASES)
    parser.add_argument("--folder", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    os.environ.pop(SETTING, None)  # what Polars has set in this process; the others are as those of the program
    keep_freed_memory()
    fresh = multiprocessing.get_context("spawn")
    sizes = {"rows": chosen.rows, "objects": chosen.objects, "months": chosen.history}
    works = [(write, (chosen.folder,), sizes)] + [
        (measure, (case, chosen.folder), {"months": chosen.history, "bucket_rows": chosen.bucket_rows})
        for case in chosen.cases
    ]
    for work, given, named in works:
        process = fresh.Process(target=work, args=given, kwargs=named)
        process.start()
        process.join()
        if process.exitcode:
            sys.exit(process.exitcode)


if __name__ == "__main__":
    main()
