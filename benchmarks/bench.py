"""Run the benchmarks and write one report: `make bench`.

    python -m benchmarks.bench --sizes 200000 2000000 --files 40 --runs 3
    python -m benchmarks.bench --sizes 60000000 --peers polars_floor ours duckdb_sql --only peers

Two parts: this project beside other tools on the same files (`benchmarks.side_by_side`), and whole commands
(`benchmarks.commands`). The report lies in `build/bench`: report.md, report.json, bars as SVG.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.commands import CommandCase, measure_commands
from benchmarks.report import machine, write_report
from benchmarks.side_by_side import OURS, PEERS, SideBySide, StageProfile, compare, profile_stages

ROOT = Path(__file__).parents[1]
PEERS_PYTHON = ROOT / ".venv-peers" / "bin" / "python"
ROWS_OF_A_FILE = 185_000  # as many as a branch has where the nation lies in 325 files


def main() -> None:
    """Read the options, measure, write."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", type=int, nargs="+", default=[200_000, 2_000_000], help="rows, beside the peers")
    options.add_argument("--files", type=int, default=325, help="branches of the office of which commands are measured")
    options.add_argument("--rows", type=int, default=2000, help="rows of each of these branches")
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--peers", nargs="+", choices=PEERS, default=list(PEERS))
    options.add_argument("--only", choices=("peers", "commands"))
    options.add_argument("--python", type=Path, default=PEERS_PYTHON, help="the interpreter of the peers")
    options.add_argument("--folder", type=Path, help="where files are made; a temporary folder else")
    options.add_argument("--out", type=Path, default=ROOT / "build" / "bench")
    given = options.parse_args()
    where = machine()
    peers: list[SideBySide] = []
    profiles: list[StageProfile] = []
    commands: list[CommandCase] = []
    if not given.python.exists():
        sys.stderr.write("the peers are not installed (`make bench` does that): only this project is measured\n")
    asked = [peer for peer in given.peers if peer == OURS or given.python.exists()]
    if given.folder:
        given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        for rows in given.sizes if given.only != "commands" else ():
            files = max(4, rows // ROWS_OF_A_FILE)
            work = Path(folder) / str(rows)
            peers += compare(work, rows=rows, files=files, runs=given.runs, peers=asked, python=given.python)
            write_report(given.out, where=where, peers=peers, profiles=profiles, commands=commands)
            profiles.append(profile_stages(work, rows=rows))
            write_report(given.out, where=where, peers=peers, profiles=profiles, commands=commands)
        if given.only != "peers":
            commands = measure_commands(Path(folder), files=given.files, rows=given.rows, runs=given.runs)
    write_report(given.out, where=where, peers=peers, profiles=profiles, commands=commands)
    sys.stdout.write(f"{given.out / 'report.md'}\n")


if __name__ == "__main__":
    main()
