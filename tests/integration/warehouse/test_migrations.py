"""The migrations and the models describe the same tables."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text

from tests.integration.warehouse.deliveries import Delivery
from warehouse.engine import open_catalogue
from warehouse.errors import CatalogueTooNew
from warehouse.migrate import downgrade, migration_config, stored_revision, upgrade
from warehouse.migrations import HEAD
from warehouse.models import Base
from warehouse.submissions import list_submissions, register
from warehouse.transactions import reading, writing

ONLY_ALEMBIC = {"alembic_version", "sqlite_sequence"}


@pytest.fixture
def modelled(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "models.db"
    engine = create_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    yield path
    engine.dispose()


def statements(path: Path) -> dict[str, list[str]]:
    """Parts of each CREATE statement of a database in a fixed order, CHECK clauses included."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {
        name: sorted(re.sub(r"\s+", " ", part).strip(" ,)") for part in sql.replace('"', "").split("\n"))
        for name, sql in rows
        if name not in ONLY_ALEMBIC
    }


def test_no_drift_by_alembic(engine: Engine) -> None:
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_no_drift_by_statement(database: Path, modelled: Path) -> None:
    assert statements(database) == statements(modelled)


def test_head_is_the_newest_revision() -> None:
    assert ScriptDirectory.from_config(migration_config()).get_current_head() == HEAD


def test_down_and_up_again(engine: Engine, database: Path) -> None:
    before = statements(database)
    downgrade(engine)
    assert stored_revision(engine) is None
    with reading(engine) as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    upgrade(engine)
    assert stored_revision(engine) == HEAD
    assert statements(database) == before
    register(engine, Delivery().arrival())
    assert len(list_submissions(engine)) == 1


def test_catalogue_of_a_later_version_is_refused(engine: Engine, database: Path) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(CatalogueTooNew, match="install that version"):
        open_catalogue(f"sqlite:///{database}")


def test_opening_an_up_to_date_catalogue_imports_no_alembic(database: Path) -> None:
    code = "import sys; from warehouse.engine import open_catalogue; open_catalogue(sys.argv[1]).dispose()"
    code += "; sys.exit(any(name.split('.')[0] in ('alembic', 'polars') for name in sys.modules))"
    subprocess.run([sys.executable, "-c", code, f"sqlite:///{database}"], check=True, timeout=60)
