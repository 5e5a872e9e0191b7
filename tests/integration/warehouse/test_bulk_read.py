"""Bulk reading gives what the driver's rows give, on both databases alike, and says clearly why it cannot."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from sqlalchemy import URL, Engine, select, text

from tests.integration.warehouse.catalogues import PostgresqlDatabases, SqliteFiles
from tests.integration.warehouse.deliveries import NOON
from tests.integration.warehouse.measured import FEBRUARY, JANUARY, measure
from tests.postgresql import PASSWORD, WITH_PASSWORD
from warehouse.catalogue.bulk_read import read_frames, read_mart
from warehouse.catalogue.engine import connect_catalogue, open_catalogue
from warehouse.catalogue.runs import start_run
from warehouse.catalogue.transactions import reading, writing
from warehouse.errors import CatalogueUnreachable
from warehouse.marts import VIEW
from warehouse.models.models import DimVersion, RunRow
from warehouse.releases.facts import read_each, read_facts

TIME = pl.Datetime("us", "UTC")
RUN = {"id": pl.Int64(), "as_of": pl.Date(), "started_at": TIME, "ended_at": TIME}
RUNS = select(RunRow.id, RunRow.as_of, RunRow.started_at, RunRow.ended_at).order_by(RunRow.id)


def plain(value: object) -> object:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value


def test_views_are_the_same_by_rows(engine: Engine) -> None:
    measure(engine)
    for name, view in VIEW.items():
        columns = [pl.Series(c.name, [], dtype=c.dtype) for c in view.columns]
        with reading(engine) as connection:
            rows = [tuple(row) for row in connection.execute(view.query)]
        found = read_mart(engine, name)
        assert found.schema == pl.DataFrame(columns).schema
        assert sorted(map(rounded, found.rows()), key=repr) == sorted(map(rounded, rows), key=repr), name


def rounded(row: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(f"{value:.4f}" if isinstance(value, float | Decimal) else plain(value) for value in row)


def test_both_databases_agree(sqlite_files: SqliteFiles, postgresql_databases: PostgresqlDatabases) -> None:
    frames: list[dict[str, pl.DataFrame]] = []
    for place in (sqlite_files, postgresql_databases):
        engine = open_catalogue(place.empty())
        measure(engine)
        frames.append({name: read_mart(engine, name) for name in VIEW} | dict(read_facts(engine, as_of=FEBRUARY)))
        engine.dispose()
    on_sqlite, on_postgresql = frames
    for name, frame in on_sqlite.items():
        assert_frame_equal(frame, on_postgresql[name], check_row_order=name not in VIEW)


def test_times_and_what_is_empty(engine: Engine) -> None:
    start_run(engine, as_of=JANUARY, at=NOON)
    (frame,) = read_frames(engine, [(RUNS, RUN)])
    assert frame.rows() == [(1, JANUARY, NOON, None)]
    assert frame.schema == pl.Schema(RUN)


def test_no_rows_have_their_types(engine: Engine) -> None:
    (frame,) = read_frames(engine, [(RUNS, RUN)])
    assert frame.is_empty()
    assert frame.schema == pl.Schema(RUN)


def test_several_queries_see_one_moment(engine: Engine) -> None:
    frames = read_frames(engine, [(RUNS, RUN)] * 2)
    before = next(frames)
    start_run(engine, as_of=JANUARY, at=NOON)
    assert_frame_equal(next(frames), before)
    frames.close()
    (after,) = read_frames(engine, [(RUNS, RUN)])
    assert (before.height, after.height) == (0, 1)


def test_one_as_of_date_is_read_alone(engine: Engine) -> None:
    measure(engine)
    both = read_mart(engine, "mart_coverage")
    assert_frame_equal(
        read_mart(engine, "mart_coverage", as_of=JANUARY), both.filter(as_of=JANUARY), check_row_order=False
    )
    assert read_mart(engine, "mart_coverage", as_of=date(2001, 1, 1)).is_empty()


def test_several_as_of_dates_are_read_at_once(engine: Engine) -> None:
    measure(engine)
    found = read_each(engine, "ucj_coverage", days=[FEBRUARY, JANUARY])
    for frame, day in zip(found, (FEBRUARY, JANUARY), strict=True):
        assert_frame_equal(frame, read_facts(engine, as_of=day)["ucj_coverage"])
    assert read_each(engine, "ucj_coverage", days=[]) == []


def test_awkward_texts_are_read_as_they_were_stored(engine: Engine) -> None:
    awkward = "tab\there, 'quote', \"quote\", back\\slash, %s, :name, \N{SNOWMAN}"
    with writing(engine) as connection:
        statement = "INSERT INTO dim_version (dimension, label, content_sha256, row_count, valid_from) VALUES"
        connection.execute(text(f"{statement} ('code', :label, 'x', 0, '2026-01-31')"), {"label": awkward})
    query = select(DimVersion.label).where(DimVersion.label == awkward)
    (found,) = read_frames(engine, [(query, {"label": pl.String()})])
    assert found.rows() == [(awkward,)]


def test_a_server_that_is_gone_is_explained(postgresql_databases: PostgresqlDatabases) -> None:
    engine = connect_catalogue(postgresql_databases.server.address("no_such_database"))
    with pytest.raises(CatalogueUnreachable, match=r"no_such_database.*does not exist"):
        list(read_frames(engine, [(RUNS, RUN)]))


@pytest.fixture
def with_password(postgresql_address: str) -> Iterator[URL]:
    """The address of a login that has to give a password, without it."""
    administrator = open_catalogue(postgresql_address)
    for statement in (f"DROP ROLE IF EXISTS {WITH_PASSWORD}", f"CREATE ROLE {WITH_PASSWORD} SUPERUSER LOGIN"):
        do(administrator, statement)
    do(administrator, f"ALTER ROLE {WITH_PASSWORD} PASSWORD '{PASSWORD}'")
    yield administrator.url.set(username=WITH_PASSWORD)
    do(administrator, f"DROP ROLE {WITH_PASSWORD}")
    administrator.dispose()


def do(engine: Engine, statement: str) -> None:
    with writing(engine) as connection:
        connection.execute(text(statement))


def test_the_password_of_the_address_is_used(with_password: URL) -> None:
    engine = connect_catalogue(with_password.set(password=PASSWORD))
    assert [frame.height for frame in read_frames(engine, [(RUNS, RUN)])] == [0]


def test_a_wrong_password_is_not_repeated(with_password: URL) -> None:
    wrong = "wr%ng@pass/word"
    engine = connect_catalogue(with_password.set(password=wrong))
    with pytest.raises(CatalogueUnreachable, match="password authentication failed") as told:
        list(read_frames(engine, [(RUNS, RUN)]))
    assert wrong not in f"{told.value}{told.value.__cause__}{told.value.__context__}"
