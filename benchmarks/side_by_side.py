"""This project beside other tools on the same files: everyone in turn, each in a process of its own, results equal.

The peers run in an environment of their own (`make bench` makes it); one that is missing there is left out and named.
"""

import json
import shutil
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks import processes
from demo.defects import Defects
from demo.simulate import simulate
from demo.styles import Style
from warehouse.dimensions.regions import load_regions

AS_OF = date(2026, 10, 31)
FLOOR, OURS = "polars_floor", "ours"
PEERS = {
    FLOOR: "plain Polars, the floor (validates nothing)",
    OURS: "this project, without orchestration",
    "duckdb_sql": "DuckDB SQL",
    "duckdb_dbt": "DuckDB, dbt models and tests",
    "pandas_gx": "pandas, stock GX, SQLAlchemy",
    "spark_local": "PySpark, local",
}
SLOW = {"pandas_gx": 2_500_000, "spark_local": 70_000_000}  # rows beyond which a peer is left out: hours, or memory
BROKEN = 0.005  # share of rows with each of three defects, which every peer that validates finds


@dataclass(frozen=True, kw_only=True)
class SideBySide:
    """What one tool cost on one size. runs: CPU, wall, start and most memory at one moment of each run."""

    rows: int
    files: int
    peer: str
    runs: tuple[dict[str, Any], ...]

    def median(self, what: str) -> float:
        """Of the runs."""
        return float(statistics.median(one[what] for one in self.runs))

    def spread(self, what: str) -> tuple[float, float]:
        """Least and most of the runs."""
        return min(one[what] for one in self.runs), max(one[what] for one in self.runs)


@dataclass(frozen=True, kw_only=True)
class StageProfile:
    """What each stage cost on one size. stages: name -> CPU seconds, wall seconds, calls; the dearest first."""

    rows: int
    stages: dict[str, tuple[float, float, int]]


def write_files(folder: Path, *, rows: int, files: int) -> None:
    """CSV files of branches, and the regency that each four digits of a NIK mean today."""
    wrong = {"nik_missing": BROKEN, "nik_unknown_regency": BROKEN, "segment_unknown": BROKEN}
    defects = Defects(**(vars(Defects.none()) | wrong))
    simulate(home=folder, as_of=AS_OF, rows=rows, branches=files, seed=1, defects=defects, styles=[Style("csv")])
    _leave_out_repeated(sorted((folder / "inbox").glob("*/PESERTA_*.csv")))
    load_regions().nik_prefixes.select("prefix", "regency").write_csv(folder / "prefixes.csv")


def _leave_out_repeated(paths: Sequence[Path]) -> None:
    """Registrations with several rows, in one branch or two: which of them holds is a rule that peers do not have."""
    registration = pl.concat_str("NIK", "KPJ", "SEGMEN", "NPP", "NO_PROYEK", separator="|", ignore_nulls=True)
    rows = pl.scan_csv(paths, separator=";", infer_schema=False).filter(pl.col("NIK").is_not_null())
    counted = rows.select(id=registration.hash()).group_by("id").len()
    repeated = counted.filter(pl.col("len") > 1).collect(engine="streaming")["id"]
    for path in paths:
        frame = pl.read_csv(path, separator=";", infer_schema=False)
        left_out = registration.hash().is_in(repeated.implode()) & pl.col("NIK").is_not_null()
        frame.filter(~left_out).write_csv(path, separator=";", quote_style="never")


def compare(folder: Path, *, rows: int, files: int, runs: int, peers: Sequence[str], python: Path) -> list[SideBySide]:
    """Every tool on the same files, in turns. Stops with an error where two disagree on a figure."""
    shutil.rmtree(folder, ignore_errors=True)
    write_files(folder, rows=rows, files=files)
    asked = [peer for peer in peers if rows <= SLOW.get(peer, rows)]
    found: dict[str, list[dict[str, Any]]] = {peer: [] for peer in asked}
    for number in range(runs):
        for peer in asked:
            found[peer].append(_one_run(peer, folder, python=python))
            told = found[peer][-1]
            sys.stderr.write(
                f"  {rows:,} rows, run {number + 1}: {peer} {told['cpu']:.1f} CPU s, {told['wall']:.1f} s\n"
            )
    _require_equal(folder, asked, found)
    return [SideBySide(rows=rows, files=files, peer=peer, runs=tuple(each)) for peer, each in found.items()]


def profile_stages(folder: Path, *, rows: int) -> StageProfile:
    """What each stage of this project costs on the files that `compare` left in a folder."""
    said, _ = _run_on(folder, "benchmarks.stages", table="stages.csv", program=sys.executable)
    dearest = sorted(said.items(), key=lambda one: -one[1][0])
    return StageProfile(rows=rows, stages={named: (cpu, wall, calls) for named, (cpu, wall, calls) in dearest})


def _one_run(peer: str, folder: Path, *, python: Path) -> dict[str, Any]:
    program = sys.executable if peer == OURS else str(python)
    cost, peak_mb = _run_on(folder, f"benchmarks.peers.{peer}", table=f"{peer}.csv", program=program)
    return {**cost, "peak_mb": peak_mb}


def _run_on(folder: Path, module: str, *, table: str, program: str) -> tuple[dict[str, Any], int]:
    """What a program says of its work on the files of a folder, and the most memory that it and its children had."""
    home = folder / "work"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    given = [folder / "inbox", folder / "prefixes.csv", home, folder / table, AS_OF]
    done = processes.run([program, "-m", module, *map(str, given)], cwd=Path(__file__).parents[1])
    shutil.rmtree(home)
    said: dict[str, Any] = json.loads(done.said.splitlines()[-1])
    return said, done.peak_mb


def _require_equal(folder: Path, peers: Sequence[str], found: dict[str, list[dict[str, Any]]]) -> None:
    """The same active people in every regency and segment, and as many rejected rows."""
    tables = {peer: (folder / f"{peer}.csv").read_text(encoding="utf-8") for peer in peers}
    wrong = [peer for peer in peers if tables[peer] != tables[peers[0]]]
    if wrong:
        raise SystemExit(f"{', '.join(wrong)} disagree with {peers[0]}: compare the tables in {folder}")
    rejected = {peer: sum(found[peer][0]["rejected"].values()) for peer in peers if peer != FLOOR}
    if len(set(rejected.values())) > 1:
        raise SystemExit(f"rejected rows differ: {rejected}")
