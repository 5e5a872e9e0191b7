"""Whatever lists come one after the other: each can be read back exactly as it was, and only changes were written."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, func, select

from tests.integration.warehouse.listed import list_branches
from warehouse.catalogue.engine import open_catalogue
from warehouse.catalogue.transactions import reading, writing
from warehouse.dimensions.sync import BranchEntry, sync_branches
from warehouse.models.models import DimBranch, DimVersion

START = date(2026, 1, 1)
BRANCHES = st.dictionaries(st.sampled_from(["K01", "K02", "K03"]), st.sampled_from(["Palu", "Jambi"]), max_size=3)
HISTORIES = st.lists(st.tuples(BRANCHES, st.integers(min_value=-2, max_value=3)), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = open_catalogue(f"sqlite:///{tmp_path_factory.mktemp('history') / 'warehouse.db'}")
    yield engine
    engine.dispose()


@settings(max_examples=40)
@given(history=HISTORIES)
def test_every_version_can_be_read_back(engine: Engine, history: list[tuple[dict[str, str], int]]) -> None:
    with writing(engine) as connection:
        connection.execute(delete(DimBranch))
        connection.execute(delete(DimVersion))
    day, held, expected_rows = START, dict[str, str](), 0
    states: list[dict[str, str]] = []
    for wanted, days_on in history:
        day += timedelta(days=days_on)
        new = sync_branches(engine, [BranchEntry(code=code, name=name) for code, name in wanted.items()], on=day)
        assert new == (not states or wanted != held)
        if new:
            states.append(wanted)
            expected_rows += sum(held.get(code) != name for code, name in wanted.items())
        held = wanted
        assert {one.code: one.name for one in list_branches(engine)} == wanted
    assert [read_back(engine, version) for version in versions(engine)] == states
    with reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(DimBranch)) == expected_rows
        turned = select(func.count()).select_from(DimBranch).where(DimBranch.valid_to < DimBranch.valid_from)
        assert connection.scalar(turned) == 0


def versions(engine: Engine) -> list[int]:
    with reading(engine) as connection:
        return list(connection.execute(select(DimVersion.id).order_by(DimVersion.id)).scalars())


def read_back(engine: Engine, version: int) -> dict[str, str]:
    with reading(engine) as connection:
        rows = connection.execute(
            select(DimBranch.code, DimBranch.name).where(
                DimBranch.from_version_id <= version,
                DimBranch.to_version_id.is_(None) | (DimBranch.to_version_id > version),
            )
        )
        return {row.code: row.name for row in rows}
