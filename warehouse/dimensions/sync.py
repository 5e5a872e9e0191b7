"""Dimensions: regions, branches and codes, as they were read last and as they were before."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Engine

from expectations.contracts.codes import CodeList
from warehouse.dimensions.history import DimensionState, bring_in_force
from warehouse.dimensions.region_history import load_region_history
from warehouse.dimensions.regions import Regions
from warehouse.models.models import DimBranch, DimCode, DimRegion

NATION, NATION_NAME = "ID", "Indonesia"
NO_PAST: Mapping[str, Any] = dict.fromkeys(
    ("predecessor_code", "predecessor_last_year", "split_from_code", "split_year")
)


@dataclass(frozen=True, kw_only=True)
class BranchEntry:
    """One branch; no feeds means all feeds, no regions means no service area was given."""

    code: str
    name: str = ""
    regional_office: str = ""
    feeds: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


def sync_regions(engine: Engine, regions: Regions, *, on: date) -> bool:
    """Bring the nation, 38 provinces and 514 regencies in force from a day; False when they are already."""
    past = {row["code"]: row for row in load_region_history().iter_rows(named=True)}
    rows = [{**NO_PAST, **row, **past.get(row["code"], {})} for row in _region_rows(regions)]
    return bring_in_force(
        engine,
        DimensionState(dimension="region", table=DimRegion, key=("code",), label=regions.version, rows=rows),
        on=on,
    )


def sync_branches(engine: Engine, branches: Iterable[BranchEntry], *, on: date) -> bool:
    """Bring a branch list in force from a day; False when it is already. A branch that is not listed ends."""
    rows = [{**asdict(one), "feeds": list(one.feeds), "regions": list(one.regions)} for one in branches]
    return bring_in_force(
        engine,
        DimensionState(
            dimension="branch",
            table=DimBranch,
            key=("code",),
            label=f"branches: {len(rows)}" if rows else "no branch list",
            rows=rows,
        ),
        on=on,
    )


def sync_codes(engine: Engine, lists: Mapping[str, CodeList], *, on: date) -> bool:
    """Bring all code lists in force from a day; False when they are already."""
    rows = [
        {
            "code_list": name,
            "code": code.code,
            "aliases": list(code.aliases),
            "name_indonesian": code.name_id,
            "name_english": code.name_en,
            "place": place,
            "usable_from": code.valid_from,
            "usable_to": code.valid_to,
        }
        for name, code_list in lists.items()
        for place, code in enumerate(code_list.codes)
    ]
    return bring_in_force(
        engine,
        DimensionState(
            dimension="code", table=DimCode, key=("code_list", "code"), label=f"code lists: {len(lists)}", rows=rows
        ),
        on=on,
    )


def _region_rows(regions: Regions) -> Iterable[dict[str, str | None]]:
    yield {"code": NATION, "level": "national", "name": NATION_NAME, "parent_code": None}
    for code, name in regions.provinces.select("code", "name").iter_rows():
        yield {"code": code, "level": "province", "name": name, "parent_code": NATION}
    for code, name, province in regions.regencies.select("code", "name", "province_code").iter_rows():
        yield {"code": code, "level": "regency", "name": name, "parent_code": province}
