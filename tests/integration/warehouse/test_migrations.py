"""The migrations and the models describe the same tables, on every database."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from tests.integration.warehouse.catalogues import Catalogues
from tests.integration.warehouse.deliveries import Delivery
from tests.integration.warehouse.schema_of import schema_of
from warehouse.catalogue.engine import connect_catalogue, open_catalogue
from warehouse.catalogue.migrate import downgrade, migration_config, renew_derived, revisions, stored_revision, upgrade
from warehouse.catalogue.schema_drift import derived_differences, differences
from warehouse.catalogue.transactions import reading, writing
from warehouse.catalogue.views_and_comments import create_views
from warehouse.errors import CatalogueTooNew
from warehouse.marts import VIEW
from warehouse.migrations import HEAD
from warehouse.models.models import Base
from warehouse.submissions.lookup import list_submissions
from warehouse.submissions.submissions import register


@pytest.fixture
def bare(catalogues: Catalogues) -> Iterator[Engine]:
    """A database with nothing in it."""
    address = catalogues.bare()
    engine = connect_catalogue(address)
    yield engine
    engine.dispose()
    catalogues.drop(address)


def test_the_migrations_make_what_the_models_say(engine: Engine) -> None:
    with reading(engine) as connection:
        assert differences(connection) == []
        assert derived_differences(connection) == []


def test_the_same_clauses_as_the_models(engine: Engine, bare: Engine) -> None:
    with writing(bare) as connection:
        Base.metadata.create_all(connection)
        create_views(connection)
    modelled = schema_of(bare)
    assert len(modelled) > len(Base.metadata.tables)
    assert schema_of(engine) == modelled


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("DROP VIEW mart_release", "the view mart_release is missing"),
        ("CREATE VIEW mart_mine AS SELECT 1 AS x", "the view mart_mine is not of this version"),
    ],
)
def test_views_are_renewed(engine: Engine, statement: str, expected: str) -> None:
    with writing(engine) as connection:
        connection.execute(text(statement))
    with reading(engine) as connection:
        assert differences(connection) == []
        assert derived_differences(connection) == [expected]
    renew_derived(engine)
    with reading(engine) as connection:
        assert derived_differences(connection) == []


def test_a_view_of_other_content_is_told(engine: Engine) -> None:
    dialect, view = engine.dialect, VIEW["mart_branch"]
    other = f"{view.definition(dialect)} WHERE code <> 'K01'"
    with writing(engine) as connection:
        connection.execute(text("DROP VIEW mart_branch"))
        connection.execute(text(other))
    with reading(engine) as connection:
        assert derived_differences(connection) == ["the view mart_branch differs"]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("COMMENT ON COLUMN run.as_of IS 'else'", "the column run.as_of differs in its comment"),
        ("COMMENT ON TABLE run IS 'else'", "the comment of the table run differs"),
        ("COMMENT ON TABLE run IS NULL", "the comment of the table run differs"),
        (
            "COMMENT ON COLUMN mart_code.place IS 'else'",
            "the view mart_code differs in its columns or their comments",
        ),
    ],
)
def test_a_changed_comment_is_told(postgresql_address: str, statement: str, expected: str) -> None:
    engine = open_catalogue(postgresql_address)
    with writing(engine) as connection:
        connection.execute(text(statement))
    with reading(engine) as connection:
        assert derived_differences(connection) == [expected]
    renew_derived(engine)
    with reading(engine) as connection:
        assert derived_differences(connection) == []
    engine.dispose()


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("ALTER TABLE run ADD COLUMN mood TEXT", "run.mood"),
        ("ALTER TABLE run DROP COLUMN flow_run_id", "run.flow_run_id"),
        ("DROP INDEX ix_submission_sha256", "ix_submission_sha256"),
        ("DROP TABLE submission_issue", "submission_issue"),
        ("CREATE TABLE mine (id INTEGER)", "mine"),
    ],
)
def test_a_schema_that_drifted_is_told(engine: Engine, statement: str, expected: str) -> None:
    with writing(engine) as connection:
        connection.execute(text(statement))
    with reading(engine) as connection:
        (found,) = differences(connection)
    assert expected in found


def test_a_missing_check_is_drift(postgresql_address: str) -> None:
    engine = open_catalogue(postgresql_address)
    with writing(engine) as connection:
        connection.execute(text("ALTER TABLE submission DROP CONSTRAINT ck_submission_rows_conserved"))
    with reading(engine) as connection:
        assert differences(connection) == ["the check ck_submission_rows_conserved of submission is missing"]
    engine.dispose()


def test_head_is_the_newest_revision() -> None:
    assert ScriptDirectory.from_config(migration_config()).get_current_head() == HEAD
    assert revisions()[-1].id == HEAD
    assert revisions()[0].id == "0001"


def test_every_revision_down_and_up_again(engine: Engine) -> None:
    at_head = schema_of(engine)
    steps = [one.id for one in revisions()]
    on_the_way = {HEAD: at_head}
    for earlier in steps[-2::-1]:
        downgrade(engine, revision=earlier)
        assert stored_revision(engine) == earlier
        on_the_way[earlier] = schema_of(engine)
    downgrade(engine)
    assert stored_revision(engine) is None
    with reading(engine) as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    for step in steps:
        upgrade(engine, revision=step)
        assert stored_revision(engine) == step
        assert schema_of(engine) == on_the_way[step]
    register(engine, Delivery().arrival())
    assert len(list_submissions(engine)) == 1


def test_catalogue_of_a_later_version_is_refused(engine: Engine, address: str) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(CatalogueTooNew, match="install that version"):
        open_catalogue(address)


def test_opening_an_up_to_date_catalogue_imports_no_alembic(sqlite_file: Path) -> None:
    code = "import sys; from warehouse.catalogue.engine import open_catalogue; open_catalogue(sys.argv[1]).dispose()"
    code += "; sys.exit(any(name.split('.')[0] in ('alembic', 'polars', 'psycopg') for name in sys.modules))"
    subprocess.run([sys.executable, "-c", code, f"sqlite:///{sqlite_file}"], check=True, timeout=60)
