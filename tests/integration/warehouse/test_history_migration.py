"""What a catalogue knew before dimensions had a history is kept, there and back."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine, text

from tests.integration.warehouse.catalogues import Catalogues
from tests.integration.warehouse.listed import list_branches
from warehouse.catalogue.engine import connect_catalogue
from warehouse.catalogue.migrate import downgrade, upgrade
from warehouse.catalogue.transactions import reading, writing
from warehouse.dimensions.sync import BranchEntry, sync_branches

BEFORE = (
    "INSERT INTO run (id, as_of, started_at, state) VALUES (1, '2026-01-31', '2026-02-03 02:00:00+00', 'completed')",
    """INSERT INTO dim_branch (code, name, regional_office, feeds, regions)
    VALUES ('K01', 'Palu', 'Sulawesi', '["enrolment"]', '[]')""",
    *(
        f"""INSERT INTO dim_region (code, level, name, version, valid_from, valid_to, predecessor)
        VALUES ('{code}', 'regency', '{name}', '{version}', '{since}', {until}, {before})"""
        for code, name, version, since, until, before in (
            ("72.05", "Buol", "old", "2025-01-01", "'2026-01-01'", "NULL"),
            ("93.01", "Merauke", "old", "2025-01-01", "'2026-01-01'", "'91.01'"),
            ("72.05", "Buol", "new", "2026-01-01", "NULL", "NULL"),
        )
    ),
    *(
        f"""INSERT INTO release (id, as_of, content_sha256, inputs_sha256, run_id, created_at, is_current)
        VALUES ('{name}', '{day}', 'x', 'x', 1, '2026-02-0{number} 02:00:00+00', {current})"""
        for number, (name, day, current) in enumerate(
            [("first", "2026-01-31", "false"), ("other", "2025-12-31", "false"), ("second", "2026-01-31", "true")], 1
        )
    ),
)
REGIONS = """SELECT r.code, v.label, r.from_version_id, r.to_version_id, r.valid_from, r.valid_to, r.predecessor_code
    FROM dim_region r JOIN dim_version v ON v.id = r.from_version_id ORDER BY r.id"""


@pytest.fixture
def before(catalogues: Catalogues) -> Iterator[Engine]:
    """A catalogue of the revision before, with rows."""
    address = catalogues.bare()
    engine = connect_catalogue(address)
    upgrade(engine, revision="0004")
    with writing(engine) as connection:
        for statement in BEFORE:
            connection.execute(text(statement))
    yield engine
    engine.dispose()
    catalogues.drop(address)


def rows(engine: Engine, query: str) -> list[tuple[object, ...]]:
    """Dates as texts."""
    with reading(engine) as connection:
        found = connection.execute(text(query)).all()
    return [tuple(value if value is None or isinstance(value, int) else f"{value}" for value in row) for row in found]


def test_an_older_history_is_upgraded(before: Engine) -> None:
    upgrade(before, revision="0005")
    assert rows(before, REGIONS) == [
        ("72.05", "old", 1, 2, "2025-01-01", "2026-01-01", None),
        ("93.01", "old", 1, 2, "2025-01-01", "2026-01-01", "91.01"),
        ("72.05", "new", 2, None, "2026-01-01", None, None),
    ]
    assert rows(before, "SELECT dimension, label, row_count, valid_from, valid_to FROM dim_version ORDER BY id") == [
        ("region", "old", 2, "2025-01-01", "2026-01-01"),
        ("region", "new", 1, "2026-01-01", None),
        ("branch", "branches: 1", 1, "2026-02-03", None),
    ]
    assert rows(before, "SELECT * FROM release_revision") == [("second", "first")]


def test_branches_go_on_where_they_were(before: Engine) -> None:
    upgrade(before)
    (branch,) = list_branches(before)
    assert branch == BranchEntry(code="K01", name="Palu", regional_office="Sulawesi", feeds=("enrolment",))
    sync_branches(before, [branch], on=date(2026, 2, 4))
    assert rows(before, "SELECT count(*) FROM dim_branch") == [(1,)]


def test_a_newer_history_is_downgraded(before: Engine) -> None:
    kept = [rows(before, f"SELECT * FROM {table}") for table in ("dim_region", "dim_branch")]
    upgrade(before)
    downgrade(before, revision="0004")
    assert [rows(before, f"SELECT * FROM {table}") for table in ("dim_region", "dim_branch")] == kept
