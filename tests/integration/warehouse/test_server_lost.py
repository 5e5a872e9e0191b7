"""A PostgreSQL server that stops without closing anything, as in a crash, in the middle of a delivery."""

import signal
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from tests.integration.warehouse import crashing
from tests.integration.warehouse.catalogues import PostgresqlDatabases
from tests.integration.warehouse.deliveries import deliver
from tests.integration.warehouse.home import Home
from tests.postgresql import Server, running_server
from warehouse.errors import CatalogueUnreachable
from warehouse.lake.objects import remove_unfinished

BEFORE, AFTER = [100, 200], [300, 600]
AT_LEAST = 12


@pytest.fixture
def server(postgresql_server: Server) -> Iterator[Server]:
    """One that nobody else uses."""
    with running_server() as server:
        yield server


def test_a_database_stopped_at_every_moment_leaves_all_or_nothing(server: Server, tmp_path: Path) -> None:
    databases = PostgresqlDatabases(server)
    prepared = Home(databases.empty(), tmp_path / "prepared")
    prepared.deliver(crashing.FIRST)
    undisturbed = prepared.copy(databases, tmp_path / "undisturbed")
    undisturbed.deliver(crashing.SECOND)
    expected, files = undisturbed.state(), undisturbed.files()

    def stop() -> None:
        server.stop(signal.SIGQUIT)

    seen = []
    for number in count(1):
        home = prepared.copy(databases, tmp_path / f"{number}")
        with home.opened() as engine:
            with crashing.watched(engine, crashing.at_moment(number, stop)), suppress(CatalogueUnreachable):
                deliver(engine, home.lake, crashing.SECOND)
            if server.is_running:
                break
            server.start()
            seen.append(home.live_numbers())
            deliver(engine, home.lake, crashing.SECOND)
        remove_unfinished(home.lake)
        assert home.state() == expected
        assert home.files() == files
        databases.drop(home.address)
    assert home.state() == expected
    assert len(seen) > AT_LEAST
    assert seen == sorted(seen)
    assert [one for number, one in enumerate(seen) if one not in seen[:number]] == [BEFORE, AFTER]
