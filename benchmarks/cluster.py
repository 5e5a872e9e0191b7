"""What a Dask cluster costs with one worker and with two: CPU seconds of its workers, and how they share the work.

    python -m benchmarks.cluster --rows 800000 --branches 20 --runs 3 --folder /tmp/cluster

Simulates two month ends of `--rows` rows in `--branches` files each (kept in the folder for the next call). Every run
has a home, a scheduler and workers of its own, one after the other, one worker and two by turns:

    files     the flow `ingest-inbox`: all files are read, checked and loaded
    ranges    the second date is measured: its people are counted in ranges of `--range-rows`, with one comparison date

Workers import what they need before they are timed; that is told by itself, since every worker does it once. CPU
seconds are those of the workers' processes and of those that they start to open deliveries, less what a worker takes
without work. `efficiency` is the work of
one worker alone, by twice that of the busier of two: 1 where two take half the time of one. On a machine that others
use the clock says nothing, and efficiency is what two undisturbed machines would come to, their network aside.
Facts of
all runs have to be the same; that releases are is for a test, since publishing is the work of one process.
"""

import argparse
import importlib
import json
import shutil
import sqlite3
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

import psutil
from distributed import Client

from benchmarks.commands import FIRST, NEVER_HELD, SECOND
from benchmarks.processes import run
from demo.defects import Defects
from demo.simulate import simulate
from demo.styles import Style
from deployments.server.command.ephemeral_server import begin_ephemeral_server
from deployments.server.environment import apply_prefect_environment
from settings import Settings
from tests.integration.dask_cluster import Cluster, dask_cluster

NEEDED = ("great_expectations", "tasks.ingest.task", "tasks.ingest.ingest", "tasks.measure.range_task")
IDLE = 0.029  # CPU seconds of a worker in a second without work: 0.027 to 0.035, three times ten seconds of two workers
PHASES = ("files", "ranges")


@dataclass(frozen=True, kw_only=True)
class PhaseCost:
    """CPU seconds of each worker, of the scheduler and of the flow's process with its server; seconds of the clock.

    Of workers, what they would have used in that time without work is taken away (`IDLE`).
    """

    workers: tuple[float, ...]
    scheduler: float
    flow: float
    wall: float


def import_all() -> None:
    """In a worker: what all tasks need, so that none of them pays for it."""
    for name in NEEDED:
        importlib.import_module(name)


def cpu_of(pid: int) -> float:
    """CPU seconds of a process, and of those that it started and that have ended."""
    used = psutil.Process(pid).cpu_times()
    return used.user + used.system + used.children_user + used.children_system


def inbox_of(folder: Path, *, rows: int, branches: int) -> Path:
    """A home of which nothing is loaded yet."""
    home = folder / f"home-{rows}-{branches}"
    if not home.exists():
        draft = folder / "unfinished"
        shutil.rmtree(draft, ignore_errors=True)
        for day, seed in ((FIRST, 1), (SECOND, 2)):
            simulate(
                home=draft,
                as_of=day,
                rows=rows,
                branches=branches,
                seed=seed,
                defects=Defects.none(),
                styles=[Style("csv")],
            )
        draft.rename(home)
    return home


def measure(inbox: Path, folder: Path, *, workers: int, range_rows: int) -> tuple[dict[str, PhaseCost], str]:
    """Both phases with so many workers, what importing took, and a digest of what was published."""
    shutil.rmtree(folder, ignore_errors=True)
    home = Path(shutil.copytree(inbox, folder / "home"))
    with dask_cluster(folder, workers=workers) as cluster:
        with Client(cluster.address) as client:
            client.wait_for_workers(workers)
            client.run(import_all)
        pids = [process.pid for process in cluster.workers]
        costs = {"imports": PhaseCost(workers=tuple(map(cpu_of, pids)), scheduler=0, flow=0, wall=0)}
        for name in PHASES:
            costs[name] = _phase(name, home, cluster, range_rows=range_rows)
    digest = digest_of_facts(home)
    if not (inbox / "secret").exists():  # one key for all: it decides which of two registrations that are alike counts
        shutil.copytree(home / "secret", inbox / "secret")
    shutil.rmtree(home)
    return costs, digest


def digest_of_facts(home: Path) -> str:
    """Of what was measured, without the number of the run."""
    with sqlite3.connect(home / "warehouse.db") as catalogue:
        names = [name for (name,) in catalogue.execute("SELECT name FROM sqlite_master WHERE name LIKE 'fact_%'")]
        facts = {}
        for name in sorted(names):
            found = catalogue.execute(f"SELECT * FROM {name}")  # noqa: S608 - a table of the catalogue
            columns = [place for place, column in enumerate(found.description) if column[0] != "run_id"]
            facts[name] = sorted(str([row[place] for place in columns]) for row in found)
    return sha256(json.dumps(facts).encode()).hexdigest()


def in_this_process(phase: str) -> None:
    """A phase with the settings of the environment, as a command runs a flow."""
    settings = Settings()
    apply_prefect_environment(settings)
    begin_ephemeral_server(settings)()
    from benchmarks.cluster_flows import FLOWS  # noqa: PLC0415 - Prefect reads its environment once

    FLOWS[phase](SECOND)


def _phase(phase: str, home: Path, cluster: Cluster, *, range_rows: int) -> PhaseCost:
    pids = [process.pid for process in (*cluster.workers, cluster.scheduler)]
    before = [cpu_of(pid) for pid in pids]
    cost = run(
        [sys.executable, "-m", "benchmarks.cluster", "--folder", str(home), "--phase", phase],
        environment={
            **NEVER_HELD,
            "UCJ_HOME": str(home),
            "UCJ_SETTLE_SECONDS": "0.01",
            "UCJ_WORKERS": f"{len(cluster.workers)}",
            "UCJ_EXECUTION__ENGINE": "dask",
            "UCJ_EXECUTION__ADDRESS": cluster.address,
            "UCJ_EXECUTION__RANGE_ROWS": f"{range_rows}",
        },
    )
    *workers, scheduler = (round(cpu_of(pid) - had, 2) for pid, had in zip(pids, before, strict=True))
    worked = tuple(round(used - IDLE * cost.wall, 2) for used in workers)
    return PhaseCost(workers=worked, scheduler=scheduler, flow=cost.cpu, wall=cost.wall)


def told(alone: Sequence[PhaseCost], two: Sequence[PhaseCost]) -> str:
    """One line of a table: medians, with the least and the most of the runs."""
    sums = [[sum(cost.workers) for cost in costs] for costs in (alone, two)]
    more = [after / before for before, after in zip(*sums, strict=True)]
    efficiency = [before / (2 * max(cost.workers)) for before, cost in zip(sums[0], two, strict=True)]
    others = [[getattr(cost, name) for cost in (*alone, *two)] for name in ("scheduler", "flow")]
    return " | ".join(_spread(values) for values in (*sums, more, efficiency, *others))


def _spread(values: Sequence[float]) -> str:
    digits = 2 if max(values) < 10 else 1
    low, middle, high = (f"{one:.{digits}f}" for one in (min(values), statistics.median(values), max(values)))
    return f"{middle} ({low} to {high})"


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the flow line, simulate, measure by turns, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=800_000, help="of each of two month ends")
    parser.add_argument("--branches", type=int, default=20)
    parser.add_argument("--range-rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--phase", choices=PHASES, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.phase:
        in_this_process(chosen.phase)
        return
    inbox = inbox_of(chosen.folder, rows=chosen.rows, branches=chosen.branches)
    found: dict[int, list[dict[str, PhaseCost]]] = {1: [], 2: []}
    digests = set()
    for _ in range(chosen.runs):
        for workers, costs in found.items():
            cost, digest = measure(inbox, chosen.folder / "run", workers=workers, range_rows=chosen.range_rows)
            costs.append(cost)
            digests.add(digest)
            record = {name: asdict(phase) for name, phase in cost.items()}
            sys.stdout.write(f"{workers} workers, {digest[:8]}: {json.dumps(record)}\n")
            sys.stdout.flush()
    if len(digests) > 1:
        raise SystemExit("What was published differs.")
    sys.stdout.write("\n| phase | one worker | two workers | two / one | efficiency | scheduler | flow |\n")
    sys.stdout.write("|---|---|---|---|---|---|---|\n")
    for phase in found[1][0]:
        alone, two = ([cost[phase] for cost in found[workers]] for workers in (1, 2))
        sys.stdout.write(f"| {phase} | {told(alone, two)} |\n")


if __name__ == "__main__":
    main()
