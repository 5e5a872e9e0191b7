"""The rows of a release by table and region, as pages need them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from tasks.publish.files.site.bases import OFFICIAL_BASIS, basis_shown
from tasks.publish.files.site.sections import SECTIONS
from warehouse.dimensions.closed_lists import NATION
from warehouse.dimensions.regions import PROVINCE, REGENCY, REGIONS_FILE
from warehouse.figures.schema import CONFIDENTIAL, status_name
from warehouse.figures.tables import PUBLISHED_TABLE

Row = Mapping[str, Any]
VILLAGES = "ucj_village"
AREAS = ("district", "village")


@dataclass(frozen=True, kw_only=True)
class RegionFacts:
    """Everything of the nation, a province or a regency.

    above: code and name of the region that it is in. of: rows by table, on the official basis or that which the table
    has instead. bases: its coverage on each. within: coverage of the provinces of the nation, of the regencies of a
    province. areas: districts and villages of a regency.
    """

    code: str
    name: str
    level: str
    above: tuple[str, str] | None
    coverage: Row
    of: Mapping[str, Sequence[Row]]
    bases: Sequence[Row]
    within: Sequence[Row]
    areas: Sequence[Row]


def region_facts(tables: Mapping[str, pl.DataFrame]) -> list[RegionFacts]:
    """One entry a region that the release has on the official basis, the nation first, in the order of its table."""
    return _facts(tables, basis=OFFICIAL_BASIS)


def nation_facts(tables: Mapping[str, pl.DataFrame], *, basis: str) -> RegionFacts | None:
    """The nation on a basis; None where the release has no row of it."""
    nation = {
        name: frame if name == "ucj_coverage" else frame.filter(region_code=NATION)
        for name, frame in tables.items()
        if "region_code" in frame.columns
    }
    nation["ucj_coverage"] = nation["ucj_coverage"].filter(~pl.col("level").eq("regency"))
    found = _facts(nation, basis=basis)
    return found[0] if found and found[0].code == NATION else None


def trend_of(tables: Mapping[str, pl.DataFrame], *, basis: str, level: str) -> Mapping[str, list[Row]]:
    """The rows of the trend by region of one level."""
    return _by_region(tables["ucj_trend"].filter(basis=basis, level=level))


def is_hidden(row: Row, column: str) -> bool:
    """Whether readers of this edition do not see a figure; the restricted one shows what the public one hides."""
    return row[column] is None and row[status_name(column)] == CONFIDENTIAL


def _facts(tables: Mapping[str, pl.DataFrame], *, basis: str) -> list[RegionFacts]:
    coverage = tables["ucj_coverage"]
    official = {row["region_code"]: row for row in coverage.filter(basis=basis).to_dicts()}
    wanted = sorted({section.table for section in SECTIONS} - {"ucj_coverage", VILLAGES})
    by_table = {
        name: _by_region(tables[name].filter(basis=basis_shown(PUBLISHED_TABLE[name], page=basis))) for name in wanted
    }
    villages = _named_villages(tables[VILLAGES])
    by_table[VILLAGES] = _by_region(villages.filter(~pl.col("level").is_in(AREAS)))
    areas = _by_region(villages.filter(pl.col("level").is_in(AREAS)), size=REGENCY)
    bases = _by_region(coverage)
    within: dict[str, list[Row]] = defaultdict(list)
    for code, row in official.items():
        if row["level"] != "national":
            within[_above(code)].append(row)
    return [
        RegionFacts(
            code=code,
            name=row["region_name"],
            level=row["level"],
            above=None if code == NATION else (_above(code), official[_above(code)]["region_name"]),
            coverage=row,
            of={name: rows.get(code, ()) for name, rows in by_table.items()},
            bases=bases[code],
            within=within.get(code, ()),
            areas=areas.get(code, ()) if row["level"] == "regency" else (),
        )
        for code, row in official.items()
    ]


def _above(code: str) -> str:
    return code[:PROVINCE] if len(code) > PROVINCE else NATION


def _by_region(frame: pl.DataFrame, *, size: int | None = None) -> dict[str, list[Row]]:
    """Rows by region; with `size` by the region that so many characters of the code name."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in frame.iter_rows(named=True):
        found[row["region_code"][:size]].append(row)
    return found


def _named_villages(frame: pl.DataFrame) -> pl.DataFrame:
    """The table of villages on the basis that it has most rows on, with names of regions."""
    bases = frame["basis"].unique().to_list()
    basis = OFFICIAL_BASIS if OFFICIAL_BASIS in bases else next(iter(sorted(bases)), OFFICIAL_BASIS)
    names = pl.read_parquet(REGIONS_FILE).select(region_code="code", region_name="name")
    return frame.filter(basis=basis).join(names, on="region_code", how="left", maintain_order="left")
