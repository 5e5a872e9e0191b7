"""How long ten years of month ends take on 1 to 20 machines, and what ends first: by simulation, nothing is run.

    python -m benchmarks.many_machines
    python -m benchmarks.many_machines --machines 1 4 20 --cores 8 --disk 0.5

The nation: 325 branches with 58.3 million registrations at each of 120 month ends, and two years before them as
history, which is 1.4 thousand million rows. Two jobs:

    files    every file is judged again (`ucj reprocess --all`): one task a file, those of a branch one after the other
    dates    every month end is measured and published (`ucj backfill`): ranges of regencies as tasks, date after date;
             `meanwhile`: the same if the ranges of a date were counted while the one before is published, which is not
             built

What a step costs was measured on one machine (`Costs` says where); the speed of disk and network, the facts' way into
the catalogue and the cores of a machine are assumptions. The process of the flow, the scheduler, the catalogue and the
shared disk serve one after the other; a worker is taken from the start of its task until its commit. Machines that
fail, many readers that slow a disk down, and memory are not simulated.
"""

import argparse
import heapq
import itertools
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

BRANCHES, DATES, HISTORY = 325, 120, 24
MILLIONS = 58.3  # registrations of a date
RANGES = (6, 12, 24, 48, 96)  # of which the best is told, as `execution.range_rows` would be set


@dataclass(frozen=True, kw_only=True)
class Costs:
    """Seconds, and gigabytes a second; m: a million rows. CPU seconds of one core that nobody else uses."""

    task_in_flow: float = 0.025  # a Prefect task on Dask, CPU of the flow's process: decision 33
    task_in_scheduler: float = 0.002  # 3,000 tasks that add two numbers: 1.8 to 2.2 ms of the scheduler's CPU
    file: float = 0.2  # a further file, and a million of its rows: docs/scaling.md
    file_m: float = 9.0
    commit: float = (
        0.012  # PostgreSQL, CPU for registering and loading a file: 3.1 to 4.4 ms, and twice that for the rest
    )
    count_m: float = 1.6  # the as-of date, a date that is read beside, what was kept: docs/performance-history.md
    beside_m: float = 0.93
    kept_m: float = 0.35
    range_of_date: float = 1.0  # 325 objects opened for a range of a date: decision 35
    hash_gigabyte: float = 0.62  # SHA-256 on the machine of these measurements
    plan: float = 4.0  # regencies of all rows
    publish: float = 90.0  # tables 6, protection 53 (docs/disclosure.md), gate, files, pages and workbooks 31
    facts: float = 10.0  # 686,000 rows into the catalogue; assumed
    lake_row: float = 45e-9  # gigabytes: a row in the lake, and as delivered
    text_row: float = 120e-9
    disk: float = 1.1  # of the shared disk, all machines together: a network of 10 gigabits; assumed


class Server:
    """Serves one after the other, in the order in which they come."""

    def __init__(self) -> None:
        self.free_at = self.busy = 0.0

    def serve(self, now: float, seconds: float) -> float:
        """When it is done."""
        self.free_at = max(now, self.free_at) + seconds
        self.busy += seconds
        return self.free_at


@dataclass(frozen=True, kw_only=True)
class Task:
    """cpu: on a worker. disk: gigabytes. commit: seconds in the catalogue. new: gigabytes that a machine sees first."""

    cpu: float
    disk: float
    commit: float = 0.0
    new: float = 0.0


Chain = Sequence[Task]
Event = tuple[float, int, Callable[[float], None]]
NUMBERS = itertools.count()


@dataclass
class Site:
    """Machines with a core for each worker, and what they share."""

    costs: Costs
    machines: int
    cores: int
    flow: Server = field(default_factory=Server)
    scheduler: Server = field(default_factory=Server)
    disk: Server = field(default_factory=Server)
    catalogue: Server = field(default_factory=Server)
    worked: float = 0.0
    events: list[Event] = field(default_factory=list)
    waiting: list[Chain] = field(default_factory=list)
    idle: list[int] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    ended: float = 0.0

    def run(self, chains: Sequence[Chain], *, begun: float = 0.0) -> float:
        """When all chains are done; the tasks of a chain go one after the other. What is new is so to all machines."""
        self.idle, self.seen, self.ended = list(range(self.machines * self.cores)), set(), begun
        for chain in chains:
            self._submit(chain, begun)
        while self.events:
            now, _, what = heapq.heappop(self.events)
            what(now)
        return self.ended

    def _at(self, when: float, what: Callable[[float], None]) -> None:
        heapq.heappush(self.events, (when, next(NUMBERS), what))

    def _submit(self, chain: Chain, now: float) -> None:
        if chain:
            known = self.scheduler.serve(self.flow.serve(now, self.costs.task_in_flow), self.costs.task_in_scheduler)
            self._at(known, partial(self._assign, chain))

    def _assign(self, chain: Chain, now: float) -> None:
        self.waiting.append(chain)
        self._begin(now)

    def _begin(self, now: float) -> None:
        while self.idle and self.waiting:
            worker, chain = self.idle.pop(0), self.waiting.pop(0)
            task = chain[0]
            size = task.disk + (task.new if self._first(f"machine {worker % self.machines}") else 0)
            cpu = task.cpu + (task.new * self.costs.hash_gigabyte if self._first(f"worker {worker}") else 0)
            self.worked += cpu
            read = self.disk.serve(now, size / self.costs.disk)
            self._at(read + cpu, partial(self._commit, worker, chain))

    def _first(self, name: str) -> bool:
        before = name in self.seen
        self.seen.add(name)
        return not before

    def _commit(self, worker: int, chain: Chain, now: float) -> None:
        self._at(self.catalogue.serve(now, chain[0].commit), partial(self._end, worker, chain[1:]))

    def _end(self, worker: int, later: Chain, now: float) -> None:
        self.ended = max(self.ended, now)
        self.idle.append(worker)
        self._submit(later, now)
        self._begin(now)

    def limit(self, hours: float) -> str:
        """What was busy for most of the time, and for how much of it."""
        shares = {
            "workers": self.worked / (self.machines * self.cores),
            "flow": self.flow.busy,
            "scheduler": self.scheduler.busy,
            "disk": self.disk.busy,
            "catalogue": self.catalogue.busy,
        }
        busiest = sorted(shares, key=lambda one: -shares[one])[:2]
        return ", ".join(f"{name} {100 * shares[name] / (hours * 3600):.0f} %" for name in busiest)


def all_files(site: Site) -> float:
    """Seconds until every file of ten years is loaded again."""
    costs, rows = site.costs, MILLIONS / BRANCHES
    disk = rows * 1e6 * (costs.text_row + costs.lake_row)
    file = Task(cpu=costs.file + costs.file_m * rows, disk=disk, commit=costs.commit)
    return site.run([[file] * DATES] * BRANCHES)


def all_dates(site: Site, *, ranges: int, meanwhile: bool) -> float:
    """Seconds until every date is published; the first reads the whole history, each other a month of it."""
    costs, gigabytes = site.costs, MILLIONS * 1e6 * site.costs.lake_row
    counted = published = 0.0
    for date in range(DATES):
        beside = 3 + HISTORY if date == 0 else 2 + 1 / 12 + 1
        cpu = MILLIONS * (costs.count_m + costs.beside_m * beside + costs.kept_m) / ranges
        new = gigabytes * (1 + HISTORY if date == 0 else 1)
        task = Task(cpu=cpu + costs.range_of_date * (1 + beside), disk=gigabytes * beside / ranges, new=new)
        begun = counted if meanwhile else published
        counted = site.run([[task]] * ranges, begun=begun + costs.plan)
        if meanwhile:
            published = max(published, counted) + costs.publish
            site.flow.busy += costs.publish
        else:
            published = site.flow.serve(counted, costs.publish)
        published = site.catalogue.serve(published, costs.facts)
        site.flow.busy += costs.plan
    return published


def best(costs: Costs, machines: int, cores: int, *, meanwhile: bool) -> str:
    """Hours with the best number of ranges, and what ended first."""
    found = []
    for ranges in RANGES:
        site = Site(costs, machines, cores)
        hours = all_dates(site, ranges=ranges, meanwhile=meanwhile) / 3600
        found.append((hours, ranges, site.limit(hours)))
    hours, ranges, limit = min(found)
    return f"{hours:.1f} h ({ranges} ranges; {limit})"


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, simulate, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--machines", type=int, nargs="+", default=[1, 2, 5, 10, 20])
    parser.add_argument("--cores", type=int, default=4, help="of each machine, a worker for each")
    parser.add_argument("--disk", type=float, default=Costs.disk, help="gigabytes a second")
    parser.add_argument("--commit", type=float, default=Costs.commit, help="seconds of the catalogue for a file")
    chosen = parser.parse_args(arguments)
    costs = replace(Costs(), disk=chosen.disk, commit=chosen.commit)
    sys.stdout.write("| machines | files | dates | meanwhile |\n|---|---|---|---|\n")
    for machines in chosen.machines:
        site = Site(costs, machines, chosen.cores)
        hours = all_files(site) / 3600
        dates = [best(costs, machines, chosen.cores, meanwhile=meanwhile) for meanwhile in (False, True)]
        sys.stdout.write(f"| {machines} | {hours:.1f} h ({site.limit(hours)}) | {' | '.join(dates)} |\n")


if __name__ == "__main__":
    main()
