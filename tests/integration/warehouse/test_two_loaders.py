"""Two processes that load the same slots at the same time."""

import multiprocessing
from datetime import date
from multiprocessing.synchronize import Barrier
from pathlib import Path

from sqlalchemy import text

from tests.integration.warehouse.catalogue_state import catalogue_state
from tests.integration.warehouse.deliveries import Delivery, deliver
from warehouse.engine import open_catalogue
from warehouse.positions import live_positions
from warehouse.references import eligible_rows
from warehouse.submissions import list_submissions
from warehouse.transactions import reading

SLOTS = [date(2025, month, 1) for month in range(1, 13)]
REVISIONS = ((0, 3), (2, 1))  # what each process delivers for every slot, in this order
NEWEST = date(2025, 12, 31)


def load_all(home: str, revisions: tuple[int, ...], together: Barrier) -> None:
    engine = open_catalogue(f"sqlite:///{home}/warehouse.db")
    for slot in SLOTS:
        together.wait(60)
        for revision in revisions:
            deliver(
                engine,
                Path(home, "lake"),
                Delivery(position_date=slot, revision=revision, number=slot.month * 100 + revision),
            )
    engine.dispose()


def test_two_processes_end_where_one_does(database: Path, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    together = context.Barrier(2)
    processes = [context.Process(target=load_all, args=(str(tmp_path), each, together)) for each in REVISIONS]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=120)
    assert [process.exitcode for process in processes] == [0, 0]

    engine = open_catalogue(f"sqlite:///{database}")
    by_slot = {}
    with reading(engine) as connection:
        for row in connection.execute(text("SELECT position_date, revision FROM lake_object WHERE live")):
            assert row.position_date not in by_slot
            by_slot[row.position_date] = row.revision
    assert by_slot == {f"{slot}": 3 for slot in SLOTS}
    assert eligible_rows(engine)["eligible"].to_list() == [
        number * factor for slot in SLOTS for number in [slot.month * 100 + 3] for factor in (1, 2)
    ]
    in_force = {submission.id for submission in list_submissions(engine) if submission.superseded_by is None}
    assert {submission.superseded_by for submission in list_submissions(engine)} == in_force | {None}
    assert live_positions(engine, "eligible", as_of=NEWEST)[0].submission_id in in_force
    engine.dispose()
    assert len(catalogue_state(database)["lake_object"]) == 4 * len(SLOTS)
