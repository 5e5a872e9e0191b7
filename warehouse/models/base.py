"""What every table of the catalogue has in common: how things are named, which Python type is which column type."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, MetaData, String, text
from sqlalchemy.orm import DeclarativeBase

from expectations.contracts.schema import Severity
from warehouse.models.types import UtcDateTime, closed_set
from warehouse.records import Cause, ReleaseDecision, RewriteCause, RunState, Status

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
SHA256 = String(64)
KEY_ID = String(12)
PLACES_ID = String(12)


def only_one(name: str, *columns: str, where_sqlite: str, where_postgresql: str) -> Index:
    """A unique index over the rows that meet a condition."""
    return Index(
        name,
        *columns,
        unique=True,
        sqlite_where=text(where_sqlite),
        postgresql_where=text(where_postgresql),
    )


class Base(DeclarativeBase):
    """Base class of all tables of the catalogue."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 - read once by SQLAlchemy
        datetime: UtcDateTime,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[dict[str, Any]]: JSON,
        Status: closed_set(Status, name="status"),
        RunState: closed_set(RunState, name="state"),
        Cause: closed_set(Cause, name="cause"),
        Severity: closed_set(Severity, name="severity"),
        RewriteCause: closed_set(RewriteCause, name="cause"),
        ReleaseDecision: closed_set(ReleaseDecision, name="decision"),
    }
