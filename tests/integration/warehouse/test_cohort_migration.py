"""Cohorts of a catalogue from before they had a month in their key are kept, there and back."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from tests.integration.warehouse.catalogues import Catalogues
from warehouse.catalogue.engine import connect_catalogue
from warehouse.catalogue.migrate import downgrade, upgrade
from warehouse.catalogue.transactions import reading, writing

BEFORE = "0013"
RUN = "INSERT INTO run (id, as_of, started_at, state) VALUES (1, '2024-11-06', '2024-11-07 02:00:00+00', 'completed')"
ROW = """INSERT INTO fact_cohort (as_of, level, region_code, basis, comparison, compared_with, funder, category,
    active, place, run_id, flags{column}) VALUES
    ('2024-11-06', 'regency', '15.03', 'nik', '{name}', '{day}', 'APBD_KAB', 'KADER', 7, 0, 1, ''{since})"""


def row(name: str, day: str, since: str = "") -> str:
    return ROW.format(name=name, day=day, column=", since" if since else "", since=f", '{since}'" if since else "")


@pytest.fixture
def before(catalogues: Catalogues) -> Iterator[Engine]:
    """A catalogue of the revision before, with rows."""
    address = catalogues.bare()
    engine = connect_catalogue(address)
    upgrade(engine, revision=BEFORE)
    put(engine, RUN, row("previous_month", "2024-10-31"), row("december", "2023-12-31"))
    yield engine
    engine.dispose()
    catalogues.drop(address)


def put(engine: Engine, *statements: str) -> None:
    with writing(engine) as connection:
        for statement in statements:
            connection.execute(text(statement))


def cohorts(engine: Engine, columns: str) -> list[tuple[str, ...]]:
    with reading(engine) as connection:
        found = connection.execute(text(f"SELECT {columns} FROM fact_cohort ORDER BY compared_with DESC")).all()
    return [tuple(f"{value}" for value in one) for one in found]


def test_rows_from_before_tell_their_month(before: Engine) -> None:
    upgrade(before)
    assert cohorts(before, "comparison, since, active") == [
        ("previous_month", "2024-11-01", "7"),
        ("december", "2024-01-01", "7"),
    ]


def test_a_region_has_a_cohort_for_each_month_once(before: Engine) -> None:
    upgrade(before)
    put(before, row("since", "2022-02-28", "2022-03-01"), row("since", "2021-12-31", "2022-01-01"))
    with pytest.raises(IntegrityError):
        put(before, row("since", "2022-02-28", "2022-03-01"))


def test_going_back_leaves_the_cohorts_that_were(before: Engine) -> None:
    kept = cohorts(before, "*")
    upgrade(before)
    put(before, row("since", "2022-02-28", "2022-03-01"), row("since", "2021-12-31", "2022-01-01"))
    downgrade(before, revision=BEFORE)
    assert cohorts(before, "*") == kept
    with pytest.raises(IntegrityError):
        put(before, row("december", "2022-12-31"))
