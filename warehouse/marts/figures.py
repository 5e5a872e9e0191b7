"""Views of the figures: each table of `warehouse.figures.tables` with names of regions, rates as decimals, versions."""

from collections.abc import Iterator
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Numeric, Table, and_, case, cast, exists, func, literal_column, null

from warehouse.figures.schema import Column, FactTable
from warehouse.figures.tables import FACT_TABLES
from warehouse.marts.versions import MEASUREMENT, VERSION_COLUMNS, held_in, measured_with
from warehouse.marts.view import MartView, ViewColumn, plain
from warehouse.models.comments import TEXTS
from warehouse.models.models import FACT_ROWS, DimBranch, DimRegion, ReleaseRow
from warehouse.models.whole_numbers import decimals_of, stored_name

PUBLISHED_PREFIX = "ucj_"
PRECISION = 18
WHOLE: dict[int, ColumnElement[Any]] = {2: literal_column("100.0"), 4: literal_column("10000.0")}  # not whole: 7 / 2
NATION = "ID"
PROVINCE_LENGTH = 2

REGION = DimRegion.__table__.alias("region")
PROVINCE = DimRegion.__table__.alias("province")
BRANCH = DimBranch.__table__.alias("listed")
RELEASE: Table = ReleaseRow.__table__  # type: ignore[assignment]


def _view(table: FactTable) -> MartView:
    facts = FACT_ROWS[table.name]
    source = facts.outerjoin(MEASUREMENT, measured_with(facts.c.as_of, facts.c.run_id))
    names: tuple[ViewColumn, ...]
    if "region_code" in facts.c:
        if "region_name" not in facts.c:
            source = source.outerjoin(REGION, and_(REGION.c.code == facts.c.region_code, held_in(REGION, "region")))
        source = source.outerjoin(PROVINCE, and_(PROVINCE.c.code == _province(facts), held_in(PROVINCE, "region")))
        names = tuple(_region_names(table, facts))
    else:
        source = source.outerjoin(BRANCH, and_(BRANCH.c.code == facts.c.branch, held_in(BRANCH, "branch")))
        names = (
            plain(BRANCH.c.name, name="branch_name", text="Name of the branch in the list it was measured with."),
            plain(BRANCH.c.regional_office, text=TEXTS["regional_office"]),
        )
    shown = tuple(_as_published(column, facts) for column in table.shown_columns)
    return MartView(
        name=f"mart_{table.name.removeprefix(PUBLISHED_PREFIX)}",
        text=table.description.en,
        columns=(*shown, *names, *VERSION_COLUMNS, plain(facts.c.run_id), _is_current(facts)),
        source=source,
    )


def _as_published(column: Column, facts: Table) -> ViewColumn:
    stored, decimals = facts.c[stored_name(column)], decimals_of(column)
    exact: ColumnElement[Any] = (
        stored if decimals is None else cast(stored / WHOLE[decimals], Numeric(PRECISION, decimals))
    )
    dtype = pl.Int64() if column.dtype.is_integer() else column.dtype
    return ViewColumn(name=column.name, expression=exact, dtype=dtype, text=column.description.en)


def _region_names(table: FactTable, facts: Table) -> Iterator[ViewColumn]:
    if "region_name" not in table.column_names:
        text = "Official name of the region; empty for districts and villages."
        yield plain(REGION.c.name, name="region_name", text=text)
    text = "Code of the province the region lies in, or is; empty for the nation."
    yield ViewColumn(name="province_code", expression=_province(facts), dtype=pl.String(), text=text)
    yield plain(PROVINCE.c.name, name="province_name", text="Official name of that province.")


def _province(facts: Table) -> ColumnElement[Any]:
    code = facts.c.region_code
    return case((code == NATION, null()), else_=func.substr(code, 1, PROVINCE_LENGTH))


def _is_current(facts: Table) -> ViewColumn:
    current = exists().where(RELEASE.c.is_current, RELEASE.c.as_of == facts.c.as_of)
    text = "Whether as_of is the date of the release that published/current points to."
    return ViewColumn(name="is_current", expression=current, dtype=pl.Boolean(), text=text)


FIGURE_VIEWS: tuple[MartView, ...] = tuple(_view(table) for table in FACT_TABLES)
