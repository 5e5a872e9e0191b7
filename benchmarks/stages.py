"""Where the CPU time of the route goes: each stage by itself, in one thread and one process.

    python -m benchmarks.stages INBOX PREFIXES FOLDER TABLE AS_OF

The same work and arguments as `benchmarks.peers.ours`, whose files `benchmarks.side_by_side` makes. Deliveries are
opened in this process, so that what a reader does is seen, too. A stage's figures are without those of the stages that
it calls; what no stage has is the rest. Prints one line of JSON: stage -> CPU seconds, wall seconds, calls.
"""

import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest import mock

import polars as pl

from benchmarks.peers import ours
from benchmarks.peers.task import Work
from tasks.read import read
from tasks.read.isolated.reading import answer_read
from tasks.read.limits import ReadLimits
from warehouse.files.unnamed import unnamed_file

STAGES: Mapping[str, tuple[str, ...]] = {
    "take and archive": ("tasks.receive.take_files:sweep_files", "tasks.receive.archive:require_as_delivered"),
    "unpack, decode": ("tasks.read.containers.unpack:unpack", "tasks.read.text.encoding:decode"),
    "find the header": ("tasks.read.text.layout:find_layout",),
    "parse the text": ("tasks.read.text.delimited:_read_rows",),
    "leave out what is no record": ("tasks.read.tables.tidy:tidy_table",),
    "type the cells": ("tasks.read.cells.frame:type_cells",),
    "tell what was understood": ("tasks.read.cells.observed_formats:column_facts",),
    "hand the rows over": ("tasks.read.isolated.reading:answer_read",),
    "find regions and births": ("tasks.read.regions:resolve_regions", "tasks.read.region_names:settle_codes"),
    "evaluate the rules (Great Expectations)": ("tasks.check.check:evaluate_rules",),
    "reject, merge repeats": ("tasks.check.check:check_extract",),
    "compare with earlier positions": ("tasks.ingest.position_gate.profile:profile_of",),
    "keyed ids and order": ("tasks.conform.conform:conform",),
    "write the object": ("warehouse.lake.objects:write_object",),
    "enter into the catalogue": ("warehouse.submissions.load:load_position",),
    "receipts, Data Docs": (
        "tasks.check.deliver:deliver_receipt",
        "tasks.check.deliver:correct_receipts",
        "tasks.check.outbox:write_quarantine",
        "tasks.check.documented:document_check",
    ),
    "measure every table": ("tasks.measure.inputs.inputs:read_inputs", "tasks.measure.measure:measure_coverage"),
}  # fmt: skip
REST = "the rest"


@dataclass
class Clock:
    """cpu, wall: seconds by stage, those of stages within left out. calls: how often a stage began."""

    cpu: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    wall: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    calls: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _within: list[list[float]] = field(default_factory=lambda: [[0.0, 0.0]])

    @contextmanager
    def stage(self, named: str) -> Iterator[None]:
        """Counts the block."""
        began = (time.process_time(), time.perf_counter())
        self._within.append([0.0, 0.0])
        try:
            yield
        finally:
            took = (time.process_time() - began[0], time.perf_counter() - began[1])
            cpu, wall = self._within.pop()
            self.cpu[named] += took[0] - cpu
            self.wall[named] += took[1] - wall
            self.calls[named] += 1
            self._within[-1] = [before + more for before, more in zip(self._within[-1], took, strict=True)]

    def counted(self, named: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, counted."""

        @wraps(work)
        def counted(*given: Any, **named_ones: Any) -> Any:
            with self.stage(named):
                return work(*given, **named_ones)

        return counted


@contextmanager
def counting(clock: Clock) -> Iterator[None]:
    """Within, every stage is counted, wherever it was imported. Raises AttributeError where a function has gone."""
    with ExitStack() as stack:
        for named, functions in STAGES.items():
            for place in functions:
                module, _, name = place.partition(":")
                work = getattr(import_module(module), name)
                counted = clock.counted(named, work)
                for user in [one for one in list(sys.modules.values()) if vars(one).get(name) is work]:
                    stack.enter_context(mock.patch.object(user, name, counted))
        yield


def read_here(delivery: Path, *, max_bytes: int, **asked: Any) -> Any:
    """As `read_apart`, without a process apart."""
    limits = ReadLimits.of(delivery.stat().st_size, max_bytes=max_bytes)
    with delivery.open("rb") as opened, unnamed_file() as result:
        answer = answer_read(opened, result, limits=limits, **asked)
        result.seek(0)
        return pl.read_ipc(result), answer["facts"]


def main() -> None:
    """Do the work of `ours` with every stage counted."""
    inbox, prefixes, folder, _, as_of = sys.argv[1:]
    clock = Clock()
    with (
        counting(clock),
        mock.patch.object(read, "read_apart", read_here),
        mock.patch.dict(os.environ, UCJ_WORKERS="1"),
        clock.stage(REST),
    ):
        ours.work(Work(Path(inbox), Path(prefixes), date.fromisoformat(as_of), Path(folder)))
    told = {named: (round(clock.cpu[named], 2), round(clock.wall[named], 2), clock.calls[named]) for named in clock.cpu}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
