"""How much quicker figures come out of the catalogue in bulk than by the driver's rows: ratios within one run.

    python -m benchmarks.bulk_read [--rows 200000] [--repeats 5] [--json]

Reads `mart_coverage` and its table of figures, `fact_coverage`: by `warehouse.catalogue.bulk_read`, and by
SQLAlchemy's rows put into a frame; on SQLite and on a PostgreSQL of its own. Wall seconds, and CPU seconds of this
process; medians.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import polars as pl
from polars.testing import assert_frame_equal
from sqlalchemy import Engine, text

from expectations.contracts.codes import code_lists
from tests.postgresql import running_server
from warehouse.catalogue.bulk_insert import insert_rows
from warehouse.catalogue.bulk_read import read_frames, read_mart
from warehouse.catalogue.engine import open_catalogue
from warehouse.catalogue.runs import start_run
from warehouse.catalogue.transactions import reading, writing
from warehouse.dimensions.regions import load_regions
from warehouse.dimensions.sync import sync_codes, sync_regions
from warehouse.figures.tables.coverage import COVERAGE
from warehouse.marts import VIEW
from warehouse.models.facts import decimals_of, stored_name
from warehouse.models.models import FACT_ROWS

FIRST = date(2020, 1, 31)
BASES = ("nik", "nik_adjusted", "domicile", "workplace")
FACTS = FACT_ROWS[COVERAGE.name]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One way of reading: medians of CPU and wall seconds."""

    database: str
    what: str
    rows: int
    bulk_cpu: float
    bulk_wall: float
    driver_cpu: float
    driver_wall: float

    @property
    def ratio(self) -> float:
        """How many times the wall time the driver's rows take."""
        return round(self.driver_wall / self.bulk_wall, 1)


def fill(engine: Engine, rows: int) -> None:
    """Coverage of all regions on all bases, for as many months as it takes."""
    run = start_run(engine, as_of=FIRST, at=datetime(2026, 1, 1, tzinfo=UTC))
    sync_regions(engine, load_regions(), on=FIRST)
    sync_codes(engine, code_lists(), on=FIRST)
    regions = (
        load_regions()
        .regencies.select(region_code="code", region_name="name")
        .join(pl.DataFrame({"basis": BASES}), how="cross")
    )
    months = -(-rows // regions.height)
    ends = pl.date_range(FIRST, FIRST + timedelta(days=31 * months), "1mo", eager=True).head(months)
    dates = pl.DataFrame({"as_of": ends})
    numbers = {
        stored_name(column): pl.int_range(pl.len(), dtype=pl.Int64) % 10_000
        for column in COVERAGE.columns
        if column.dtype.is_integer() or decimals_of(column) is not None
    }
    frame = (
        dates.join(regions, how="cross").head(rows).with_columns(level=pl.lit("regency"), flags=pl.lit(""), **numbers)
    )
    with writing(engine) as connection:
        insert_rows(connection, FACTS, frame.with_columns(place=pl.int_range(pl.len()), run_id=pl.lit(run.id)))


def by_driver(engine: Engine, statement: str, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    """SQLAlchemy's rows, as `read_facts` took them before."""
    with reading(engine) as connection:
        rows = [tuple(row) for row in connection.execute(text(statement))]
    return pl.DataFrame(rows, schema=list(schema), orient="row", infer_schema_length=None)


def seconds(read: Callable[[], pl.DataFrame], repeats: int) -> tuple[float, float, pl.DataFrame]:
    """Median CPU and wall seconds, and what was read."""
    cpu, wall = [], []
    for _ in range(repeats):
        begun = time.process_time(), time.perf_counter()
        frame = read()
        cpu.append(time.process_time() - begun[0])
        wall.append(time.perf_counter() - begun[1])
    return statistics.median(cpu), statistics.median(wall), frame


def compare(engine: Engine, repeats: int) -> list[Measured]:
    """The view and the table, both ways."""
    view = {column.name: column.dtype for column in VIEW["mart_coverage"].columns}
    stored = {column.name: pl.Int64() if decimals_of(column) else column.dtype for column in COVERAGE.columns}
    names = [stored_name(column) for column in COVERAGE.columns]
    query = FACTS.select().with_only_columns(*(FACTS.c[name] for name in names)).order_by(FACTS.c.as_of, FACTS.c.place)
    table = dict(zip(names, stored.values(), strict=True))
    view_query = f"SELECT {', '.join(view)} FROM mart_coverage"  # noqa: S608 - our own names
    ways: list[tuple[str, Callable[[], pl.DataFrame], str, dict[str, pl.DataType]]] = [
        ("fact_coverage", lambda: next(read_frames(engine, [(query, table)])), str(query), table),
        ("mart_coverage", lambda: read_mart(engine, "mart_coverage"), view_query, view),
    ]
    found = []
    for what, bulk, statement, schema in ways:
        bulk_cpu, bulk_wall, by_bulk = seconds(bulk, repeats)
        driver_cpu, driver_wall, by_rows = seconds(partial(by_driver, engine, statement, schema), repeats)
        assert_frame_equal(by_bulk.select("active"), by_rows.select("active"), check_row_order=what != "mart_coverage")
        found.append(
            Measured(
                database=engine.dialect.name,
                what=what,
                rows=by_bulk.height,
                bulk_cpu=bulk_cpu,
                bulk_wall=bulk_wall,
                driver_cpu=driver_cpu,
                driver_wall=driver_wall,
            )
        )
    return found


def main() -> None:
    """Measure on both databases and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--json", action="store_true", dest="as_json")
    options = parser.parse_args()
    found: list[Measured] = []
    with tempfile.TemporaryDirectory() as folder, running_server() as server:
        for address in (f"sqlite:///{Path(folder) / 'warehouse.db'}", server.database()):
            engine = open_catalogue(address)
            fill(engine, options.rows)
            found += compare(engine, options.repeats)
            engine.dispose()
    if options.as_json:
        print(json.dumps([{**asdict(one), "ratio": one.ratio} for one in found], indent=2))
        return
    for one in found:
        print(
            f"{one.database:10} {one.what:13} {one.rows:7} rows: bulk {one.bulk_wall:.2f} s (CPU {one.bulk_cpu:.2f}), "
            f"driver's rows {one.driver_wall:.2f} s (CPU {one.driver_cpu:.2f}): {one.ratio} times"
        )


if __name__ == "__main__":
    main()
