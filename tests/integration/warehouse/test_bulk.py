"""Rows put in bulk are the rows that were given, whatever their texts hold."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from sqlalchemy import Engine, Table, select
from sqlalchemy.exc import IntegrityError

from tests.integration.warehouse.deliveries import Delivery, deliver
from warehouse.catalogue import bulk_insert as bulk
from warehouse.catalogue.bulk_insert import insert_rows
from warehouse.catalogue.transactions import reading, writing
from warehouse.models.models import REFERENCE_TABLES, DimVersion

DAY = date(2026, 1, 31)
AWKWARD = [
    *(None, "", " ", "\\N", "\\.", "a\n\\.\nb", "tab\there", "line\r\nend", '"quoted"', "back\\slash", "\\t"),
    *("é€\U0001f600", "a,b;c", "NULL", "\x01\x7f", "5"),
]


ELIGIBLE = REFERENCE_TABLES["eligible"]


@pytest.fixture
def object_id(engine: Engine, lake: Path) -> int:
    deliver(engine, lake, Delivery(feed="enrolment"))
    return 1


def rows(object_id: int, texts: list[str | None]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "lake_object_id": [object_id] * len(texts),
            "row_no": list(range(len(texts))),
            "region_code": ["72.05"] * len(texts),
            "year": [2026] * len(texts),
            "segment": ["TOTAL"] * len(texts),
            "eligible": [9_000_000_000 + number for number in range(len(texts))],
            "source": texts,
            "version": texts[::-1],
        }
    )


def stored(engine: Engine, columns: list[str]) -> pl.DataFrame:
    table = ELIGIBLE
    query = select(*(table.c[name] for name in columns)).order_by(table.c.row_no)
    with reading(engine) as connection:
        return pl.DataFrame([tuple(row) for row in connection.execute(query)], schema=columns, orient="row")


@pytest.mark.parametrize("at_once", [3, 50_000])
def test_awkward_texts_are_stored_as_they_are(
    engine: Engine, object_id: int, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "ROWS_AT_ONCE", at_once)
    frame = rows(object_id, AWKWARD).select(sorted(rows(object_id, []).columns))
    with writing(engine) as connection:
        insert_rows(connection, ELIGIBLE, frame)
    assert_frame_equal(stored(engine, frame.columns), frame)


def test_no_database_keeps_a_nul(engine: Engine, object_id: int) -> None:
    with writing(engine) as connection:
        insert_rows(connection, ELIGIBLE, rows(object_id, ["a\0b"]))
    assert stored(engine, ["source"]).rows() == [("a\ufffdb",)]


def test_no_rows_are_stored_as_none(engine: Engine, object_id: int) -> None:
    with writing(engine) as connection:
        insert_rows(connection, ELIGIBLE, rows(object_id, []))
    assert stored(engine, ["row_no"]).is_empty()


def test_rows_that_break_a_constraint_leave_nothing(engine: Engine, object_id: int) -> None:
    frame = rows(object_id, ["x", "y"])
    with pytest.raises(IntegrityError, match=r"(?i)unique"), writing(engine) as connection:
        insert_rows(connection, ELIGIBLE, pl.concat([frame, frame]))
    assert stored(engine, ["row_no"]).is_empty()
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"), writing(engine) as connection:
        insert_rows(connection, ELIGIBLE, rows(object_id + 1, ["x"]))


def test_a_bulk_load_is_part_of_the_transaction(engine: Engine, object_id: int) -> None:
    def put_and_fail() -> None:
        with writing(engine) as connection:
            insert_rows(connection, ELIGIBLE, rows(object_id, ["x"]))
            raise InterruptedError

    with pytest.raises(InterruptedError):
        put_and_fail()
    assert stored(engine, ["row_no"]).is_empty()


@pytest.mark.parametrize("table", [DimVersion, DimVersion.__table__], ids=["model", "table"])
def test_dates_are_stored_as_dates(engine: Engine, table: type[DimVersion] | Table) -> None:
    row = {"dimension": "branch", "label": "x", "content_sha256": "0" * 64, "row_count": 1, "valid_from": DAY}
    with writing(engine) as connection:
        insert_rows(connection, table, pl.DataFrame([row], schema_overrides={"valid_from": pl.Date}))
    with reading(engine) as connection:
        found = connection.execute(select(DimVersion.label, DimVersion.valid_from, DimVersion.valid_to)).all()
    assert [tuple(one) for one in found] == [("x", DAY, None)]
