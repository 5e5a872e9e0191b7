"""How long `measure_coverage` takes and how much memory it needs on made-up lake objects.

    python -m benchmarks.measure --rows 5000000 --objects 50 --folder /tmp/lake
    python -m benchmarks.measure --rows 5000000 --objects 50 --folder /tmp/lake --dates 4

Writes the objects first (kept in the folder for the next call), then measures in a process of its own and
prints seconds, peak memory and the national figures. `--dates` says how many positions of each branch there are: the
as-of date alone, or with one, two or three comparison dates. No real person's data: ids are random numbers.
"""

import argparse
import multiprocessing
import resource
import sys
import time
from datetime import date
from pathlib import Path

import polars as pl

from benchmarks.made_up_lake import MadeUpLake
from settings import Settings
from tasks.measure.comparisons import Past, comparison_days
from tasks.measure.coverage import BUCKET_ROWS, measure_coverage
from tasks.measure.positions import Position
from warehouse.regions import load_regions

AS_OF = date(2024, 5, 31)
DATES = (AS_OF, *comparison_days(AS_OF).values())


def write_objects(folder: Path, *, rows: int, objects: int, row_group: int, dates: int) -> None:
    """Objects as the lake has them: people of all regencies in each, sorted, a few registrations in two."""
    folder.mkdir(parents=True, exist_ok=True)
    lake = MadeUpLake(rows=rows, branches=objects, as_of=AS_OF, regions=load_regions())
    for number in range(objects):
        for day in DATES[:dates]:
            frame = lake.position(number, day)
            path = folder / f"{number:03d}-{day}-{frame.height}.parquet"
            frame.write_parquet(path, compression="zstd", row_group_size=row_group)


def positions_at(folder: Path, day: date) -> list[Position]:
    """The position of each branch of that date."""
    found = sorted(folder.glob(f"*-{day}-*.parquet"))
    return [Position(path.stem[:3], day, path, int(path.stem.rsplit("-", 1)[1])) for path in found]


def measure(folder: Path, bucket_rows: int, dates: int) -> None:
    """Measure all objects of the folder and print what it took."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    positions = positions_at(folder, AS_OF)
    then = {day: positions_at(folder, day) for day in DATES[1:dates]}
    past = Past(then=then, history=[position for dated in then.values() for position in dated])
    regions, settings = load_regions(), Settings()
    eligible = pl.DataFrame(
        {
            "region_code": regions.regencies["code"],
            "year": AS_OF.year,
            "segment": "TOTAL",
            "eligible": 100_000,
            "version": "v1",
            "position_date": AS_OF,
            "issuer": "BPS",
        }
    )
    started = time.perf_counter()
    facts = measure_coverage(
        as_of=AS_OF,
        positions=positions,
        expected_branches=[position.branch for position in positions],
        eligible=eligible,
        regions=regions,
        settings=settings,
        past=past,
        bucket_rows=bucket_rows,
    )
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rows = sum(position.rows for position in positions)
    memory = f"{peak / 1e6:.2f} GB peak, {before / 1e6:.2f} GB before"
    national = facts.coverage.filter(level="national").select("basis", "active", "active_strict")
    figures = sum(table.height for table in facts.tables.values())
    sys.stdout.write(
        f"{rows:,} rows, {len(positions)} objects, {dates} dates: {seconds:.2f} s, {memory}, {figures:,} rows of "
        f"figures\n{national}\n"
    )


def main() -> None:
    """Read the command line, write what is missing, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--objects", type=int, default=50)
    parser.add_argument("--row-group", type=int, default=32_768)
    parser.add_argument("--bucket-rows", type=int, default=BUCKET_ROWS)
    parser.add_argument("--dates", type=int, choices=(1, 2, 3, 4), default=1, help="as-of date and comparison dates")
    parser.add_argument("--folder", type=Path, required=True)
    chosen = parser.parse_args()
    fresh = multiprocessing.get_context("spawn")
    if not chosen.folder.exists():
        options = {"rows": chosen.rows, "objects": chosen.objects, "row_group": chosen.row_group, "dates": chosen.dates}
        writer = fresh.Process(target=write_objects, args=(chosen.folder,), kwargs=options)
        writer.start()
        writer.join()
    measurer = fresh.Process(target=measure, args=(chosen.folder, chosen.bucket_rows, chosen.dates))
    measurer.start()
    measurer.join()


if __name__ == "__main__":
    main()
