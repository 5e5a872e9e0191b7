"""What protecting the tables of a date costs: cells hidden for themselves and as company, seconds, memory.

    python -m benchmarks.protection FOLDER --home HOME --as-of 2026-10-31     writes facts of a home there, and measures
    python -m benchmarks.protection FOLDER --made-up 60_000_000               writes facts of so many invented people
    python -m benchmarks.protection FOLDER                                    measures the facts that are there

`ucj simulate --rows 600000 --branches 60` and `ucj run` make a home to measure. Memory is that of measuring alone where
the facts were there before.
"""

import argparse
import resource
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl

from benchmarks.made_up_facts import made_up_facts
from settings import Settings
from tasks.execution.catalogue import catalogue
from tasks.protect.protect import PublishableFacts, protect
from tasks.protect.rules import ProtectionRules
from warehouse.figures.tables import FACT_TABLE
from warehouse.releases.facts import read_facts

RULES = ProtectionRules(fewest=5, vulnerable_categories=("PEKERJA_RENTAN",), largest_claim_pct=50)


def write_facts(folder: Path, *, home: Path, as_of: date) -> None:
    """The facts of a date of a home."""
    with catalogue(Settings(home=home)) as engine:
        write_tables(folder, read_facts(engine, as_of=as_of))


def write_tables(folder: Path, tables: Mapping[str, pl.DataFrame]) -> None:
    """Facts as one Parquet file a table."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        frame.write_parquet(folder / f"{name}.parquet")


def read_tables(folder: Path) -> dict[str, pl.DataFrame]:
    """The facts in a folder, by table."""
    return {name: pl.read_parquet(folder / f"{name}.parquet") for name in FACT_TABLE}


def measure(tables: Mapping[str, pl.DataFrame]) -> PublishableFacts:
    """Protect, and print what it costs."""
    wall, cpu = time.perf_counter(), time.process_time()
    protected = protect(tables, rules=RULES)
    spent = f"{time.perf_counter() - wall:.1f} s, {time.process_time() - cpu:.1f} CPU s"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    cells = sum(frame.height for frame in tables.values())
    share = 100 * protected.company / max(protected.small, 1)
    print(f"{cells} rows: {protected.small} cells hidden, {protected.company} as company ({share:.1f} %)")
    print(f"{spent}, {peak:.2f} GB at most")
    return protected


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--as-of", type=date.fromisoformat)
    parser.add_argument("--made-up", type=int, metavar="PEOPLE")
    chosen = parser.parse_args()
    if chosen.home:
        write_facts(chosen.folder, home=chosen.home, as_of=chosen.as_of)
    if chosen.made_up:
        write_tables(chosen.folder, made_up_facts(chosen.made_up))
    measure(read_tables(chosen.folder))


if __name__ == "__main__":
    main()
