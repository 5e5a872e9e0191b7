"""Bind the counting of one range to Prefect, so that ranges are counted side by side where tasks run elsewhere."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from prefect.futures import PrefectFuture

from tasks.execution.places import bind_place
from tasks.execution.retries import WorkerLost
from tasks.execution.stage_log import logged_stage
from tasks.execution.stage_task import stage_task
from tasks.measure.incremental.one_range import CountRanges, RangeWork, count_here, count_one_range
from tasks.measure.incremental.program import PROGRAM
from warehouse.errors import OperatorError
from warehouse.lake.cache import Unreadable
from warehouse.stores.store import StorePlace

RANGE_SECONDS = 3600


class RangeLost(OperatorError):
    """A range of regencies that could not be counted, since whatever worker counted it died."""


class OtherProgram(OperatorError):
    """A worker has another version of the program, or of Polars, than the run: install the same on all machines."""


@stage_task(name="count", run_name="count {work.within}", time_limit=RANGE_SECONDS)
def count_regencies(work: RangeWork, lake: StorePlace | None) -> Path | None:
    """Count one range and keep its counts; returns the place of a set that is damaged and was needed, if there is one.

    lake: the store that keeps the lake, of which this machine may have no copies yet. Raises `OtherProgram`,
    `LakeObjectCorrupt`.
    """
    if work.program != PROGRAM:
        raise OtherProgram(
            "A worker has another version of this program or of Polars than the run: install the same on all machines, "
            "and start the workers again."
        )
    if lake is not None:
        bind_place(lake)
    with logged_stage("count", regencies=work.within):
        try:
            count_one_range(work)
        except Unreadable as fault:
            return fault.place
    return None


def counting_of(*, elsewhere: bool, lake: StorePlace | None) -> CountRanges:
    """Where ranges are counted: one after the other in this process, or as task runs of the flow run."""
    return partial(count_in_task_runs, lake=lake) if elsewhere else count_here


def count_in_task_runs(works: Sequence[RangeWork], *, lake: StorePlace | None) -> None:
    """Count ranges side by side; a single one is counted here, since there is nothing beside it.

    Whoever lay on a worker that died is blamed with it: what was lost is tried once more, each range alone. Raises
    `Unreadable`, `RangeLost`.
    """
    if len(works) == 1:
        return count_here(works)
    futures = [(work, count_regencies.submit(work, lake, return_state=False)) for work in works]
    lost = [work for work, future in futures if not _ended_well(future)]
    for work in lost:
        if not _ended_well(count_regencies.submit(work, lake, return_state=False)):
            raise RangeLost(
                f"The workers that counted the regencies {work.within} died: give them more memory, or set "
                "execution.range_rows lower. What was counted before is kept; run again."
            )
    return None


def _ended_well(future: PrefectFuture[Path | None]) -> bool:
    """False where the workers of a task run died; raises what it raised, and `Unreadable`."""
    try:
        damaged = future.result()
    except WorkerLost:
        return False
    if damaged is not None:
        raise Unreadable(damaged)
    return True
