"""Since when each branch is known to this catalogue."""

from datetime import date

from sqlalchemy import Engine, func, select

from warehouse.catalogue.transactions import reading
from warehouse.models.models import DimBranch


def branch_first_days(engine: Engine) -> dict[str, date]:
    """By branch code the first day on which the branch list had it, whatever it was called then."""
    query = select(DimBranch.code, func.min(DimBranch.valid_from).label("day")).group_by(DimBranch.code)
    with reading(engine) as connection:
        return {row.code: row.day for row in connection.execute(query)}
