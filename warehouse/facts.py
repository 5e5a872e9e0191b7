"""Facts in the catalogue: the figures of an as-of date, replaced as a whole.

Percentages are stored as whole basis points: exact on every database (SQLite has no decimals), and still sortable.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl
from sqlalchemy import Connection, Engine, delete, insert, select

from warehouse.errors import FactsMalformed
from warehouse.fact_schema import COVERAGE, PARTICIPATION, Percent
from warehouse.models import FactCoverage, FactParticipation
from warehouse.transactions import reading, writing

Table = type[FactCoverage | FactParticipation]
FactSchema = Mapping[str, pl.DataType | type[pl.DataType]]

PERCENT, BASIS_POINTS = "_pct", "_bp"


@dataclass(frozen=True, eq=False)
class StoredFacts:
    """Figures of one as-of date [`fact_schema.COVERAGE`], [`PARTICIPATION`], in the order in which they were put."""

    coverage: pl.DataFrame
    participation: pl.DataFrame


def replace_facts(
    engine: Engine, *, as_of: date, run_id: int, coverage: pl.DataFrame, participation: pl.DataFrame
) -> None:
    """Put the figures of `as_of` in the place of all earlier ones of that date; raises `FactsMalformed`."""
    _require(coverage, COVERAGE, as_of)
    _require(participation, PARTICIPATION, as_of)
    with writing(engine) as connection:
        _replace(connection, FactCoverage, coverage, as_of=as_of, run_id=run_id)
        _replace(connection, FactParticipation, participation, as_of=as_of, run_id=run_id)


def read_facts(engine: Engine, *, as_of: date) -> StoredFacts:
    """The figures of `as_of`, equal to what was put; without rows when there are none."""
    with reading(engine) as connection:
        return StoredFacts(
            coverage=_read(connection, FactCoverage, COVERAGE, as_of=as_of),
            participation=_read(connection, FactParticipation, PARTICIPATION, as_of=as_of),
        )


def _replace(connection: Connection, table: Table, frame: pl.DataFrame, *, as_of: date, run_id: int) -> None:
    connection.execute(delete(table).where(table.as_of == as_of))
    rows = (
        frame.with_columns((pl.col(Percent) * 100).cast(pl.Int64))
        .rename(_stored_name)
        .with_columns(pl.int_range(pl.len()).alias("place"), pl.lit(run_id).alias("run_id"))
    )
    if not rows.is_empty():
        connection.execute(insert(table), rows.to_dicts())


def _read(connection: Connection, table: Table, schema: FactSchema, *, as_of: date) -> pl.DataFrame:
    columns = [getattr(table, _stored_name(name)).label(name) for name in schema]
    rows = connection.execute(select(*columns).where(table.as_of == as_of).order_by(table.place))
    stored = {name: pl.Int64 if dtype == Percent else dtype for name, dtype in schema.items()}
    percentages = [name for name, dtype in schema.items() if dtype == Percent]
    return pl.DataFrame([tuple(row) for row in rows], schema=stored, orient="row").with_columns(
        (pl.col(percentages).cast(Percent) / 100).cast(Percent)
    )


def _stored_name(name: str) -> str:
    return name.removesuffix(PERCENT) + BASIS_POINTS if name.endswith(PERCENT) else name


def _require(frame: pl.DataFrame, schema: FactSchema, as_of: date) -> None:
    expected = pl.Schema(schema)
    if frame.schema != expected:
        wrong = sorted({name for name, _ in set(frame.schema.items()) ^ set(expected.items())})
        raise FactsMalformed(f"The figures do not fit warehouse.fact_schema in {wrong or 'the order of columns'}.")
    if not frame["as_of"].eq_missing(as_of).all():
        raise FactsMalformed(f"The figures hold another as-of date than {as_of}.")
