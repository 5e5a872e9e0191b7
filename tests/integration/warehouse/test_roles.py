"""What each role may do, by doing it and by being denied."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal
from sqlalchemy import Engine, literal_column, select, text
from sqlalchemy import table as sql_table

from tests.integration.warehouse.deliveries import Delivery, deliver
from tests.integration.warehouse.measured import FEBRUARY, coverage, measure
from tests.postgresql import OWNER as ADMINISTRATOR
from warehouse.catalogue.bulk_read import read_frames, read_mart
from warehouse.catalogue.choose_backend import backend_of
from warehouse.catalogue.engine import connect_catalogue, open_catalogue
from warehouse.catalogue.migrate import downgrade, stored_revision, upgrade
from warehouse.catalogue.roles import ANALYST, LOADER, OWNER, ROLES
from warehouse.catalogue.transactions import reading, writing
from warehouse.dimensions.sync import BranchEntry, sync_branches
from warehouse.errors import CatalogueForbidden, CatalogueUnreachable
from warehouse.marts import VIEW
from warehouse.migrations import HEAD
from warehouse.models.models import Base
from warehouse.releases.facts import read_facts
from warehouse.submissions.references import eligible_rows

DENIED = {
    LOADER: ["DROP TABLE run", "ALTER TABLE run ADD COLUMN x INTEGER", "CREATE TABLE x (y INTEGER)",
             "UPDATE alembic_version SET version_num = 'x'", "TRUNCATE submission", "DROP VIEW mart_coverage",
             "CREATE VIEW x AS SELECT 1 AS y", "CREATE OR REPLACE VIEW mart_code AS SELECT 1 AS code"],
    ANALYST: ["SELECT * FROM submission", "SELECT * FROM fact_coverage", "SELECT * FROM of_the_owner",
              "SELECT * FROM dim_branch", "SELECT * FROM alembic_version",
              "DELETE FROM run", "DELETE FROM mart_branch", "INSERT INTO mart_code (code) VALUES ('x')",
              "DROP VIEW mart_branch", "CREATE TABLE x (y INTEGER)"],
}  # fmt: skip


@pytest.fixture
def logins(postgresql_address: str) -> Iterator[dict[str, Engine]]:
    """A login for each role, named after it."""
    administrator = open_catalogue(postgresql_address)
    with writing(administrator) as connection:
        connection.execute(text("CREATE VIEW of_the_owner AS SELECT 2 AS number"))
    backend_of(administrator).set_up_roles(administrator)
    backend_of(administrator).set_up_roles(administrator)  # nothing changes
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
def test_each_role_is_denied_what_it_need_not_do(logins: dict[str, Engine], role: str, statement: str) -> None:
    with pytest.raises(CatalogueForbidden, match="ucj db roles"):
        do(logins[role], statement)


def test_a_loader_may_load_and_measure(logins: dict[str, Engine], lake: Path) -> None:
    for revision in (0, 1):
        assert deliver(logins[LOADER], lake, Delivery(revision=revision, number=revision + 1)).live
    assert eligible_rows(logins[LOADER])["eligible"].to_list() == [2, 4]


def test_what_a_loader_measures_an_analyst_reads(logins: dict[str, Engine]) -> None:
    measure(logins[LOADER])
    put = coverage(FEBRUARY)
    assert_frame_equal(read_facts(logins[LOADER], as_of=FEBRUARY)["ucj_coverage"], put)
    shown = read_mart(logins[ANALYST], "mart_coverage", as_of=FEBRUARY)
    assert_frame_equal(
        shown.select("region_code", "basis", "coverage_pct"),
        put.select("region_code", "basis", "coverage_pct"),
        check_row_order=False,
    )


def branches_seen_by(analyst: Engine) -> list[str]:
    with reading(analyst) as connection:
        return list(connection.execute(text("SELECT branch FROM mart_branch")).scalars())


def test_an_analyst_reads_every_view_and_no_table(logins: dict[str, Engine]) -> None:
    sync_branches(logins[LOADER], [BranchEntry(code="K01")], on=date(2026, 1, 31))
    assert branches_seen_by(logins[ANALYST]) == ["K01"]
    for name in VIEW:
        assert read_mart(logins[ANALYST], name).columns == [column.name for column in VIEW[name].columns]
    for table in Base.metadata.tables:
        with pytest.raises(CatalogueForbidden, match="ucj_analyst"):
            list(read_frames(logins[ANALYST], [(select(literal_column("1")).select_from(sql_table(table)), {})]))


def test_an_owner_changes_the_tables(logins: dict[str, Engine]) -> None:
    downgrade(logins[OWNER])
    upgrade(logins[OWNER])
    assert stored_revision(logins[OWNER]) == HEAD
    assert branches_seen_by(logins[ANALYST]) == []  # views made anew are shared again
    with pytest.raises(CatalogueForbidden):
        do(logins[ANALYST], "SELECT * FROM dim_branch")


def test_sqlite_has_no_roles(sqlite_file: Path) -> None:
    engine = open_catalogue(f"sqlite:///{sqlite_file}")
    with pytest.raises(CatalogueUnreachable, match="no roles"):
        backend_of(engine).set_up_roles(engine)
    engine.dispose()
