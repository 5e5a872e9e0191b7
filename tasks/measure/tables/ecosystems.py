"""Ecosystems: active people of a worker category against the category's own population."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from tasks.measure.inputs.newest import newest_rows
from tasks.measure.tables.shared.rates import rate_pct
from warehouse.dimensions.closed_lists import NATION
from warehouse.dimensions.regions import Regions
from warehouse.figures.flags import Flag, join_flags
from warehouse.figures.tables.place import ECOSYSTEM

Population = dict[str, Any]


def ecosystem_figures(
    populations: pl.DataFrame, *, coverage: pl.DataFrame, categories: pl.DataFrame, as_of: date, regions: Regions
) -> pl.DataFrame:
    """Rows of `ucj_ecosystem`, in the order of `coverage` (rows of `ucj_coverage`), then of category codes.

    `populations` [`references.reference_schema`]: all rows of all live files. `categories`: rows of `ucj_category`.
    """
    chosen = choose_populations(populations, as_of=as_of, regions=regions)
    active = {(basis, code, name): count for basis, code, name, count in categories.select(
        "basis", "region_code", "category", "active").rows()}  # fmt: skip
    names = sorted({category for _, category in chosen})
    rows = []
    for region in coverage.select("level", "region_code", "basis").iter_rows(named=True):
        for category in names:
            population = chosen.get((region["region_code"], category))
            if population is not None:
                counted = active.get((region["basis"], region["region_code"], category), 0)
                rows.append(region | population | _figures(counted, population, category=category, as_of=as_of))
    return pl.DataFrame([{name: row[name] for name in ECOSYSTEM.schema} for row in rows], schema=dict(ECOSYSTEM.schema))


def choose_populations(
    populations: pl.DataFrame, *, as_of: date, regions: Regions
) -> Mapping[tuple[str, str], Population]:
    """By region and category the newest date up to `as_of` [population, target?, population_date, issuer, later].

    `later`: it comes from a file after `as_of`. Province and nation: their own row, else the sum if every region within
    has one; its date is the earliest of them and its issuer is named only where all agree. Rows of villages are no
    populations of a region.
    """
    known = populations.filter(pl.col("population").is_not_null(), pl.col("as_of_date") <= as_of)
    newest = newest_rows(known, key=["region_code", "category", "as_of_date"], as_of=as_of).sort("as_of_date")
    chosen: dict[tuple[str, str], Population] = {
        (row["region_code"], row["category"]): {
            "population": row["population"],
            "target": row["target"],
            "population_date": row["as_of_date"],
            "issuer": row["branch"],
            "later": row["position_date"] > as_of,
        }
        for row in newest.iter_rows(named=True)
    }
    within = {
        province: regions.regencies.filter(province_code=province)["code"].to_list()
        for province in regions.provinces["code"]
    }
    within[NATION] = regions.provinces["code"].to_list()
    for category in sorted({category for _, category in chosen}):
        for parent, codes in within.items():
            parts = [chosen[code, category] for code in codes if (code, category) in chosen]
            if (parent, category) not in chosen and len(parts) == len(codes):
                chosen[parent, category] = _sum(parts)
    return chosen


def _sum(parts: list[Population]) -> Population:
    targets = [part["target"] for part in parts]
    issuers = {part["issuer"] for part in parts}
    return {
        "population": sum(part["population"] for part in parts),
        "target": None if None in targets else sum(targets),
        "population_date": min(part["population_date"] for part in parts),
        "issuer": issuers.pop() if len(issuers) == 1 else None,
        "later": any(part["later"] for part in parts),
    }


def _figures(active: int, population: Population, *, category: str, as_of: date) -> dict[str, Any]:
    flags = {
        Flag.OVER_100: active > population["population"] > 0,
        Flag.POPULATION_EARLIER_YEAR: population["population_date"].year < as_of.year,
        Flag.POPULATION_LATER_POSITION: population["later"],
    }
    return {
        "as_of": as_of,
        "flags": join_flags(flag for flag, applies in flags.items() if applies),
        "category": category,
        "active": active,
        "coverage_pct": rate_pct(active, population["population"]),
        "gap_people": max(0, population["population"] - active),
    }
