"""What each role may do, by doing it and by being denied."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.integration.warehouse.deliveries import Delivery, deliver
from tests.postgresql import OWNER as ADMINISTRATOR
from warehouse.dimensions import BranchEntry, sync_branches
from warehouse.engine import connect_catalogue, open_catalogue
from warehouse.errors import CatalogueForbidden, CatalogueUnreachable
from warehouse.migrate import downgrade, stored_revision, upgrade
from warehouse.migrations import HEAD
from warehouse.references import eligible_rows
from warehouse.roles import ANALYST, LOADER, OWNER, ROLES, set_up_roles
from warehouse.transactions import reading, writing

DENIED = {
    LOADER: ["DROP TABLE run", "ALTER TABLE run ADD COLUMN x INTEGER", "CREATE TABLE x (y INTEGER)",
             "UPDATE alembic_version SET version_num = 'x'", "TRUNCATE submission"],
    ANALYST: ["SELECT * FROM submission", "SELECT * FROM fact_coverage", "SELECT * FROM of_the_owner",
              "DELETE FROM run", "DELETE FROM mart_branches", "CREATE TABLE x (y INTEGER)"],
}  # fmt: skip


@pytest.fixture
def logins(postgresql_address: str) -> Iterator[dict[str, Engine]]:
    """A login for each role, named after it."""
    administrator = open_catalogue(postgresql_address)
    with writing(administrator) as connection:
        connection.execute(text("CREATE VIEW mart_branches AS SELECT code, name FROM dim_branch"))
        connection.execute(text("CREATE VIEW of_the_owner AS SELECT 2 AS number"))
    set_up_roles(administrator)
    set_up_roles(administrator)  # nothing changes
    names = {role: f"login_{role}" for role in ROLES}
    with writing(administrator) as connection:
        for role, name in names.items():
            connection.execute(text(f"CREATE ROLE {name} LOGIN IN ROLE {role}"))
    engines = {role: connect_catalogue(postgresql_address.replace(ADMINISTRATOR, names[role], 1)) for role in ROLES}
    yield engines
    for engine in engines.values():
        engine.dispose()
    with writing(administrator) as connection:
        for name in names.values():
            connection.execute(text(f"DROP OWNED BY {name} CASCADE"))
            connection.execute(text(f"DROP ROLE {name}"))
    administrator.dispose()


def do(engine: Engine, statement: str) -> None:
    with writing(engine) as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(("role", "statement"), [(role, one) for role, denied in DENIED.items() for one in denied])
def test_denied(logins: dict[str, Engine], role: str, statement: str) -> None:
    with pytest.raises(CatalogueForbidden, match="ucj db roles"):
        do(logins[role], statement)


def test_a_loader_loads(logins: dict[str, Engine], lake: Path) -> None:
    for revision in (0, 1):
        assert deliver(logins[LOADER], lake, Delivery(revision=revision, number=revision + 1)).live
    assert eligible_rows(logins[LOADER])["eligible"].to_list() == [2, 4]


def test_an_analyst_reads_the_views(logins: dict[str, Engine]) -> None:
    sync_branches(logins[LOADER], [BranchEntry(code="K01")], on=date(2026, 1, 31))
    with reading(logins[ANALYST]) as connection:
        assert connection.execute(text("SELECT code FROM mart_branches")).scalars().all() == ["K01"]


def test_an_owner_changes_the_tables(logins: dict[str, Engine]) -> None:
    do(logins[OWNER], "DROP VIEW mart_branches")
    downgrade(logins[OWNER])
    upgrade(logins[OWNER])
    assert stored_revision(logins[OWNER]) == HEAD


def test_sqlite_has_none(sqlite_file: Path) -> None:
    engine = open_catalogue(f"sqlite:///{sqlite_file}")
    with pytest.raises(CatalogueUnreachable, match="no roles"):
        set_up_roles(engine)
    engine.dispose()
