"""Both catalogues: readers never wait for a writer, writers queue, nothing is left of what failed."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, Engine, TextClause, text
from sqlalchemy.exc import IntegrityError

from tests.forked import FORKS
from tests.integration.warehouse.catalogues import Catalogues
from tests.integration.warehouse.deliveries import Delivery
from warehouse.catalogue.engine import open_catalogue
from warehouse.catalogue.migrate import stored_revision
from warehouse.catalogue.transactions import reading, writing
from warehouse.migrations import HEAD
from warehouse.submissions.lookup import list_submissions
from warehouse.submissions.submissions import register

A_VERSION = text(
    "INSERT INTO dim_version (dimension, label, content_sha256, row_count, valid_from)"
    " VALUES ('branch', 'branches: 1', '0', 1, '2026-01-31')"
)


def versions(connection: Connection) -> int:
    return int(connection.execute(text("SELECT count(*) FROM dim_version")).scalar_one())


def test_readers_see_their_moment_while_a_writer_works(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(A_VERSION)
        with reading(engine) as reader:
            assert versions(reader) == 0
            connection.commit()
            assert versions(reader) == 0
    with reading(engine) as reader:
        assert versions(reader) == 1


def test_a_failed_block_leaves_nothing(engine: Engine) -> None:
    with pytest.raises(IntegrityError):
        execute(engine, A_VERSION, A_VERSION)
    with reading(engine) as reader:
        assert versions(reader) == 0


def execute(engine: Engine, *statements: TextClause) -> None:
    with writing(engine) as connection:
        for statement in statements:
            connection.execute(statement)


def test_other_errors_stay_what_they_are(engine: Engine) -> None:
    orphan = text("INSERT INTO release_object (release_id, lake_object_id) VALUES ('2026-01-31-a', 77)")
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        execute(engine, orphan)


def open_and_register(address: str, revision: int) -> None:
    with closing_engine(address) as engine:
        register(engine, Delivery(revision=revision).arrival())


@contextmanager
def closing_engine(address: str) -> Iterator[Engine]:
    engine = open_catalogue(address)
    try:
        yield engine
    finally:
        engine.dispose()


def test_several_processes_may_open_it_first(catalogues: Catalogues) -> None:
    address = catalogues.bare()
    processes = [FORKS.Process(target=open_and_register, args=(address, number)) for number in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=120)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    with closing_engine(address) as engine:
        assert [submission.id for submission in list_submissions(engine)] == [1, 2, 3]
        assert stored_revision(engine) == HEAD
    catalogues.drop(address)
