"""`ucj db` on both databases, as an operator uses it."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from deployments.cli import main
from tests.postgresql import OWNER, PASSWORD, WITH_PASSWORD, Server
from warehouse.catalogue.engine import connect_catalogue, open_catalogue
from warehouse.catalogue.migrate import downgrade, revisions
from warehouse.catalogue.transactions import reading, writing
from warehouse.migrations import HEAD


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


Ucj = Callable[..., Done]


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of a catalogue without tables; on SQLite without a file."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'warehouse.db'}"
    server: Server = request.getfixturevalue("postgresql_server")
    return server.database()


@pytest.fixture
def ucj(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Ucj]:
    """The command itself, in this process."""
    umask = os.umask(0o077)

    def call(address: str, *arguments: str) -> Done:
        monkeypatch.setenv("UCJ_HOME", str(tmp_path))
        monkeypatch.setenv("UCJ_DATABASE_URL", address)
        monkeypatch.setattr(sys, "argv", ["ucj", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        return Done(int(str(ended.value.code)), *capsys.readouterr())

    yield call
    os.umask(umask)


def told(done: Done) -> Any:
    return json.loads(done.stdout)


def test_from_nothing_to_this_version(address: str, ucj: Ucj, tmp_path: Path) -> None:
    empty = ucj(address, "db", "check")
    assert empty.returncode == 1
    assert "ucj db upgrade" in empty.stdout
    assert list(tmp_path.iterdir()) == []
    assert not any(one["applied"] for one in told(ucj(address, "db", "history", "--json")))

    first = told(ucj(address, "db", "upgrade", "--json"))
    assert (first["revision_before"], first["revision"]) == (None, HEAD)
    second = told(ucj(address, "db", "upgrade", "--json"))
    assert (second["revision_before"], second["revision"]) == (HEAD, HEAD)
    checked = ucj(address, "db", "check", "--json")
    assert (checked.returncode, told(checked)["tables"], told(checked)["differences"]) == (0, "current", [])
    listed = told(ucj(address, "db", "history", "--json"))
    assert [one["revision"] for one in listed] == [one.id for one in revisions()]
    assert [one["revision"] for one in listed if one["current"]] == [HEAD]


def test_tables_of_an_earlier_version(address: str, ucj: Ucj) -> None:
    engine = open_catalogue(address)
    downgrade(engine, revision="0001")
    engine.dispose()
    checked = ucj(address, "db", "check", "--json")
    assert (checked.returncode, told(checked)["tables"]) == ((1, "old") if HEAD != "0001" else (0, "current"))
    listed = told(ucj(address, "db", "history", "--json"))
    assert [one["revision"] for one in listed if one["applied"]] == ["0001"]
    assert told(ucj(address, "db", "upgrade", "--json"))["revision"] == HEAD


@pytest.mark.parametrize(
    ("statement", "tables", "expected"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "too_new", "install that version"),
        ("ALTER TABLE run ADD COLUMN mood TEXT", "changed", "run.mood"),
    ],
)
def test_tables_of_a_later_version_or_none(address: str, ucj: Ucj, statement: str, tables: str, expected: str) -> None:
    engine = open_catalogue(address)
    with writing(engine) as connection:
        connection.execute(text(statement))
    engine.dispose()
    checked = ucj(address, "db", "check", "--json")
    assert (checked.returncode, told(checked)["tables"]) == (1, tables)
    assert expected in ucj(address, "db", "check").stdout


def test_a_view_of_another_version_is_made_anew(address: str, ucj: Ucj) -> None:
    engine = open_catalogue(address)
    with writing(engine) as connection:
        connection.execute(text("DROP VIEW mart_release"))
        connection.execute(text("INSERT INTO dim_version VALUES (7, 'code', 'x', 'x', 0, '2026-01-31', NULL)"))
    checked = ucj(address, "db", "check", "--json")
    assert (checked.returncode, told(checked)["tables"]) == (1, "views_old")
    assert told(checked)["differences"] == ["the view mart_release is missing"]
    assert "ucj db upgrade" in told(checked)["what_to_do"]
    upgraded = ucj(address, "db", "upgrade")
    assert "renewed: the view mart_release is missing" in upgraded.stdout
    assert told(ucj(address, "db", "check", "--json"))["tables"] == "current"
    with reading(engine) as connection:
        assert connection.execute(text("SELECT id FROM dim_version")).scalars().all() == [7]
    engine.dispose()


@pytest.mark.parametrize("password", [None, "wrong-s3cret", PASSWORD])
def test_passwords_are_never_shown(postgresql_server: Server, ucj: Ucj, password: str | None) -> None:
    database = postgresql_server.database()
    engine = connect_catalogue(database)
    with writing(engine) as connection:
        connection.execute(text(f"DROP ROLE IF EXISTS {WITH_PASSWORD}"))
        connection.execute(text(f"CREATE ROLE {WITH_PASSWORD} LOGIN PASSWORD '{PASSWORD}'"))
        connection.execute(text(f"GRANT ALL ON SCHEMA public TO {WITH_PASSWORD}"))
    given = WITH_PASSWORD if password is None else f"{WITH_PASSWORD}:{password}"
    done = ucj(database.replace(OWNER, given), "db", "upgrade")
    assert done.returncode == (0 if password == PASSWORD else 3)
    assert not password or password not in done.stdout + done.stderr
    if password != PASSWORD:
        assert "Correct UCJ_DATABASE_URL" in done.stderr
    with writing(engine) as connection:
        connection.execute(text(f"DROP OWNED BY {WITH_PASSWORD} CASCADE"))
    engine.dispose()


CLOSED = "postgresql://ucj:s3cret@127.0.0.1:1/ucj"
NO_ADDRESS = "is not the address of a catalogue"


@pytest.mark.parametrize(
    ("command", "address", "expected"),
    [
        ("upgrade", CLOSED, "cannot be reached"),
        ("history", CLOSED, "cannot be reached"),
        ("check", CLOSED, "cannot be reached"),
        ("check", "postgresql://ucj:s3cret@no-such-host.invalid/ucj", "cannot be reached"),
        ("check", "postgresql://ucj:s3cret@127.0.0.1:port/ucj", NO_ADDRESS),
        ("check", "mysql://ucj:s3cret@127.0.0.1/ucj", NO_ADDRESS),
        ("check", "postgres s3cret", NO_ADDRESS),
    ],
)
def test_an_address_of_no_use(ucj: Ucj, command: str, address: str, expected: str) -> None:
    done = ucj(address, "db", command)
    assert done.returncode == 3
    assert expected in done.stderr
    assert "s3cret" not in done.stdout + done.stderr


def test_a_database_that_sorts_otherwise_is_refused(postgresql_server: Server, ucj: Ucj) -> None:
    encodings = "TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'"
    done = ucj(postgresql_server.database(how=encodings), "db", "upgrade")
    assert done.returncode == 3
    assert "ENCODING 'UTF8' LOCALE 'C'" in done.stderr
