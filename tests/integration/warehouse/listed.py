"""What the catalogue holds, for tests to look at: branches in force, erasures."""

from sqlalchemy import Engine, select

from warehouse.catalogue.transactions import reading
from warehouse.dimensions.sync import BranchEntry
from warehouse.models.dimensions import DimBranch
from warehouse.models.identity import ErasureRow
from warehouse.retention.erasures import Erasure


def list_branches(engine: Engine) -> list[BranchEntry]:
    """The branch list in force, by code."""
    table = DimBranch.__table__
    columns = (table.c[name] for name in BranchEntry.__dataclass_fields__)
    with reading(engine) as connection:
        rows = connection.execute(select(*columns).where(table.c.valid_to.is_(None)).order_by(table.c.code)).mappings()
        return [BranchEntry(**{**row, "feeds": tuple(row["feeds"]), "regions": tuple(row["regions"])}) for row in rows]


def list_erasures(engine: Engine) -> list[Erasure]:
    """All erasures, oldest first."""
    with reading(engine) as connection:
        rows = connection.execute(select(ErasureRow.__table__).order_by(ErasureRow.id)).mappings()
        return [Erasure(**row) for row in rows]
