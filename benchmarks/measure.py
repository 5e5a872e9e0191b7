"""How long `measure_coverage` takes and how much memory it needs on made-up lake objects.

    python benchmarks/measure.py --rows 5000000 --objects 50 --folder /tmp/lake
    python benchmarks/measure.py --rows 5000000 --objects 50 --folder /tmp/lake --dates 4

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

import numpy as np
import polars as pl

from settings import SEGMENTS, Settings
from tasks.measure.comparisons import Past, comparison_days
from tasks.measure.coverage import BUCKET_ROWS, measure_coverage
from tasks.measure.positions import Position
from warehouse.lake_schema import ENROLMENT, SORT_KEYS
from warehouse.regions import load_regions

AS_OF = date(2024, 5, 31)
DATES = (AS_OF, *comparison_days(AS_OF).values())
ROWS_PER_PERSON = 1.15
SHARE_MOVED = 0.02  # registrations that lie in two branches
SHARE_ELSEWHERE = 0.1  # homes and places of work outside the regency of the NIK
SHARE_AGAIN = {0: 1.0, 1: 0.98, 2: 0.94, 3: 0.88}  # rows of today that were there at each earlier date
FUNDERS = ("PEMBERI_KERJA", "MANDIRI", "APBD_KAB", "APBDES", None)
CATEGORIES = ("UMUM", "NON_ASN", "PERANGKAT_DESA", "PEKERJA_RENTAN", "NELAYAN")


def random_ids(count: int, *, seed: int) -> np.ndarray:
    """`count` ids of 16 bytes; the same seed gives the same ids."""
    return np.frombuffer(np.random.default_rng(seed).bytes(16 * count), dtype="V16")


def write_objects(folder: Path, *, rows: int, objects: int, row_group: int, dates: int) -> None:
    """Objects as the lake has them: people of all regencies in each, sorted, a few registrations in two."""
    folder.mkdir(parents=True, exist_ok=True)
    regions = load_regions()
    regencies = regions.regencies["code"].to_numpy()
    villages = regions.villages.filter(pl.col("code").str.head(5) == pl.col("regency")).sort("code")
    first_village = villages["regency"].search_sorted(regions.regencies["code"], "left").to_numpy()
    after_village = villages["regency"].search_sorted(regions.regencies["code"], "right").to_numpy()
    codes = villages["code"]
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
        contract, wage_earner = segments[chosen] >= 2, segments[chosen] == 0
        home = homes[holders[chosen]]
        domicile, workplace = (
            np.where(rng.random(count) < SHARE_ELSEWHERE, rng.integers(0, len(regencies), count), home)
            for _ in range(2)
        )
        span = after_village[domicile] - first_village[domicile]
        village = first_village[domicile] + (rng.random(count) * span).astype(int)
        frame = pl.DataFrame(
            {
                "row_no": rng.permutation(count),
                "person_id": person_ids[holders[chosen]].tolist(),
                "registration_id": registration_ids[chosen].tolist(),
                "segment": pl.Series(SEGMENTS).gather(segments[chosen]),
                "category": pl.Series(CATEGORIES).gather(rng.choice(5, count, p=[0.75, 0.05, 0.05, 0.1, 0.05])),
                "funder": pl.Series(FUNDERS).gather(
                    np.where(wage_earner, 0, rng.choice(5, count, p=[0.05, 0.5, 0.25, 0.1, 0.1]))
                ),
                "head_count": np.ones(count, dtype=np.int32),
                "jkk": np.ones(count, dtype=bool),
                "jkm": np.ones(count, dtype=bool),
                "jht": wage_earner | (rng.random(count) < 0.3),
                "jp": wage_earner,
                "jkp": wage_earner & (rng.random(count) < 0.5),
                "region_nik": regencies[home],
                "district_nik": [code.replace(".", "") + "01" for code in regencies[home]],
                "region_domicile": regencies[domicile],
                "village": codes.gather(village),
                "region_workplace": regencies[workplace],
                "registered_on": np.datetime64("2024-05-01") - rng.integers(0, 3000, count),
                "ends_on": np.where(contract, np.datetime64("2024-06-30"), np.datetime64("NaT")),
            },
            schema_overrides={"person_id": pl.Binary, "registration_id": pl.Binary},
        )
        unpaid = rng.integers(-1, 5, count)
        for place, day in enumerate(DATES[:dates]):
            paid = (np.datetime64(day, "M") - unpaid).astype("datetime64[D]")
            dated = frame.with_columns(pl.Series("last_paid", paid).cast(pl.Date)).filter(
                rng.random(count) < SHARE_AGAIN[place]
            )
            empty = pl.DataFrame(schema=ENROLMENT)
            dated = pl.concat([empty, dated.cast({c: ENROLMENT[c] for c in dated.columns})], how="diagonal")
            path = folder / f"{number:03d}-{day}-{dated.height}.parquet"
            dated.sort(*SORT_KEYS).write_parquet(path, compression="zstd", row_group_size=row_group)


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
