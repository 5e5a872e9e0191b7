"""What only PostgreSQL has: its lock, its silence about passwords and values, its way to lose a connection."""

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import InternalError

from settings import Settings
from tasks.operations.doctor.stored.database import check_database
from tests.integration.warehouse.deliveries import Delivery
from warehouse.catalogue import postgresql
from warehouse.catalogue.engine import open_catalogue
from warehouse.catalogue.transactions import reading, writing
from warehouse.errors import CatalogueBusy, CatalogueUnreachable
from warehouse.submissions.lookup import list_submissions
from warehouse.submissions.submissions import register


@pytest.fixture
def on_postgresql(postgresql_address: str) -> Iterator[Engine]:
    engine = open_catalogue(postgresql_address)
    yield engine
    engine.dispose()


def test_a_reader_cannot_write(on_postgresql: Engine) -> None:
    with pytest.raises(InternalError, match="read-only"), reading(on_postgresql) as connection:
        connection.execute(text("DELETE FROM dim_branch"))


def test_the_doctor_tells_what_a_power_cut_would_take(
    on_postgresql: Engine, postgresql_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server of the tests runs without fsync; the commits of one database are made careless too."""
    monkeypatch.setenv("UCJ_DATABASE_URL", postgresql_address)
    (found,) = (one for one in check_database(Settings()) if "power" in one.says)
    assert "fsync off" in found.says
    with writing(on_postgresql) as connection:
        name = connection.scalar(text("SELECT current_database()"))
        connection.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
    found_then = [one.says for one in check_database(Settings()) if "power" in one.says]
    assert ["fsync" in one for one in found_then] == [True, False]
    assert "synchronous_commit off" in found_then[1]


def test_a_held_lock_is_explained(on_postgresql: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "BUSY_SECONDS", 1)
    with writing(on_postgresql), pytest.raises(CatalogueBusy, match="wait for its run"):
        register(on_postgresql, Delivery().arrival())
    assert list_submissions(on_postgresql) == []
    assert register(on_postgresql, Delivery().arrival()).id == 1


def test_a_writer_that_hangs_is_ended(on_postgresql: Engine) -> None:
    with writing(on_postgresql) as connection:
        assert connection.execute(text("SHOW idle_in_transaction_session_timeout")).scalar_one() == "10min"


def test_a_lost_connection_is_explained_and_the_next_works(on_postgresql: Engine) -> None:
    end = text("SELECT pg_terminate_backend(pg_backend_pid())")
    with pytest.raises(CatalogueUnreachable, match=r"was lost.*Run again"), writing(on_postgresql) as connection:
        connection.execute(end)
    assert register(on_postgresql, Delivery().arrival()).id == 1


def test_a_copy_that_loses_its_connection_is_explained(on_postgresql: Engine) -> None:
    def copy_into_nothing() -> None:
        with writing(on_postgresql) as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, psycopg.Connection)
            with postgresql.copying(connection, "COPY dim_branch FROM STDIN") as copy:
                with reading(on_postgresql) as other:
                    other.execute(text(f"SELECT pg_terminate_backend({driver.info.backend_pid})"))
                copy.write(b"K01\n")

    with pytest.raises(CatalogueUnreachable, match="was lost"):
        copy_into_nothing()
    with reading(on_postgresql) as connection:
        assert connection.scalar(text("SELECT count(*) FROM dim_branch")) == 0
