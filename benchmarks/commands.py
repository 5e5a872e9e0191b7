"""What whole commands cost, with Prefect, receipts and the release: the days of an office, one after the other."""

import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.processes import ProcessCost, run
from demo.defects import Defects
from demo.simulate import simulate
from demo.styles import Style

FIRST, SECOND = date(2026, 9, 30), date(2026, 10, 31)
NEVER_HELD = {"UCJ_HOLD__MIN_ROWS": "1000000000", "UCJ_HOLD__LEAST_ROWS": "1000000000"}
ONE_IN = 100  # rows of a branch is left out of a correction
UCJ = [sys.executable, "-m", "deployments"]


@dataclass(frozen=True, kw_only=True)
class CommandCase:
    """One command in one situation. named: the key in reports; asked: what it shows."""

    named: str
    asked: str
    runs: tuple[ProcessCost, ...]


def measure_commands(folder: Path, *, files: int, rows: int, runs: int) -> list[CommandCase]:
    """All cases: a small home first (start-up), then `files` branches of `rows` rows each."""
    cases = [*_small(folder / "small", runs), *_office(folder / "office", files, rows, runs)]
    return [CommandCase(named=named, asked=asked, runs=tuple(costs)) for named, asked, costs in cases]


Case = tuple[str, str, list[ProcessCost]]


def _small(home: Path, runs: int) -> Iterator[Case]:
    shutil.rmtree(home, ignore_errors=True)
    _deliver(home, rows=200, branches=1, seed=1, as_of=SECOND)
    yield "run_first", "the very first run of a home, one small file", [_ucj(home, "run", "--as-of", f"{SECOND}")]
    costs = []
    for seed in range(2, 2 + runs):
        _deliver(home, rows=200, branches=1, seed=seed, as_of=SECOND)
        costs.append(_ucj(home, "run", "--as-of", f"{SECOND}"))
    yield "run_small", "`ucj run` of one small file, a Prefect home is there", costs
    file = _deliver(home, rows=200, branches=1, seed=99, as_of=SECOND)[0]
    checked = [_ucj(home, "check", str(file)) for _ in range(runs)]
    yield "check_small", "`ucj check` of 200 rows, cold", checked


def _office(home: Path, files: int, rows: int, runs: int) -> Iterator[Case]:
    what = f"{files} files of {rows:,} rows"
    shutil.rmtree(home, ignore_errors=True)
    _deliver(home, rows=files * rows, branches=files, seed=1, as_of=FIRST)
    yield "many_files", f"{what}, first time", [_ucj(home, "run", "--as-of", f"{FIRST}")]
    first, *_ = _deliver(home, rows=files * rows, branches=files, seed=1, as_of=SECOND)
    delivered = first.read_text(encoding="utf-8").splitlines(keepends=True)
    yield "month_first", f"{what}, first run of the next month", [_ucj(home, "run", "--as-of", f"{SECOND}")]
    changed = []
    for number in range(1, runs + 1):
        _correct(first, number, delivered=delivered)
        changed.append(_ucj(home, "run", "--as-of", f"{SECOND}"))
    yield "one_changed", "one branch corrected", changed
    nothing = [_ucj(home, "run", "--as-of", f"{SECOND}") for _ in range(runs)]
    yield "nothing_new", "nothing new", nothing
    yield "reprocess_all", "`ucj reprocess --all` of both months", [_ucj(home, "reprocess", "--all")]


def _deliver(home: Path, *, rows: int, branches: int, seed: int, as_of: date) -> list[Path]:
    written = simulate(
        home=home,
        rows=rows,
        branches=branches,
        seed=seed,
        as_of=as_of,
        defects=Defects.none(),
        styles=[Style("csv")],
    )
    return [path for path in written if path.name.startswith("PESERTA_")]


def _correct(place: Path, number: int, *, delivered: Sequence[str]) -> None:
    """The branch delivers its position of that date again, without a hundredth of the rows: each time without others.

    place: where it was delivered. delivered: its lines, the header first.
    """
    header, *rows = delivered
    kept = (row for n, row in enumerate(rows) if n % ONE_IN != number % ONE_IN)
    place.with_name(f"{place.stem}_R{number}.csv").write_text(header + "".join(kept), encoding="utf-8")


def _ucj(home: Path, *arguments: str) -> ProcessCost:
    cost = run([*UCJ, *arguments], environment={"UCJ_HOME": str(home), **NEVER_HELD, "UCJ_SETTLE_SECONDS": "0.01"})
    sys.stderr.write(f"  ucj {' '.join(arguments[:1])}: {cost.cpu:.1f} CPU s, {cost.wall:.1f} s\n")
    return cost
