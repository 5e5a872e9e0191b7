"""What ingesting a file costs in counted work: bytes parsed, queries of Polars, statements, keyed ids, task runs.

Counts hold on every machine, seconds do not. A number may fall, and the limit here with it; where one has to rise, the
commit says why.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.lazyframe.engine import _LocalEngine
from sqlalchemy import Engine, event

from expectations.contracts import FEEDS
from expectations.published_text import is_publishable
from settings import Settings
from tasks.conform import person_id
from tasks.ingest.batches import batches_of
from tasks.read.limits import ReadLimits
from tasks.read.text.delimited import read_text
from tasks.refusal import Refusal
from tasks.states import Received
from tests.counted import counted
from tests.integration.ingest.home import deliver, extract, take

FEED = FEEDS["enrolment"]
MOST_COLLECTS = 170  # queries of Polars from the archived file to its receipt, without the reader's process
MOST_STATEMENTS = 44  # of SQL, from the inbox to the receipt
MOST_BYTES_PARSED = 1.1  # of the file; the mark at the end of each line is more of short lines


@contextmanager
def counted_statements(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def work_of(settings: Settings, engine: Engine, branch: str, rows: int, *, first: int) -> tuple[int, int, int]:
    """Queries of Polars, statements, and keyed ids (of people, of registrations, of employers) of one file."""
    deliver(settings.home, branch, f"PESERTA_{branch}_20260131.csv", extract(rows, first=first))
    is_publishable.cache_clear()  # another test may have asked for this branch
    with (
        counted(_LocalEngine, "collect") as collects,
        counted_statements(engine) as statements,
        counted(person_id, "_step") as ids,
    ):
        (done,) = take(settings, engine)
    assert done.submission.rows_accepted == rows
    return len(collects), len(statements), len(ids)


def test_work_does_not_grow_with_the_rows_of_a_file(settings: Settings, engine: Engine) -> None:
    work_of(settings, engine, "K01", 20, first=1)  # makes the key and the first rows of dimensions
    small = work_of(settings, engine, "K02", 1_200, first=101)
    # both large enough to be compared with an earlier position
    large = work_of(settings, engine, "K03", 4_800, first=1_401)
    assert large == small
    collects, statements, ids = small
    assert (collects <= MOST_COLLECTS, statements <= MOST_STATEMENTS, ids) == (True, True, 3), small


def test_work_does_not_grow_with_the_branches_of_the_list(settings: Settings, engine: Engine) -> None:
    found = []
    for branches, first in ((325, 1), (4, 3)):
        lines = [f"K{number:02d},Palu" for number in range(1, branches + 1)]
        settings.branches_path.write_text("\n".join(["code,name", *lines, ""]))
        work_of(settings, engine, f"K{first:02d}", 20, first=100 * first)  # understands the list
        found.append(work_of(settings, engine, f"K{first + 1:02d}", 20, first=100 * first + 50))
    assert found[0] == found[1]


@pytest.mark.parametrize("quote", ["", '"'])
def test_the_text_of_a_file_is_parsed_once(quote: str) -> None:
    lines = [line.replace(";PU;", f";{quote}PU{quote};") for line in extract(2_000).splitlines()]
    wide = [f"{line};{'x' * 150}" for line in lines]  # as long as lines of branches are
    text = "\n".join(wide).encode()
    with counted(pl, "read_csv") as parsed:
        table = read_text(text, feed=FEED, limits=ReadLimits.of(len(text), max_bytes=10**9))
    assert not isinstance(table, Refusal)
    assert table.cells.height == 2_000
    assert len(parsed) == 1
    assert len(parsed[0][0]) <= MOST_BYTES_PARSED * len(text)


def test_hundreds_of_small_files_are_few_task_runs() -> None:
    waiting = [
        (
            Received(
                submission_id=number,
                file_name=f"PESERTA_K{number:03d}_20260131.csv",
                folder=f"K{number:03d}",
                branch=f"K{number:03d}",
                feed="enrolment",
                position_date=date(2026, 1, 31),
                revision=0,
                sha256="",
                bytes=0,
                archived=Path("none"),
                approved=False,
                readings={},
            ),
            300_000,
        )
        for number in range(325)
    ]
    chains = batches_of(waiting)
    assert sum(len(batch) for chain in chains for batch in chain) == 325
    assert sum(len(chain) for chain in chains) <= 21
