"""Facts in the catalogue: the figures of an as-of date, replaced as a whole."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import Connection, Engine, Select, delete, insert, select

from warehouse.catalogue.bulk_insert import insert_rows
from warehouse.catalogue.bulk_read import read_frames
from warehouse.catalogue.transactions import reading, writing
from warehouse.dimensions.history import versions_in_force
from warehouse.errors import FactsMalformed
from warehouse.figures.schema import FactTable
from warehouse.figures.tables import FACT_TABLE
from warehouse.models.models import FACT_ROWS, RunMeasurement
from warehouse.models.whole_numbers import from_whole, read_type, stored_name, to_whole


def replace_facts(engine: Engine, *, as_of: date, run_id: int, tables: Mapping[str, pl.DataFrame]) -> None:
    """Put the figures of `as_of` in the place of all earlier ones of that date, with the versions they rest on.

    `tables`: every table of `warehouse.figures.tables.FACT_TABLES` by name, with its schema. Raises `FactsMalformed`.
    """
    if tables.keys() != FACT_TABLE.keys():
        wrong = sorted(tables.keys() ^ FACT_TABLE.keys())
        raise FactsMalformed(f"The figures are not those that the tables declare: {', '.join(wrong)}.")
    for name, frame in tables.items():
        _require(frame, FACT_TABLE[name], as_of)
    with writing(engine) as connection:
        for name, frame in tables.items():
            _replace(connection, FACT_TABLE[name], frame, as_of=as_of, run_id=run_id)
        _name_versions(connection, as_of=as_of, run_id=run_id)


def read_facts(engine: Engine, *, as_of: date, names: Iterable[str] = tuple(FACT_TABLE)) -> Mapping[str, pl.DataFrame]:
    """The figures of `as_of` by table, equal to what was put and in its order; without rows when there are none."""
    tables = [FACT_TABLE[name] for name in names]
    frames = read_frames(engine, [_stored(table, as_of=as_of) for table in tables])
    return {table.name: _as_published(frame, table) for table, frame in zip(tables, frames, strict=True)}


def read_each(engine: Engine, name: str, *, days: Iterable[date]) -> list[pl.DataFrame]:
    """The figures of one table at several dates, a frame for each, as of one moment."""
    table, wanted = FACT_TABLE[name], list(days)
    if not wanted:
        return []
    frames = read_frames(engine, [_stored(table, as_of=day) for day in wanted])
    return [_as_published(frame, table) for frame in frames]


def measured_dates(engine: Engine) -> list[date]:
    """Every as-of date that has figures, rising."""
    column = FACT_ROWS["ucj_coverage"].c.as_of
    with reading(engine) as connection:
        return list(connection.execute(select(column).distinct().order_by(column)).scalars())


def measuring_run(engine: Engine, *, as_of: date) -> int | None:
    """The run that measured the figures of `as_of`; None when there are none."""
    column = FACT_ROWS["ucj_coverage"].c
    with reading(engine) as connection:
        return connection.execute(select(column.run_id).where(column.as_of == as_of).limit(1)).scalar_one_or_none()


def measured_after(engine: Engine, run_id: int) -> list[date]:
    """As-of dates whose figures were measured by a later run than this one, rising."""
    column = FACT_ROWS["ucj_coverage"].c
    query = select(column.as_of).where(column.run_id > run_id).distinct().order_by(column.as_of)
    with reading(engine) as connection:
        return list(connection.execute(query).scalars())


def _replace(connection: Connection, table: FactTable, frame: pl.DataFrame, *, as_of: date, run_id: int) -> None:
    stored = FACT_ROWS[table.name]
    connection.execute(delete(stored).where(stored.c.as_of == as_of))
    rows = frame.select(
        *map(to_whole, table.columns),
        place=pl.int_range(pl.len()),
        run_id=pl.lit(run_id),
    )
    if not rows.is_empty():
        insert_rows(connection, stored, rows)


def _name_versions(connection: Connection, *, as_of: date, run_id: int) -> None:
    """What is in force now was measured with: a run brings its dimensions in force first, and runs alone."""
    named = {f"{dimension}_version_id": number for dimension, number in versions_in_force(connection).items()}
    table = RunMeasurement
    connection.execute(delete(table).where(table.run_id == run_id, table.as_of == as_of))
    connection.execute(insert(table).values(run_id=run_id, as_of=as_of, **named))


def _stored(table: FactTable, *, as_of: date) -> tuple[Select[Any], Mapping[str, pl.DataType]]:
    stored = FACT_ROWS[table.name]
    columns = [stored.c[stored_name(column)] for column in table.columns]
    types = {column.name: read_type(column) for column in table.columns}
    named = (stored.label(name) for stored, name in zip(columns, types, strict=True))
    return select(*named).where(stored.c.as_of == as_of).order_by(stored.c.place), types


def _as_published(frame: pl.DataFrame, table: FactTable) -> pl.DataFrame:
    return frame.select(map(from_whole, table.columns))


def _require(frame: pl.DataFrame, table: FactTable, as_of: date) -> None:
    expected = pl.Schema(dict(table.schema))
    if frame.schema != expected:
        wrong = sorted({name for name, _ in set(frame.schema.items()) ^ set(expected.items())})
        raise FactsMalformed(f"{table.name} does not have its declared columns: {wrong or 'their order'}.")
    if not frame["as_of"].eq_missing(as_of).all():
        raise FactsMalformed(f"{table.name} holds another as-of date than {as_of}.")
