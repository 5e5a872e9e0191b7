"""Which version of a dimension a figure rests on, and the row of the dimension that held then."""

from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, func, or_, select

from warehouse.marts.view import ViewColumn, plain
from warehouse.models.models import DimVersion, RunMeasurement

MEASUREMENT: Table = RunMeasurement.__table__  # type: ignore[assignment]
VERSION: Table = DimVersion.__table__  # type: ignore[assignment]
VERSION_COLUMNS: tuple[ViewColumn, ...] = tuple(
    plain(MEASUREMENT.c[f"{dimension}_version_id"]) for dimension in ("region", "branch", "code")
)


def measured_with(as_of: Column[Any], run_id: Column[Any]) -> ColumnElement[bool]:
    """The measurement that a figure comes from."""
    return and_(MEASUREMENT.c.as_of == as_of, MEASUREMENT.c.run_id == run_id)


def held_in(row: Any, dimension: str) -> ColumnElement[bool]:
    """The rows of a dimension that held in the version measured with.

    Figures from before versions were kept are shown with today's rows, and without a version.
    """
    newest = select(func.max(VERSION.c.id)).where(VERSION.c.dimension == dimension).scalar_subquery()
    version = func.coalesce(MEASUREMENT.c[f"{dimension}_version_id"], newest)
    return and_(row.c.from_version_id <= version, or_(row.c.to_version_id.is_(None), row.c.to_version_id > version))
