"""Processes that load and register at the same time, while another reads: nothing half visible, nothing doubled."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text

from tests.forked import FORKS
from tests.integration.warehouse.deliveries import Delivery, deliver
from warehouse.catalogue.engine import open_catalogue
from warehouse.catalogue.transactions import reading
from warehouse.records import Status
from warehouse.submissions.lookup import list_submissions
from warehouse.submissions.positions import live_positions
from warehouse.submissions.references import eligible_rows
from warehouse.submissions.submissions import register

PATIENCE_SECONDS = 120
BETWEEN_LOOKS_SECONDS = 0.01
SLOTS = [date(2025, month, 1) for month in range(1, 7)]
NEWEST = date(2025, 12, 31)
REVISIONS = ((0, 3), (2, 1), (4, 5), (7, 6))  # what each process delivers for every slot, in this order
COPIES = 8
TORN = 3  # exit code of a reader that saw what it should not

Work = Callable[[str, str, int, Barrier], None]


def load_the_same_slots(address: str, lake: str, number: int, together: Barrier) -> None:
    engine = open_catalogue(address)
    for slot in SLOTS:
        together.wait(PATIENCE_SECONDS)
        for revision in REVISIONS[number]:
            deliver(engine, Path(lake), delivery(slot, revision))
    engine.dispose()


def load_other_slots(address: str, lake: str, number: int, together: Barrier) -> None:
    engine = open_catalogue(address)
    together.wait(PATIENCE_SECONDS)
    for slot in SLOTS:
        for revision in REVISIONS[0]:
            deliver(engine, Path(lake), delivery(slot, revision, branch=f"K{number:02d}"))
    engine.dispose()


def register_the_same_bytes(address: str, lake: str, number: int, together: Barrier) -> None:
    engine = open_catalogue(address)
    for copy in range(COPIES):
        arrival = Delivery(number=copy).arrival()
        together.wait(PATIENCE_SECONDS)
        register(engine, replace(arrival, file_name=f"copy {number}.csv"))
        together.wait(PATIENCE_SECONDS)
        register(engine, replace(arrival, sha256=arrival.sha256[::-1]))  # one delivery that all of them find
    engine.dispose()


def delivery(slot: date, revision: int, *, branch: str = "K01") -> Delivery:
    return Delivery(position_date=slot, revision=revision, number=slot.month * 100 + revision, branch=branch)


def read_until(address: str, lake: str, stop: Event) -> None:
    """Look again and again; each look must show whole positions only, one a slot, their objects in the lake."""
    engine = open_catalogue(address)
    while not stop.is_set():
        with reading(engine) as connection:
            if not whole(connection, Path(lake)):
                raise SystemExit(TORN)
        time.sleep(BETWEEN_LOOKS_SECONDS)
    engine.dispose()


def whole(connection: Connection, lake: Path) -> bool:
    """Whether live objects and their rows, asked for one after the other, are of one moment."""
    columns = "id, branch, position_date, revision, path, bytes"
    live = connection.execute(text(f"SELECT {columns} FROM lake_object WHERE live")).all()
    found = connection.execute(text("SELECT lake_object_id, eligible FROM ref_eligible ORDER BY 1, 2")).all()
    numbers = {one.id: int(str(one.position_date)[5:7]) * 100 + one.revision for one in live}
    expected = sorted((key, number * factor) for key, number in numbers.items() for factor in (1, 2))
    slots = {(one.branch, one.position_date) for one in live}
    settled = text("SELECT count(*) FROM submission WHERE status = 'accepted'")
    return (
        [tuple(row) for row in found] == expected
        and len(slots) == len(live)
        and all((lake / one.path).stat().st_size == one.bytes for one in live)
        and connection.scalar(settled) == len(live)
    )


def at_once(work: Work, *, processes: int, address: str, lake: Path) -> None:
    """Run the work in processes, with a reader beside them."""
    together, stop = FORKS.Barrier(processes), FORKS.Event()
    workers = [FORKS.Process(target=work, args=(address, str(lake), one, together)) for one in range(processes)]
    reader = FORKS.Process(target=read_until, args=(address, str(lake), stop))
    for process in (reader, *workers):
        process.start()
    for process in workers:
        process.join(PATIENCE_SECONDS)
    stop.set()
    reader.join(PATIENCE_SECONDS)
    assert [process.exitcode for process in (reader, *workers)] == [0] * (processes + 1)


@pytest.mark.parametrize("processes", [pytest.param(2, marks=pytest.mark.nightly), 4])
def test_several_loaders_of_the_same_slots_leave_the_newest_in_force(
    engine: Engine, address: str, lake: Path, processes: int
) -> None:
    at_once(load_the_same_slots, processes=processes, address=address, lake=lake)
    highest = max(revision for each in REVISIONS[:processes] for revision in each)
    with reading(engine) as connection:
        live = connection.execute(text("SELECT position_date, revision FROM lake_object WHERE live")).all()
    assert Counter((str(one.position_date), one.revision) for one in live) == {(f"{day}", highest): 1 for day in SLOTS}
    assert eligible_rows(engine)["eligible"].to_list() == [
        number * factor for slot in SLOTS for number in [slot.month * 100 + highest] for factor in (1, 2)
    ]
    submissions = list_submissions(engine)
    assert len(submissions) == 2 * processes * len(SLOTS)
    in_force = {submission.id for submission in submissions if submission.superseded_by is None}
    assert {submission.superseded_by for submission in submissions} == in_force | {None}
    assert live_positions(engine, "eligible", as_of=NEWEST)[0].submission_id in in_force


@pytest.mark.parametrize("processes", [pytest.param(2, marks=pytest.mark.nightly), 4])
def test_several_loaders_of_different_slots_do_not_disturb_each_other(
    engine: Engine, address: str, lake: Path, processes: int
) -> None:
    at_once(load_other_slots, processes=processes, address=address, lake=lake)
    rows = eligible_rows(engine)
    assert rows.height == 2 * processes * len(SLOTS)
    for branch in {f"K{number:02d}" for number in range(processes)}:
        expected = [(slot, (slot.month * 100 + 3) * factor) for slot in SLOTS for factor in (1, 2)]
        assert rows.filter(issuer=branch).select("position_date", "eligible").rows() == expected


@pytest.mark.parametrize("processes", [4])
def test_of_the_same_bytes_one_counts(engine: Engine, address: str, lake: Path, processes: int) -> None:
    at_once(register_the_same_bytes, processes=processes, address=address, lake=lake)
    found = list_submissions(engine)
    assert Counter(one.status for one in found) == {
        Status.RECEIVED: 2 * COPIES,
        Status.DUPLICATE: (processes - 1) * COPIES,
    }
    originals = {one.id: one.sha256 for one in found if one.status is Status.RECEIVED}
    assert len(set(originals.values())) == 2 * COPIES
    assert all(originals[one.duplicate_of] == one.sha256 for one in found if one.duplicate_of is not None)
