"""Dimensions: the region list, with validity, and the branch list as last read."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import Engine, delete, insert, select, update

from warehouse.models import DimBranch, DimRegion
from warehouse.regions import Regions
from warehouse.transactions import reading, writing

NATION, NATION_NAME = "ID", "Indonesia"


@dataclass(frozen=True, kw_only=True)
class BranchEntry:
    """One branch; no feeds means all feeds, no regions means no service area was given."""

    code: str
    name: str = ""
    regional_office: str = ""
    feeds: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


def sync_regions(engine: Engine, regions: Regions, *, valid_from: date) -> bool:
    """Bring the 553 regions of a new version in force from a date; False when that version is in force already.

    Rows of the earlier version stay, with `valid_to` = the first day on which they no longer hold.
    """
    open_rows = DimRegion.valid_to.is_(None)
    in_force = select(DimRegion.version).where(open_rows).limit(1)
    with reading(engine) as connection:
        if connection.scalar(in_force) == regions.version:
            return False
    with writing(engine) as connection:
        if connection.scalar(in_force) == regions.version:  # another process was faster
            return False
        connection.execute(update(DimRegion).where(open_rows).values(valid_to=valid_from))
        connection.execute(insert(DimRegion), list(_region_rows(regions, valid_from=valid_from)))
    return True


def sync_branches(engine: Engine, branches: Iterable[BranchEntry]) -> None:
    """Make the stored branch list equal to this one."""
    wanted = sorted(branches, key=lambda branch: branch.code)
    if wanted == list_branches(engine):
        return
    with writing(engine) as connection:
        connection.execute(delete(DimBranch))
        if wanted:
            connection.execute(insert(DimBranch), [asdict(branch) for branch in wanted])


def list_branches(engine: Engine) -> list[BranchEntry]:
    """The stored branch list, by code."""
    with reading(engine) as connection:
        rows = connection.execute(select(DimBranch.__table__).order_by(DimBranch.code)).mappings()
        return [BranchEntry(**{**row, "feeds": tuple(row["feeds"]), "regions": tuple(row["regions"])}) for row in rows]


def _region_rows(regions: Regions, *, valid_from: date) -> Iterable[dict[str, object]]:
    before: dict[str, str] = {new: old for old, new in regions.successors.select("old_code", "new_code").iter_rows()}
    levels: list[tuple[str, list[tuple[str, str, str | None]]]] = [
        ("national", [(NATION, NATION_NAME, None)]),
        ("province", [(code, name, NATION) for code, name in regions.provinces.select("code", "name").iter_rows()]),
        ("regency", regions.regencies.select("code", "name", "province_code").rows()),
    ]
    for level, rows in levels:
        for code, name, parent in rows:
            yield {
                "code": code,
                "level": level,
                "name": name,
                "parent_code": parent,
                "version": regions.version,
                "valid_from": valid_from,
                "predecessor": before.get(code),
            }
