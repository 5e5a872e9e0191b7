"""How long `measure_coverage` takes and how much memory it needs on made-up lake objects.

    python benchmarks/measure.py --rows 5000000 --objects 50 --folder /tmp/lake

Writes the objects first (kept in the folder for the next call), then measures in a process of its own and
prints seconds, peak memory and the national figures. No real person's data: ids are random numbers.
"""

import argparse
import multiprocessing
import resource
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from settings import SEGMENTS, Settings
from tasks.measure.coverage import BUCKET_ROWS, measure_coverage
from tasks.measure.positions import Position
from warehouse.lake_schema import ENROLMENT, SORT_KEYS
from warehouse.regions import load_regions

AS_OF = date(2024, 5, 31)
ROWS_PER_PERSON = 1.15
SHARE_MOVED = 0.02  # registrations that lie in two branches


def random_ids(count: int, *, seed: int) -> np.ndarray:
    """`count` ids of 16 bytes; the same seed gives the same ids."""
    return np.frombuffer(np.random.default_rng(seed).bytes(16 * count), dtype="V16")


def write_objects(folder: Path, *, rows: int, objects: int, row_group: int) -> None:
    """Objects as the lake has them: people of all regencies in each, sorted, a few registrations in two."""
    folder.mkdir(parents=True, exist_ok=True)
    regencies = load_regions().regencies["code"]
    rng = np.random.default_rng(7)
    people = int(rows / ROWS_PER_PERSON)
    person_ids, registration_ids = random_ids(people, seed=1), random_ids(rows, seed=2)
    homes = np.minimum(rng.integers(0, len(regencies), people), rng.integers(0, len(regencies), people))
    holders = np.concatenate([np.arange(people), rng.integers(0, people, rows - people)])
    rng.shuffle(holders)
    segments = rng.choice(len(SEGMENTS), rows, p=[0.6, 0.3, 0.07, 0.03])
    size = rows // objects
    for number in range(objects):
        own = np.arange(number * size, (number + 1) * size)
        moved = rng.integers(0, rows, int(size * SHARE_MOVED))
        chosen = np.unique(np.concatenate([own, moved]))
        count = len(chosen)
        contract = segments[chosen] >= 2
        frame = pl.DataFrame(
            {
                "row_no": rng.permutation(count),
                "person_id": person_ids[holders[chosen]].tolist(),
                "registration_id": registration_ids[chosen].tolist(),
                "segment": pl.Series(SEGMENTS).gather(segments[chosen]),
                "head_count": np.ones(count, dtype=np.int32),
                "region_nik": regencies.gather(homes[holders[chosen]]),
                "region_domicile": regencies.gather(rng.integers(0, len(regencies), count)),
                "region_workplace": regencies.gather(rng.integers(0, len(regencies), count)),
                "registered_on": np.datetime64("2024-05-01") - rng.integers(0, 3000, count),
                "last_paid": (np.datetime64("2024-05") - rng.integers(0, 6, count)).astype("datetime64[D]"),
                "ends_on": np.where(contract, np.datetime64("2024-06-30"), np.datetime64("NaT")),
            },
            schema_overrides={"person_id": pl.Binary, "registration_id": pl.Binary},
        )
        empty = pl.DataFrame(schema=ENROLMENT)
        frame = pl.concat([empty, frame.cast({c: ENROLMENT[c] for c in frame.columns})], how="diagonal")
        path = folder / f"{number:03d}-{count}.parquet"
        frame.sort(*SORT_KEYS).write_parquet(path, compression="zstd", row_group_size=row_group)


def measure(folder: Path, bucket_rows: int) -> None:
    """Measure all objects of the folder and print what it took."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    positions = [Position(path.stem[:3], AS_OF, path, int(path.stem[4:])) for path in sorted(folder.glob("*.parquet"))]
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
        bucket_rows=bucket_rows,
    )
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rows = sum(position.rows for position in positions)
    memory = f"{peak / 1e6:.2f} GB peak, {before / 1e6:.2f} GB before"
    national = facts.coverage.filter(level="national").select("basis", "active", "active_strict")
    sys.stdout.write(f"{rows:,} rows, {len(positions)} objects: {seconds:.2f} s, {memory}\n{national}\n")


def main() -> None:
    """Read the command line, write what is missing, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--objects", type=int, default=50)
    parser.add_argument("--row-group", type=int, default=32_768)
    parser.add_argument("--bucket-rows", type=int, default=BUCKET_ROWS)
    parser.add_argument("--folder", type=Path, required=True)
    chosen = parser.parse_args()
    fresh = multiprocessing.get_context("spawn")
    if not chosen.folder.exists():
        options = {"rows": chosen.rows, "objects": chosen.objects, "row_group": chosen.row_group}
        writer = fresh.Process(target=write_objects, args=(chosen.folder,), kwargs=options)
        writer.start()
        writer.join()
    measurer = fresh.Process(target=measure, args=(chosen.folder, chosen.bucket_rows))
    measurer.start()
    measurer.join()


if __name__ == "__main__":
    main()
